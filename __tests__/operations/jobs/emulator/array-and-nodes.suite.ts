import { RegisterJobDefinitionCommand } from "@aws-sdk/client-batch";
import { container } from "./deployed-emulator";
import { emulator, job } from "./shared-emulator";

test("nodes and children are named by #N and :N", async () => {
  const range = {
    targetNodes: "0:",
    eksProperties: {
      podProperties: { containers: [container("main", "echo node $AWS_BATCH_JOB_NODE_INDEX; sleep 0.5")] },
    },
  };
  await emulator.batch.send(
    new RegisterJobDefinitionCommand({
      jobDefinitionName: "nodes",
      type: "multinode",
      nodeProperties: { numNodes: 2, mainNode: 0, nodeRangeProperties: [range] },
    }),
  );
  expect((await job("run", "--definition", "nodes", "--name", "nodes")).status).toBe(0);
  expect((await job("logs", "nodes#1")).screen.lines).toEqual(["node 1"]);
  expect((await job("logs", "nodes")).screen.lines).toEqual(["node 0"]);
  await job(
    "run",
    "--name",
    "children",
    "--array",
    "3",
    "--command",
    "echo child $AWS_BATCH_JOB_ARRAY_INDEX",
  );
  expect((await job("logs", "children:2")).screen.lines).toEqual(["child 2"]);
  expect((await job("status", "children:1")).screen.lines[0]).toMatch(/:1 {2}children {2}SUCCEEDED$/);
});

// More children than one call describes; one of 1,000 is in proofs/thousand-children.
test("an array of 120 shows its progress and groups those that failed", async () => {
  const before = (await emulator.control.calls()).length;
  const command = "exit $((AWS_BATCH_JOB_ARRAY_INDEX % 30 == 7))";
  const { status, screen } = await job("run", "--name", "many", "--array", "120", "--command", command);
  expect(status).toBe(1);
  expect(screen.text).toMatch(/\[#+\.*\] {2}\d+\/120 {2}/);
  expect(screen.lines).toContain("  4 x Container main exited with code 1: 7, 37, 67, 97");
  expect(screen.text).toContain("120/120  SUCCEEDED 116  FAILED 4");
  const calls = (await emulator.control.calls()).slice(before).filter(({ service }) => service === "batch");
  expect(calls.filter(({ action }) => action !== "DescribeJobs").map(({ action }) => action)).toEqual([
    ...["DescribeJobQueues", "DescribeJobDefinitions", "SubmitJob", "ListJobs"],
  ]);
});

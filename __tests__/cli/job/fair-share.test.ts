import { jobEnvironment } from "../../../src/operations/jobs/api/job-environment";
import { parse } from "../../support/variables";
import { FakeScreen } from "../../operations/jobs/fixtures";
import { program, STEPS } from "./ready-program";

/** The program where research, and all teams, share the queues. */
function fairProgram(): ReturnType<typeof program> {
  const variables = parse({ aws_batch_fair_share: { research: 1, "team*": 2 } });
  const it = program(STEPS, new FakeScreen(), jobEnvironment(variables));
  it.aws.on("DescribeJobQueues", ({ jobQueues }) => ({
    jobQueues: (jobQueues as string[]).map((jobQueueName) => ({
      jobQueueName,
      schedulingPolicyArn: "arn:p",
    })),
  }));
  return it;
}

test("a job says whose share of a fair-share queue it is, with the priority that AWS Batch wants", async () => {
  const it = fairProgram();
  expect(await it.run("run", "--share", "team7")).toBe(0);
  expect(it.aws.calls.find(({ action }) => action === "SubmitJob")!.input).toMatchObject({
    jobQueue: "doeks-JQ1_OD_FAIR",
    shareIdentifier: "team7",
    schedulingPriorityOverride: 0,
  });
});

test("without a share none is taken: the known ones are told", async () => {
  const it = fairProgram();
  expect(await it.run("run", "--spot")).toBe(2);
  expect(it.screen.notes).toEqual([
    "doeks-JQ1_SPOT_FAIR is a fair-share queue: say whose share it is with --share, such as research or team.",
  ]);
  expect(it.aws.counts().SubmitJob).toBeUndefined();
});

import { ListJobsCommand, TerminateJobCommand } from "@aws-sdk/client-batch";
import { EmulatedBatch } from "../emulated-batch";
import { shellContainer } from "../fixtures";

let batch: EmulatedBatch;

beforeAll(async () => {
  batch = await EmulatedBatch.start();
  await batch.createEnvironment("environment");
  await batch.createQueue("queue", "environment");
  await batch.registerScript("ok", "true");
  await batch.registerScript("sleep", "sleep 60");
  await batch.registerScript("until-2", 'test "$AWS_BATCH_JOB_ARRAY_INDEX" -lt 2');
});

afterAll(() => batch.close());

describe("an array job", () => {
  test("of 20 counts its children by status, and fails when one fails", async () => {
    await batch.registerScript("even", "test $((AWS_BATCH_JOB_ARRAY_INDEX % 10)) -ne 7");
    const id = await batch.submit("even", "queue", { arrayProperties: { size: 20 } });
    const job = await batch.ended(id);
    expect(job).toMatchObject({ status: "FAILED", statusReason: "Array Child Job failed" });
    expect(job.arrayProperties).toMatchObject({ size: 20, statusSummary: { SUCCEEDED: 18, FAILED: 2 } });
    const failed = await batch.client.send(new ListJobsCommand({ arrayJobId: id, jobStatus: "FAILED" }));
    expect(failed.jobSummaryList!.map(({ jobId }) => jobId)).toEqual([`${id}:7`, `${id}:17`]);
    expect(await batch.job(`${id}:7`)).toMatchObject({ status: "FAILED", arrayProperties: { index: 7 } });
  });

  test("that is SEQUENTIAL stops at the child that fails", async () => {
    const id = await batch.submit("until-2", "queue", {
      arrayProperties: { size: 5 },
      dependsOn: [{ type: "SEQUENTIAL" }],
    });
    const { arrayProperties } = await batch.ended(id);
    expect(arrayProperties!.statusSummary).toMatchObject({ SUCCEEDED: 2, FAILED: 3 });
    expect((await batch.job(`${id}:3`)).statusReason).toBe("Dependent Job failed");
  });

  test("that is N_TO_N runs the children whose counterparts succeeded", async () => {
    const first = await batch.submit("until-2", "queue", { arrayProperties: { size: 3 } });
    const second = await batch.submit("ok", "queue", {
      arrayProperties: { size: 3 },
      dependsOn: [{ jobId: first, type: "N_TO_N" }],
    });
    const { arrayProperties } = await batch.ended(second);
    expect(arrayProperties!.statusSummary).toMatchObject({ SUCCEEDED: 2, FAILED: 1 });
  });

  test("is terminated with all its children", async () => {
    const id = await batch.submit("sleep", "queue", { arrayProperties: { size: 3 } });
    await batch.jobIn(`${id}:0`, "RUNNING");
    expect((await batch.job(id)).status).toBe("PENDING");
    await batch.client.send(new TerminateJobCommand({ jobId: id, reason: "enough" }));
    expect(await batch.ended(id)).toMatchObject({ status: "FAILED", statusReason: "enough" });
  });
});

test("a multi-node parallel job ends with its main node", async () => {
  const script = 'test "$AWS_BATCH_JOB_NODE_INDEX" = "$AWS_BATCH_JOB_MAIN_NODE_INDEX" || sleep 60';
  const eksProperties = { podProperties: { containers: [shellContainer(script)] } };
  await batch.registerScript("nodes", "", {
    type: "multinode",
    eksProperties: undefined,
    nodeProperties: { numNodes: 3, mainNode: 1, nodeRangeProperties: [{ targetNodes: "0:", eksProperties }] },
  });
  const id = await batch.submit("nodes", "queue");
  expect((await batch.ended(id)).status).toBe("SUCCEEDED");
  const { jobSummaryList } = await batch.client.send(
    new ListJobsCommand({ multiNodeJobId: id, jobStatus: "FAILED" }),
  );
  expect(jobSummaryList!.map(({ jobId }) => jobId)).toEqual([`${id}#0`, `${id}#2`]);
  expect(await batch.job(`${id}#1`)).toMatchObject({ nodeDetails: { nodeIndex: 1, isMainNode: true } });
});

import { SubmitJobCommand } from "@aws-sdk/client-batch";
import type { Happening } from "../../../local/events/event";
import { EmulatedBatch } from "./emulated-batch";
import { arn } from "../../../local/service-context";
import { REGION } from "./fixtures";

/** Each event as `detail-type job status`, as it was then. */
const told: Happening[] = [];
let batch: EmulatedBatch;

beforeAll(async () => {
  batch = await EmulatedBatch.start({}, undefined, (_, happening) => told.push(happening));
  await batch.createEnvironment("ce");
  await batch.createQueue("q", "ce");
});

afterAll(() => batch.close());

const statesOf = (jobId: string): unknown[] =>
  told
    .filter(({ detail }) => "jobId" in detail && detail.jobId === jobId)
    .map(({ detail }) => ("status" in detail ? detail.status : undefined));

it("tells of every state that a job enters, with its reason", async () => {
  const id = await batch.submit(await batch.registerScript("fails", "exit 3"), "q");
  const { statusReason } = await batch.ended(id);
  expect(statesOf(id)).toEqual(["RUNNABLE", "STARTING", "RUNNING", "FAILED"]);
  expect(told.at(-1)).toMatchObject({
    source: "aws.batch",
    detailType: "Batch Job State Change",
    resources: [arn("batch", REGION, `job/${id}`)],
    detail: { jobName: "test", jobQueue: arn("batch", REGION, "job-queue/q"), statusReason },
  });
});

it("tells of an array and of its children, which have an index", async () => {
  const definition = await batch.registerScript("works", "true");
  const { jobId } = await batch.client.send(
    new SubmitJobCommand({
      jobName: "array",
      jobQueue: "q",
      jobDefinition: definition,
      arrayProperties: { size: 2 },
    }),
  );
  await batch.ended(jobId!);
  const succeeded = told.filter(
    ({ detail }) =>
      "jobName" in detail &&
      detail.jobName === "array" &&
      "status" in detail &&
      detail.status === "SUCCEEDED",
  );
  const properties = succeeded.map(({ detail }) =>
    "arrayProperties" in detail ? detail.arrayProperties : {},
  );
  expect(properties).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ index: 0 }),
      expect.objectContaining({ index: 1 }),
      expect.objectContaining({ size: 2 }),
    ]),
  );
  expect(properties).toHaveLength(3);
});

import { BatchClient, ListJobsCommand, type JobStatus } from "@aws-sdk/client-batch";
import { unfinishedJobs } from "../../../src/operations/removal/drain-jobs";

/** AWS Batch with one queue, whose only job moves on between two looks at it. */
function batchWithMovingJob(states: readonly JobStatus[]): BatchClient {
  const batch = new BatchClient({ region: "us-east-1" });
  const send = (command: unknown): unknown => {
    if (!(command instanceof ListJobsCommand)) return { jobQueues: [{ jobQueueName: "queue" }] };
    const isThere = states.includes(command.input.jobStatus!);
    return { jobSummaryList: isThere ? [{ jobId: "job-1" }] : [] };
  };
  jest.spyOn(batch, "send").mockImplementation((command) => Promise.resolve(send(command)) as never);
  return batch;
}

it("counts a job once that was seen in two states, since it moved on meanwhile", async () => {
  const batch = batchWithMovingJob(["SUBMITTED", "RUNNABLE"]);
  expect(await unfinishedJobs(batch, ["queue"])).toEqual(["job-1"]);
});

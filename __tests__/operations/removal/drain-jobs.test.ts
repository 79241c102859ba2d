import { BatchClient, ListJobsCommand, TerminateJobCommand, type JobStatus } from "@aws-sdk/client-batch";
import { drainJobs, unfinishedJobs } from "../../../src/operations/removal/drain-jobs";
import { FakeClock } from "../../support/fake-clock";

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

describe("work that is stopped", () => {
  let said: string[];
  let terminated: (string | undefined)[];

  beforeEach(() => ([said, terminated] = [[], []]));

  /** Stops the work of a queue that has these running jobs, one look after the other. */
  function drain(clock: FakeClock, ...running: string[][]): Promise<void> {
    const batch = new BatchClient({ region: "us-east-1" });
    const send = (command: unknown): unknown => {
      if (command instanceof TerminateJobCommand) terminated.push(command.input.jobId);
      if (!(command instanceof ListJobsCommand)) return { jobQueues: [{ jobQueueName: "queue" }] };
      if (command.input.jobStatus !== "RUNNING") return {};
      const jobs = running.length > 1 ? running.shift()! : running[0]!;
      return { jobSummaryList: jobs.map((jobId) => ({ jobId })) };
    };
    jest.spyOn(batch, "send").mockImplementation((command) => Promise.resolve(send(command)) as never);
    return drainJobs(batch, ["queue"], (line) => said.push(line), clock);
  }

  it("is waited for, with a line when there is less of it", async () => {
    const clock = new FakeClock();
    await drain(clock, ["a", "b"], ["a", "b"], ["b"], []);
    expect(said).toEqual(["stopping 2 jobs", "stopping 1 jobs"]);
    expect(terminated).toEqual(["a", "b"]);
    expect(clock.pausesSeconds).toEqual([3, 3, 3]);
  });

  it("is given 15 minutes", async () => {
    const clock = new FakeClock();
    await expect(drain(clock, ["a"])).rejects.toThrow(/^1 jobs did not end: a\. npm run job -- status ID/);
    expect(clock.pausesSeconds).toEqual(Array(299).fill(3));
  });
});

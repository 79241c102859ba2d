import {
  BatchClient,
  DescribeJobQueuesCommand,
  paginateListJobs,
  TerminateJobCommand,
  type JobStatus,
} from "@aws-sdk/client-batch";
import { CliError } from "../terminal/cli-error";
import type { Clock } from "../terminal/clock";
import { poll } from "../terminal/poll";
import { updateJobQueue } from "../aws/update-job-queue";

const UNFINISHED: readonly JobStatus[] = ["SUBMITTED", "PENDING", "RUNNABLE", "STARTING", "RUNNING"];
const REASON = "The environment is being removed.";
const EVERY_SECONDS = 3;
const FOR_SECONDS = 15 * 60;

/** Ids of the jobs of queues that did not end yet. */
export async function unfinishedJobs(batch: BatchClient, queues: readonly string[]): Promise<string[]> {
  const existing = await existingQueues(batch, queues);
  // A job that moves on between two lists is in both.
  const jobs = new Set<string>();
  for (const jobQueue of existing) {
    for (const jobStatus of UNFINISHED) {
      for await (const page of paginateListJobs({ client: batch }, { jobQueue, jobStatus })) {
        for (const { jobId } of page.jobSummaryList ?? []) jobs.add(jobId!);
      }
    }
  }
  return [...jobs];
}

/**
 * Stops all work: disables the queues, terminates their jobs and waits until none is left, since
 * AWS keeps an environment as long as a job runs on it.
 *
 * @param clock @default - real time
 * @throws CliError when jobs are still there after 15 minutes
 */
export async function drainJobs(
  batch: BatchClient,
  queues: readonly string[],
  say: (line: string) => void,
  clock?: Clock,
): Promise<void> {
  const existing = await existingQueues(batch, queues);
  for (const jobQueue of existing) await updateJobQueue(batch, { jobQueue, state: "DISABLED" }, clock);
  const terminated = new Set<string>();
  let said = 0;
  const terminateAll = async (): Promise<string[]> => {
    const jobs = await unfinishedJobs(batch, existing);
    if (jobs.length > 0 && jobs.length !== said) say(`stopping ${jobs.length} jobs`);
    said = jobs.length;
    // TerminateJob also cancels what did not start.
    for (const jobId of jobs.filter((id) => !terminated.has(id))) {
      await batch.send(new TerminateJobCommand({ jobId, reason: REASON }));
      terminated.add(jobId);
    }
    return jobs;
  };
  const left = await poll(terminateAll, {
    isDone: (jobs) => jobs.length === 0,
    everySeconds: EVERY_SECONDS,
    forSeconds: FOR_SECONDS,
    clock,
  });
  if (left.length > 0) {
    throw new CliError(
      `${left.length} jobs did not end: ${left.join(", ")}. npm run job -- status ID tells how they stand; then start again.`,
    );
  }
}

/** Of these names; AWS would take an empty list for all queues of the region. */
async function existingQueues(batch: BatchClient, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const { jobQueues } = await batch.send(new DescribeJobQueuesCommand({ jobQueues: [...names] }));
  return (jobQueues ?? [])
    .filter(({ status }) => status !== "DELETING")
    .map(({ jobQueueName }) => jobQueueName!);
}

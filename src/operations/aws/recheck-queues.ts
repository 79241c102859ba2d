import { DescribeJobQueuesCommand, type BatchClient, type JobQueueDetail } from "@aws-sdk/client-batch";
import type { Clock } from "../terminal/clock";
import { poll } from "../terminal/poll";
import { updateJobQueue } from "./update-job-queue";

const EVERY_SECONDS = 3;
const FOR_SECONDS = 5 * 60;

/**
 * Has AWS check again the queues that it found INVALID, and waits until it did: Terraform sees
 * nothing to change in them.
 *
 * @param queues names; those that do not exist are passed over
 * @param clock @default - real time
 */
export async function recheckQueues(
  batch: BatchClient,
  queues: readonly string[],
  say: (line: string) => void,
  clock?: Clock,
): Promise<void> {
  const invalid = (await describeQueues(batch, queues)).filter(({ status }) => status === "INVALID");
  for (const { jobQueueName, state } of invalid) {
    say(`job queue ${jobQueueName} is INVALID: AWS is asked to check it again`);
    await updateJobQueue(batch, { jobQueue: jobQueueName, state }, clock);
  }
  const names = invalid.map(({ jobQueueName }) => jobQueueName!);
  if (names.length === 0) return;
  await poll(() => describeQueues(batch, names), {
    isDone: (found) => found.every(({ status }) => status !== "UPDATING"),
    everySeconds: EVERY_SECONDS,
    forSeconds: FOR_SECONDS,
    clock,
  });
}

async function describeQueues(batch: BatchClient, queues: readonly string[]): Promise<JobQueueDetail[]> {
  const { jobQueues } = await batch.send(new DescribeJobQueuesCommand({ jobQueues: [...queues] }));
  return jobQueues ?? [];
}

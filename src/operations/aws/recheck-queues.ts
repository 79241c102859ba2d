import { DescribeJobQueuesCommand, type BatchClient, type JobQueueDetail } from "@aws-sdk/client-batch";
import { realSleep, updateJobQueue } from "./update-job-queue";

const POLL_SECONDS = 3;
const MAX_POLLS = 100;

/**
 * Has AWS check again the queues that it found INVALID, and waits until it did: Terraform sees
 * nothing to change in them.
 *
 * @param queues names; those that do not exist are passed over
 * @param sleepSeconds waits between two looks. @default - real time
 */
export async function recheckQueues(
  batch: BatchClient,
  queues: readonly string[],
  say: (line: string) => void,
  sleepSeconds = realSleep,
): Promise<void> {
  const invalid = (await describe(batch, queues)).filter(({ status }) => status === "INVALID");
  for (const { jobQueueName, state } of invalid) {
    say(`job queue ${jobQueueName} is INVALID: AWS is asked to check it again`);
    await updateJobQueue(batch, { jobQueue: jobQueueName, state }, sleepSeconds);
  }
  const names = invalid.map(({ jobQueueName }) => jobQueueName!);
  for (let poll = 0; names.length > 0 && poll < MAX_POLLS; poll += 1) {
    if ((await describe(batch, names)).every(({ status }) => status !== "UPDATING")) return;
    await sleepSeconds(POLL_SECONDS);
  }
}

async function describe(batch: BatchClient, queues: readonly string[]): Promise<JobQueueDetail[]> {
  const { jobQueues } = await batch.send(new DescribeJobQueuesCommand({ jobQueues: [...queues] }));
  return jobQueues ?? [];
}

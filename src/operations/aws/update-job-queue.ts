import {
  ClientException,
  UpdateJobQueueCommand,
  type BatchClient,
  type UpdateJobQueueCommandInput,
} from "@aws-sdk/client-batch";
import { setTimeout as sleep } from "node:timers/promises";

const WAIT_SECONDS = 3;
const MAX_ATTEMPTS = 100;

/** Waits, in seconds. */
export type Sleep = (seconds: number) => Promise<void>;

export const realSleep: Sleep = (seconds) => sleep(seconds * 1000);

/**
 * Updates a job queue, as soon as AWS is done with an earlier update of it: AWS refuses a further one
 * until then, also to a client that asks again because the answer to the first one was lost.
 *
 * @throws ClientException when AWS refuses it for another reason, or still after five minutes
 */
export async function updateJobQueue(
  batch: BatchClient,
  input: UpdateJobQueueCommandInput,
  sleepSeconds: Sleep = realSleep,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await batch.send(new UpdateJobQueueCommand(input));
      return;
    } catch (error) {
      const isBusy = error instanceof ClientException && /being modified/.test(error.message);
      if (!isBusy || attempt === MAX_ATTEMPTS) throw error;
      await sleepSeconds(WAIT_SECONDS);
    }
  }
}

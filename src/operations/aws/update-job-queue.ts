import {
  ClientException,
  UpdateJobQueueCommand,
  type BatchClient,
  type UpdateJobQueueCommandInput,
} from "@aws-sdk/client-batch";
import type { Clock } from "../terminal/clock";
import { retry } from "../terminal/poll";

const PAUSES_SECONDS = new Array<number>(99).fill(3);

/**
 * Updates a job queue, as soon as AWS is done with an earlier update of it: AWS refuses a further one
 * until then, also to a client that asks again because the answer to the first one was lost.
 *
 * @param clock @default - real time
 * @throws ClientException when AWS refuses it for another reason, or still after five minutes
 */
export async function updateJobQueue(
  batch: BatchClient,
  input: UpdateJobQueueCommandInput,
  clock?: Clock,
): Promise<void> {
  await retry(() => batch.send(new UpdateJobQueueCommand(input)), {
    mayRepeat: (error) => error instanceof ClientException && /being modified/.test(error.message),
    pausesSeconds: PAUSES_SECONDS,
    clock,
  });
}

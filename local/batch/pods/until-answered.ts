import { setTimeout as sleep } from "node:timers/promises";
import { KubernetesError } from "../../kubernetes/objects";

const TRIES = 6;
const PAUSE_MS = 200;

/** Calls an API server that may be too busy to answer again until it has; what it refuses is not asked again. */
export async function untilAnswered<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await call();
    } catch (error) {
      const isAnswer = error instanceof KubernetesError && error.status < 500 && error.status !== 429;
      if (isAnswer || tries === TRIES) throw error;
      await sleep(PAUSE_MS * tries);
    }
  }
}

/** The same for a call that makes something: an answer that was lost leaves it made. @returns undefined then */
export async function onceMade<Answer>(call: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await untilAnswered(call);
  } catch (error) {
    if (error instanceof KubernetesError && error.status === 409) return undefined;
    throw error;
  }
}

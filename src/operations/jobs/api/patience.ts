import { CliError } from "../../terminal/cli-error";
import { describeError, errorKind, explainError, isTransient, remedyFor } from "../../aws/errors";
import type { Clock } from "../../terminal/clock";
import { retry } from "../../terminal/poll";
import { formatDuration } from "../model/duration";

const FIRST_PAUSE_SECONDS = 2;
const LONGEST_PAUSE_SECONDS = 60;
/** For how long AWS may fail to answer one call. */
const PATIENCE_MS = 30 * 60_000;

/** Makes calls of AWS again, when the SDK has given up, until they succeed or half an hour has passed. */
export class Patience {
  constructor(
    private readonly clock: Clock,
    /** Told once for each call that AWS keeps from succeeding. */
    private readonly onTrouble: (message: string) => void = () => undefined,
    private readonly signal?: AbortSignal,
  ) {}

  /**
   * @param mayRepeat whether a call that failed so can be made again
   * @throws CliError when the credentials are not accepted, or AWS, or what stands for it, does not answer
   */
  async call<T>(send: () => Promise<T>, mayRepeat: (error: unknown) => boolean = isTransient): Promise<T> {
    const { clock, signal } = this;
    const isRepeated = (error: unknown): boolean => !signal?.aborted && mayRepeat(error);
    try {
      return await retry(send, {
        mayRepeat: isRepeated,
        pausesSeconds: this.growingPauses(),
        onPause: (error, pause) => {
          if (pause === FIRST_PAUSE_SECONDS)
            this.onTrouble(`AWS does not answer (${describeError(error)}); trying again.`);
        },
        clock,
        signal,
      });
    } catch (error) {
      if (!isRepeated(error)) throw explained(error);
      const patience = formatDuration(PATIENCE_MS);
      throw new CliError(`AWS did not answer for ${patience} (${describeError(error)}). Try again later.`);
    }
  }

  private *growingPauses(): Iterable<number> {
    const deadline = this.clock.now() + PATIENCE_MS;
    for (let pause = FIRST_PAUSE_SECONDS; this.clock.now() < deadline; pause *= 2) {
      yield Math.min(pause, LONGEST_PAUSE_SECONDS);
    }
  }
}

/** What a user can do something about, in words; any other error as it is, for the caller to judge. */
function explained(error: unknown): unknown {
  if (isTransient(error)) return error;
  const isForUser = remedyFor(error) !== undefined || errorKind(error) === "denied";
  return isForUser ? new CliError(explainError(error)) : error;
}

import { CliError } from "../../terminal/cli-error";
import { describeError, errorKind, explainError, isTransient, remedyFor } from "../../aws/errors";
import type { Clock } from "../model/clock";
import { formatDuration } from "../model/duration";

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 60_000;
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
    const deadline = this.clock.now() + PATIENCE_MS;
    for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
      try {
        return await send();
      } catch (error) {
        if (this.signal?.aborted || !mayRepeat(error)) throw explained(error);
        if (this.clock.now() >= deadline) {
          throw new CliError(
            `AWS did not answer for ${formatDuration(PATIENCE_MS)} (${describeError(error)}). Try again later.`,
          );
        }
        if (wait === FIRST_WAIT_MS)
          this.onTrouble(`AWS does not answer (${describeError(error)}); trying again.`);
        await this.clock.sleep(wait, this.signal);
      }
    }
  }
}

/** What a user can do something about, in words; any other error as it is, for the caller to judge. */
function explained(error: unknown): unknown {
  if (isTransient(error)) return error;
  const isForUser = remedyFor(error) !== undefined || errorKind(error) === "denied";
  return isForUser ? new CliError(explainError(error)) : error;
}

import { CliError } from "../../terminal/cli-error";
import { REHEARSAL_HINT } from "../../terminal/rehearsal-hint";
import type { Clock } from "../model/clock";
import { formatDuration } from "../model/duration";

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 60_000;
/** For how long AWS may fail to answer one call. */
const PATIENCE_MS = 30 * 60_000;

const THROTTLING = /Throttl|TooManyRequests|RequestLimitExceeded|LimitExceededException|SlowDown/;
const UNREACHABLE =
  /^(EAI_AGAIN|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETDOWN|ENETUNREACH|ENOTFOUND|EPIPE|ETIMEDOUT|TimeoutError)$/;
const CREDENTIALS =
  /^(AuthFailure|CredentialsProviderError|ExpiredToken|InvalidClientTokenId|TokenProviderError|UnauthorizedSSOToken|UnrecognizedClient|InvalidSignature|SignatureDoesNotMatch)(Exception)?$/;

/** Whether AWS did not even begin with the request, because there were too many. */
export function isThrottling(error: unknown): boolean {
  return error instanceof Error && (THROTTLING.test(error.name) || statusOf(error) === 429);
}

/** Whether the same call may well succeed a little later. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as NodeJS.ErrnoException).code ?? error.name;
  return isThrottling(error) || statusOf(error) >= 500 || UNREACHABLE.test(code);
}

/** Of the endpoint that this shell puts in AWS's place, such as that of a rehearsal that has ended. */
const NOBODY_THERE = "ECONNREFUSED";

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
        if (this.signal?.aborted || !mayRepeat(error) || isNobodyThere(error)) throw explained(error);
        if (this.clock.now() >= deadline) {
          throw new CliError(
            `AWS did not answer for ${formatDuration(PATIENCE_MS)} (${describe(error)}). Try again later.`,
          );
        }
        if (wait === FIRST_WAIT_MS) this.onTrouble(`AWS does not answer (${describe(error)}); trying again.`);
        await this.clock.sleep(wait, this.signal);
      }
    }
  }
}

function isNobodyThere(error: unknown): boolean {
  return Boolean(process.env.AWS_ENDPOINT_URL) && (error as NodeJS.ErrnoException).code === NOBODY_THERE;
}

function explained(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (isNobodyThere(error)) {
    return new CliError(
      `Nobody answers at ${process.env.AWS_ENDPOINT_URL}, the AWS_ENDPOINT_URL of this shell. ` +
        "Open a new shell for AWS itself; a rehearsal that was cleaned up is started by ./install.sh --local.",
    );
  }
  if (CREDENTIALS.test(error.name)) {
    return new CliError(
      `AWS does not accept your credentials (${describe(error)}). ` +
        "Log in (aws sso login, or aws configure), or name a profile with AWS_PROFILE. " +
        REHEARSAL_HINT,
    );
  }
  if (/^AccessDenied|UnauthorizedOperation/.test(error.name)) {
    return new CliError(`Your credentials do not allow this: ${error.message}`);
  }
  return error;
}

/** Whether it is an answer of AWS, such as that a resource does not exist. */
export function isRefusal(error: unknown): boolean {
  return error instanceof Error && "$fault" in error;
}

/** An error of AWS or the way to it, in a few words. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const message = error.message.split("\n", 1)[0]!.trim();
  return message && error.name !== "Error" ? `${error.name}: ${message}` : message || error.name;
}

function statusOf(error: Error): number {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 0;
}

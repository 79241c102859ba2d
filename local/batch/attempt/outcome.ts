/** How an attempt ended. */
export interface AttemptOutcome {
  readonly succeeded: boolean;
  readonly statusReason?: string | undefined;
  /** Exit code and reason of the container that failed first. */
  readonly exitCode?: number | undefined;
  readonly reason?: string | undefined;
  /** Whether the retry strategy is asked; not after a timeout or when a user ended the job. */
  readonly retryable: boolean;
}

/** Why an attempt was broken off. */
export class AttemptEnded extends Error {
  constructor(
    readonly statusReason: string,
    readonly retryable: boolean,
  ) {
    super(statusReason);
  }
}

/** The attempt's longest duration, and what it says when that has passed. */
export interface AttemptLimit {
  readonly seconds: number;
  readonly statusReason: string;
}

/**
 * @param attemptDurationSeconds the job's own timeout
 * @param emulatorSeconds the limit of the emulator for any command
 */
export function attemptLimit(
  attemptDurationSeconds: number | undefined,
  emulatorSeconds: number,
): AttemptLimit {
  return attemptDurationSeconds !== undefined && attemptDurationSeconds <= emulatorSeconds
    ? { seconds: attemptDurationSeconds, statusReason: "Job attempt duration exceeded timeout" }
    : { seconds: emulatorSeconds, statusReason: `The emulator ends commands after ${emulatorSeconds} s` };
}

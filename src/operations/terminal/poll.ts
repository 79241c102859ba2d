import { SYSTEM_CLOCK, type Clock } from "./clock";

export interface PollProps<T> {
  /** Whether what a look found is what was waited for. */
  readonly isDone: (found: T) => boolean;
  readonly everySeconds: number;
  /** When to give up. */
  readonly forSeconds: number;
  /** Called before each pause, with the seconds that have passed. @default - nothing */
  readonly onPause?: (found: T, seconds: number) => void;
  /** @default - real time */
  readonly clock?: Clock | undefined;
}

/**
 * Looks again and again, until it finds what was waited for or the time is over.
 *
 * @returns what the last look found
 */
export async function poll<T>(look: () => Promise<T>, props: PollProps<T>): Promise<T> {
  const { isDone, everySeconds, forSeconds, onPause, clock = SYSTEM_CLOCK } = props;
  const start = clock.now();
  for (;;) {
    const found = await look();
    const seconds = (clock.now() - start) / 1000;
    if (isDone(found) || seconds + everySeconds >= forSeconds) return found;
    onPause?.(found, seconds);
    await clock.sleep(everySeconds * 1000);
  }
}

export interface RetryProps {
  /** Whether an attempt that failed so can be made again. */
  readonly mayRepeat: (error: unknown) => boolean;
  /** The pauses between the attempts. */
  readonly pausesSeconds: Iterable<number>;
  /** Called before each pause. @default - nothing */
  readonly onPause?: (error: unknown, pauseSeconds: number) => void;
  /** @default - real time */
  readonly clock?: Clock | undefined;
  /** Cuts a pause short. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Attempts something until it succeeds, fails for good, or has failed after the last pause.
 *
 * @throws what the last attempt threw
 */
export async function retry<T>(attempt: () => Promise<T>, props: RetryProps): Promise<T> {
  const { mayRepeat, pausesSeconds, onPause, clock = SYSTEM_CLOCK, signal } = props;
  for (const seconds of pausesSeconds) {
    try {
      return await attempt();
    } catch (error) {
      if (!mayRepeat(error)) throw error;
      onPause?.(error, seconds);
      await clock.sleep(seconds * 1000, signal);
    }
  }
  return attempt();
}

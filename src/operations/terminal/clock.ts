import { setTimeout as realSleep } from "node:timers/promises";

/** The passing of time, as far as commands wait and measure: tests let hours pass at once. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Returns early when the signal is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export const SYSTEM_CLOCK: Clock = {
  now: Date.now,
  sleep: async (milliseconds, signal) => {
    try {
      await realSleep(milliseconds, undefined, signal && { signal });
    } catch (error) {
      if (!signal?.aborted) throw error;
    }
  },
};

const SHORTEST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;
const PAUSE_GROWTH = 1.5;

/** The pauses between two looks at a job: short while it moves, longer while nothing happens. */
export class Backoff {
  private current = SHORTEST_PAUSE_MS;

  constructor(private readonly longest = LONGEST_PAUSE_MS) {}

  /** Something happened: look again soon. */
  reset(): void {
    this.current = SHORTEST_PAUSE_MS;
  }

  /** @returns milliseconds */
  next(): number {
    const pause = this.current;
    this.current = Math.min(this.current * PAUSE_GROWTH, this.longest);
    return pause;
  }
}

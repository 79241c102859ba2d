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

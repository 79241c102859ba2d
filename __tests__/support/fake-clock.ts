import type { Clock } from "../../src/operations/terminal/clock";

export const START = Date.UTC(2026, 10, 1);

/** Time that passes only while someone sleeps. */
export class FakeClock implements Clock {
  /** How long each sleep was. */
  readonly pausesSeconds: number[] = [];

  constructor(private time = START) {}

  now(): number {
    return this.time;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    this.pausesSeconds.push(milliseconds / 1000);
    if (!signal?.aborted) this.time += milliseconds;
    return Promise.resolve();
  }
}

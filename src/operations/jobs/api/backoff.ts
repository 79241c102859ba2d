const SHORTEST_MS = 1_000;
const LONGEST_MS = 15_000;
const GROWTH = 1.5;

/** The pauses between two looks at a job: short while it moves, longer while nothing happens. */
export class Backoff {
  private current = SHORTEST_MS;

  constructor(private readonly longest = LONGEST_MS) {}

  /** Something happened: look again soon. */
  reset(): void {
    this.current = SHORTEST_MS;
  }

  /** @returns milliseconds */
  next(): number {
    const pause = this.current;
    this.current = Math.min(this.current * GROWTH, this.longest);
    return pause;
  }
}

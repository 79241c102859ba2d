/** One call of an AWS API, as the emulator answered it. */
export interface RecordedCall {
  /** ISO 8601 time of arrival. */
  readonly at: string;
  readonly service: string;
  readonly action: string;
  readonly region: string;
  /** HTTP status; 0 when the connection was reset. */
  readonly status: number;
  /** Milliseconds until the answer. */
  readonly ms: number;
}

const KEPT_CALLS = 100_000;

/** Every call that reached the emulator, oldest first, bounded. */
export class CallLog {
  private readonly calls: RecordedCall[] = [];

  record(call: RecordedCall): void {
    if (this.calls.length === KEPT_CALLS) this.calls.shift();
    this.calls.push(call);
  }

  all(): readonly RecordedCall[] {
    return this.calls;
  }

  /** Regions that were called, each once. */
  regions(): string[] {
    return [...new Set(this.calls.map((call) => call.region))];
  }
}

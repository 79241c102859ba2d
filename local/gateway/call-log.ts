import type { CallFault } from "./faults";

/** One call of an AWS API, as the emulator answered it. */
export interface RecordedCall {
  /** ISO 8601 time of arrival. */
  readonly at: string;
  readonly service: string;
  readonly action: string;
  readonly region: string;
  /** HTTP status; 0 when the call was not carried out. */
  readonly status: number;
  /** Path and body, decoded, of a call that may change something; empty for one that only reads. */
  readonly request: string;
  /** Whether Terraform called, not one of the project's own commands. */
  readonly byTerraform: boolean;
  /** The ordered fault that hit it. */
  readonly fault?: CallFault["error"] | undefined;
  /** Milliseconds until the answer. */
  readonly ms: number;
}

const READS = /^(Describe|List|Get|Head|Lookup|Search|GET |HEAD )/;

/** What a call says that may change something. */
export function requestOf(
  action: string,
  { url, body }: { readonly url: string; readonly body: Buffer },
): string {
  if (READS.test(action)) return "";
  return decoded(`${url}\n${body.toString("utf8")}`.replaceAll("+", " "));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const KEPT_CALLS = 100_000;

/** Every call that reached the emulator, oldest first, bounded. */
export class CallLog {
  private readonly calls: RecordedCall[] = [];

  /** @param onCall told of each call before it is answered */
  constructor(private readonly onCall?: (call: RecordedCall) => void) {}

  record(call: RecordedCall): void {
    if (this.calls.length === KEPT_CALLS) this.calls.shift();
    this.calls.push(call);
    this.onCall?.(call);
  }

  all(): readonly RecordedCall[] {
    return this.calls;
  }

  /** Regions that were called, each once. */
  regions(): string[] {
    return [...new Set(this.calls.map((call) => call.region))];
  }
}

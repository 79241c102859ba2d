import type { FilteredLogEvent } from "@aws-sdk/client-cloudwatch-logs";
import { parseMessage } from "./log-message";
import type { LogSource, Selection } from "./log-source";

/** A line of a pod. */
export interface PodLine {
  readonly timestamp: number;
  readonly container: string;
  readonly text: string;
}

/** How far back each read looks again, since lines of several streams arrive out of order. */
const OVERLAP_MS = 30_000;
/** The same for a thorough read; keys of lines are remembered for as long. */
export const THOROUGH_OVERLAP_MS = 10 * 60_000;

/** Keys of lines that are remembered at most, however many lines come in that time. */
const MAX_KEYS = 50_000;

/**
 * The log of one pod: each read gives the lines that came since the last one, each line once, page by page. Only the
 * lines of one page are in the order of their time.
 */
export class PodLog {
  private readonly seen = new Map<string, number>();
  /** Beginnings of lines, by stream and output. */
  private readonly unfinished = new Map<string, PodLine>();
  private selection: Selection | undefined;
  private latest: number;
  /** No line before this moment is read again: whether it was printed is not known any more. */
  private forgottenUntil = 0;

  /** @param since no line before this moment is wanted, in milliseconds since the epoch */
  constructor(
    private readonly source: LogSource,
    private readonly podName: string,
    /** Set as soon as it is known. */
    private nodeName: string | undefined,
    private readonly since: number,
  ) {
    this.latest = since;
  }

  /** Whether any line was found yet. */
  get isFound(): boolean {
    return this.seen.size > 0;
  }

  placeOn(nodeName: string | undefined): void {
    this.nodeName ??= nodeName;
  }

  /** @param thorough whether to search in every way, and further back */
  async *read(thorough = false): AsyncGenerator<PodLine[]> {
    const overlap = thorough ? THOROUGH_OVERLAP_MS : OVERLAP_MS;
    const from = Math.max(this.since, this.latest - overlap, this.forgottenUntil);
    for (const selection of await this.selections(thorough)) {
      for await (const page of this.source.pages(selection, from)) {
        const events = page.filter((event) => this.isOurs(event));
        if (events.length === 0) continue;
        this.selection = selection;
        const lines = this.newLines(events);
        if (lines.length > 0) yield lines;
      }
      if (this.selection) return;
    }
  }

  /** The beginnings of lines whose end never came. */
  rest(): PodLine[] {
    const lines = [...this.unfinished.values()];
    this.unfinished.clear();
    return lines;
  }

  /** The ways to find the pod's events, the cheapest first; the one that worked stays. */
  private async selections(thorough: boolean): Promise<Selection[]> {
    if (this.selection) return [this.selection];
    const byPrefix = this.nodeName
      ? [{ logStreamNamePrefix: `${this.nodeName}-application.var.log.containers.${this.podName}_` }]
      : [];
    if (!thorough) return byPrefix;
    const logStreamNames = await this.source.streamsWith(this.podName);
    return [
      ...byPrefix,
      ...(logStreamNames.length > 0 ? [{ logStreamNames }] : []),
      { filterPattern: `{ $.kubernetes.pod_name = "${this.podName}" }` },
    ];
  }

  private isOurs({ logStreamName = "", message = "" }: FilteredLogEvent): boolean {
    const { podName } = parseMessage(message);
    return podName === undefined ? logStreamName.includes(this.podName) : podName === this.podName;
  }

  private newLines(events: readonly FilteredLogEvent[]): PodLine[] {
    const fresh = events.filter((event) => {
      const key = keyOf(event);
      if (this.seen.has(key)) return false;
      this.seen.set(key, event.timestamp!);
      this.latest = Math.max(this.latest, event.timestamp!);
      return true;
    });
    this.forget();
    return fresh.sort((a, b) => a.timestamp! - b.timestamp!).flatMap((event) => this.lineOf(event));
  }

  /** One key stays, as a sign that there were lines. */
  private forget(): void {
    for (const [key, timestamp] of this.seen) {
      // Another read cannot bring it again.
      const isPast = timestamp < this.latest - THOROUGH_OVERLAP_MS;
      if (this.seen.size === 1 || (!isPast && this.seen.size <= MAX_KEYS)) break;
      if (!isPast) this.forgottenUntil = Math.max(this.forgottenUntil, timestamp + 1);
      this.seen.delete(key);
    }
  }

  private lineOf({ logStreamName = "", message = "", timestamp }: FilteredLogEvent): PodLine[] {
    const { text, isPartial, container = containerOf(logStreamName), output } = parseMessage(message);
    const key = `${logStreamName}\n${output}`;
    const begun = this.unfinished.get(key);
    const line = { timestamp: begun?.timestamp ?? timestamp!, container, text: (begun?.text ?? "") + text };
    this.unfinished.delete(key);
    if (!isPartial) return [line];
    this.unfinished.set(key, line);
    return [];
  }
}

function keyOf({ eventId, logStreamName, timestamp, ingestionTime, message }: FilteredLogEvent): string {
  return eventId ?? [logStreamName, timestamp, ingestionTime, message].join("\n");
}

/** From `..._<namespace>_<container>-<id>.log`, for events that do not say it. */
function containerOf(streamName: string): string {
  return /_([^_]+)-[0-9a-f]{8,64}\.log$/.exec(streamName)?.[1] ?? "container";
}

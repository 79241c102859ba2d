import type { Attempt, Job } from "../model/job";
import type { Clock } from "../../terminal/clock";
import type { LogLine } from "../model/job-event";
import type { LogSource } from "./log-source";
import { PodLog, type PodLine } from "./pod-log";

/** For how long after its end an earlier attempt is still asked for lines. */
const LATE_MS = 60_000;
/** How often is searched in every way while nothing was found. */
const SEARCH_INTERVAL_MS = 30_000;
/** Clocks of nodes are not ours. */
const CLOCK_SKEW_MS = 60_000;

export interface JobLogOptions {
  /** Only lines of this container. @default - of all */
  readonly container?: string | undefined;
  /** Milliseconds since the epoch. @default - from the beginning */
  readonly since?: number | undefined;
}

interface FollowedAttempt {
  attempt: Attempt;
  readonly log: PodLog;
}

/** The log of a job: of all its attempts, one pod each. */
export class JobLog {
  private readonly followed = new Map<string, FollowedAttempt>();
  private nextSearch = 0;

  constructor(
    private readonly source: LogSource,
    private readonly clock: Clock,
    private readonly options: JobLogOptions = {},
  ) {}

  /** How many attempts have a pod. */
  get attempts(): number {
    return this.followed.size;
  }

  /** Whether every attempt that ran has lines. */
  get isFound(): boolean {
    return this.attempts > 0 && [...this.followed.values()].every(({ log }) => log.isFound);
  }

  get isGroupMissing(): boolean {
    return !this.source.exists;
  }

  get groupName(): string {
    return this.source.groupName;
  }

  /**
   * The lines that came since the last read, page by page, one attempt after the other. Within a page they are in the
   * order of their time; a line that arrived late comes after later ones that were read before it.
   *
   * @param thorough whether to search in every way and further back, as after the job's end
   */
  async *read(job: Job, thorough = false): AsyncGenerator<LogLine[]> {
    for (const attempt of job.attempts) this.follow(attempt, job);
    const now = this.clock.now();
    const search = thorough || now >= this.nextSearch;
    if (search) this.nextSearch = now + SEARCH_INTERVAL_MS;
    for (const { attempt, log } of this.followed.values()) {
      if (attempt.stoppedAt !== undefined && now > attempt.stoppedAt + LATE_MS && !thorough) continue;
      for await (const page of log.read(search && (thorough || !log.isFound))) {
        const lines = this.wanted(attempt, page);
        if (lines.length > 0) yield lines;
      }
    }
  }

  /** What is left when nothing more is expected. */
  rest(): LogLine[] {
    return [...this.followed.values()].flatMap(({ attempt, log }) => this.wanted(attempt, log.rest()));
  }

  private follow(attempt: Attempt, job: Job): void {
    const { podName, nodeName } = attempt;
    if (podName === undefined) return;
    const known = this.followed.get(podName);
    if (known) {
      known.attempt = attempt;
      known.log.placeOn(nodeName);
      return;
    }
    const begin = (attempt.startedAt ?? job.createdAt) - CLOCK_SKEW_MS;
    const since = Math.max(begin, this.options.since ?? 0);
    const log = new PodLog(this.source, podName, nodeName, since);
    this.followed.set(podName, { attempt, log });
  }

  private wanted({ number }: Attempt, lines: readonly PodLine[]): LogLine[] {
    const { container: only } = this.options;
    return lines
      .filter(({ container }) => only === undefined || container === only)
      .map((line) => ({ ...line, attempt: number }));
  }
}

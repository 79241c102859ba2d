import { formatDuration } from "./duration";
import { decisiveContainer, type Job } from "./job";

/** What is left to say of a job that ended. */
export interface Summary {
  readonly jobId: string;
  readonly jobName: string;
  readonly state: "SUCCEEDED" | "FAILED";
  /** From the submission until the last attempt got a place; undefined when nobody watched. */
  readonly queuedMs?: number | undefined;
  /** From then until its containers ran: the node, the image. */
  readonly startingMs?: number | undefined;
  /** Of the last attempt. */
  readonly runningMs?: number | undefined;
  readonly totalMs?: number | undefined;
  readonly attempts: number;
  /** Of the container that decided. */
  readonly exitCode?: number | undefined;
  /** Of a job that failed. */
  readonly reason?: string | undefined;
}

/** @param startingSince when the last attempt was seen to enter STARTING */
export function summaryOf(job: Job, startingSince?: number): Summary {
  const last = job.attempts.at(-1);
  const startedAt = last ? last.startedAt : job.startedAt;
  const stoppedAt = job.stoppedAt ?? last?.stoppedAt;
  const placedAt = startingSince ?? startedAt;
  return {
    jobId: job.id,
    jobName: job.name,
    state: job.state as "SUCCEEDED" | "FAILED",
    queuedMs: between(job.createdAt, placedAt),
    startingMs: startingSince === undefined ? undefined : between(startingSince, startedAt),
    runningMs: between(startedAt, stoppedAt),
    totalMs: between(job.createdAt, stoppedAt),
    attempts: job.attempts.length,
    exitCode: last && decisiveContainer(last)?.exitCode,
    reason: job.state === "FAILED" ? failureOf(job) : undefined,
  };
}

/** The summary in one line, without the state. */
export function summaryLine(summary: Summary): string {
  const { queuedMs, startingMs, runningMs, totalMs, attempts, exitCode, reason } = summary;
  const duration = (what: string, milliseconds: number | undefined): string[] =>
    milliseconds === undefined ? [] : [`${what} ${formatDuration(milliseconds)}`];
  return [
    ...duration(startingMs === undefined ? "queued and starting" : "queued", queuedMs),
    ...duration("starting", startingMs),
    ...duration("running", runningMs),
    ...duration("in all", totalMs),
    ...(attempts > 1 ? [`${attempts} attempts`] : []),
    ...(exitCode === undefined || reason?.includes(`code ${exitCode}`) ? [] : [`exit code ${exitCode}`]),
    ...(reason === undefined ? [] : [reason]),
  ].join("; ");
}

/** What Kubernetes says of every container that ended. */
const SAYS_NOTHING = /^(Completed|Error)$/;

/** Children of an array job that failed for the same reason. */
export interface FailedChildren {
  readonly reason: string;
  /** Indices, the lowest first. */
  readonly children: readonly number[];
}

/** Groups the failed children of an array job by their reasons, the commonest reason first. */
export function groupFailures(children: readonly Job[]): FailedChildren[] {
  const groups = new FailureGroups();
  for (const child of children) groups.add(child);
  return groups.all();
}

/** Failed children by their reasons: of each child only its index is kept. */
export class FailureGroups {
  private readonly groups = new Map<string, number[]>();

  add(child: Job): void {
    const reason = failureOf(child);
    const indices = this.groups.get(reason);
    if (indices) indices.push(child.index ?? 0);
    else this.groups.set(reason, [child.index ?? 0]);
  }

  /** The commonest reason first. */
  all(): FailedChildren[] {
    return [...this.groups]
      .map(([reason, indices]) => ({ reason, children: indices.sort((a, b) => a - b) }))
      .sort((a, b) => b.children.length - a.children.length);
  }
}

/** Why a job failed, in a few words: all that AWS Batch and the containers of the last attempt say. */
export function failureOf(job: Job): string {
  const last = job.attempts.at(-1);
  const container = last && decisiveContainer(last);
  const exit = container?.exitCode === undefined ? undefined : `exit code ${container.exitCode}`;
  const containers = last?.containers ?? [];
  const reasons = containers.filter(({ reason }) => reason && !SAYS_NOTHING.test(reason));
  const all = [
    job.reason,
    last?.statusReason,
    ...reasons.map(({ name, reason, isInit }) =>
      containers.length > 1 || isInit ? `${name}: ${reason}` : reason,
    ),
  ].flatMap((text) => text || []);
  const said = all.filter((text, index) => !all.slice(0, index).some((earlier) => earlier.includes(text)));
  if (said.length === 0) said.push(container?.reason ?? "no reason given");
  return exit &&
    container?.exitCode !== 0 &&
    !said.some((text) => text.includes(`code ${container?.exitCode}`))
    ? [exit, ...said].join(", ")
    : said.join(", ");
}

function between(from: number | undefined, to: number | undefined): number | undefined {
  return from === undefined || to === undefined ? undefined : Math.max(0, to - from);
}

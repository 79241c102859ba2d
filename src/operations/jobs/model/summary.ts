import type { JobDetail } from "@aws-sdk/client-batch";
import { attemptsOf, decisiveContainer } from "./attempts";
import { formatDuration } from "./duration";
import { failureOf } from "./failed-children";

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
export function summaryOf(job: JobDetail, startingSince?: number): Summary {
  const attempts = attemptsOf(job);
  const last = attempts.at(-1);
  const startedAt = last ? last.startedAt : job.startedAt;
  const stoppedAt = job.stoppedAt ?? last?.stoppedAt;
  const placedAt = startingSince ?? startedAt;
  return {
    jobId: job.jobId!,
    jobName: job.jobName!,
    state: job.status as "SUCCEEDED" | "FAILED",
    queuedMs: between(job.createdAt, placedAt),
    startingMs: startingSince === undefined ? undefined : between(startingSince, startedAt),
    runningMs: between(startedAt, stoppedAt),
    totalMs: between(job.createdAt, stoppedAt),
    attempts: attempts.length,
    exitCode: last && decisiveContainer(last)?.exitCode,
    reason: job.status === "FAILED" ? failureOf(job) : undefined,
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

function between(from: number | undefined, to: number | undefined): number | undefined {
  return from === undefined || to === undefined ? undefined : Math.max(0, to - from);
}

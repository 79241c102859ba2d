import { resourceName } from "../api/job-environment";
import { decisiveContainer, type Attempt, type Job } from "../model/job";
import { formatDuration } from "../model/duration";
import { colorOf, placeText } from "./event-text";
import type { Colors } from "../../terminal/colors";
import { ranges } from "../model/ranges";
import { isFinished, JOB_STATES } from "../model/states";

export interface BesideJob {
  /** Jobs that run again what failed of it. */
  readonly retries?: readonly Job[];
  /** What its pod waits for, as far as the cluster tells. */
  readonly podWaitsFor?: string | undefined;
}

/** What there is to say of a job at one moment, a line each. */
export function jobText(
  job: Job,
  now: number,
  colors: Colors,
  { retries = [], podWaitsFor }: BesideJob = {},
): string[] {
  const { state, array, nodes } = job;
  const field = (name: string, value: string | undefined): string[] =>
    value ? [`  ${name.padEnd(10)}  ${value}`] : [];
  return [
    `${colors.bold(job.id)}  ${job.name}  ${colorOf(state, colors)(state)}`,
    ...field("reason", job.reason),
    ...field("queue", resourceName(job.queue)),
    ...field("definition", resourceName(job.definition)),
    ...field("times", timesText(job, now)),
    ...field(isFinished(state) ? "waited for" : "waits for", job.dependsOn.join(", ")),
    ...field("children", array && countsText(array.counts)),
    ...field("retry of", job.retryOf && retryText(job.retryOf, job.retriedIndices)),
    ...retries.flatMap((retry) => field("retried by", retriedByText(retry, colors))),
    ...field("nodes", nodes && `${nodes.count}; the main one is ${job.id}#${nodes.main}`),
    ...job.attempts.flatMap((attempt) => field(`attempt ${attempt.number}`, attemptText(attempt))),
    ...field("its pod", podWaitsFor),
  ];
}

function timesText({ createdAt, startedAt, stoppedAt }: Job, now: number): string {
  const ago = `submitted ${formatDuration(now - createdAt)} ago`;
  if (!startedAt) return ago;
  const ran = formatDuration((stoppedAt ?? now) - startedAt);
  return `${ago}, waited ${formatDuration(startedAt - createdAt)}, ${stoppedAt ? "ran" : "has been running"} ${ran}`;
}

function retryText(firstId: string, indices: readonly number[] | undefined): string {
  if (!indices) return firstId;
  return `${firstId}, of which it runs ${indices.length === 1 ? "child" : "children"} ${ranges(indices)}`;
}

function retriedByText({ id, state, array, retriedIndices }: Job, colors: Colors): string {
  const what = array ? ` (${array.size} children)` : retriedIndices ? ` (child ${retriedIndices[0]})` : "";
  return `${id}${what}  ${colorOf(state, colors)(state)}`;
}

function countsText(counts: Readonly<Record<string, number>> = {}): string {
  return JOB_STATES.filter((state) => counts[state])
    .map((state) => `${state} ${counts[state]}`)
    .join(", ");
}

function attemptText(attempt: Attempt): string {
  const container = decisiveContainer(attempt);
  const why = attempt.statusReason ?? container?.reason;
  return [
    placeText(attempt),
    ...(container?.exitCode === undefined ? [] : [`exit code ${container.exitCode}`]),
    ...(why ? [why] : []),
  ].join(", ");
}

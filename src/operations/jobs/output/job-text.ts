import type { JobDetail } from "@aws-sdk/client-batch";
import { attemptsOf, decisiveContainer, type Attempt } from "../model/attempts";
import { formatDuration } from "../model/duration";
import { colorOf, placeText } from "./event-text";
import type { Colors } from "../../terminal/colors";
import { JOB_STATES, type JobState } from "../model/states";

/** What there is to say of a job at one moment, a line each. */
export function jobText(job: JobDetail, now: number, colors: Colors): string[] {
  const { status, statusReason, jobQueue, jobDefinition, arrayProperties, nodeProperties, dependsOn } = job;
  const state = status as JobState;
  const field = (name: string, value: string | undefined): string[] =>
    value ? [`  ${name.padEnd(10)}  ${value}`] : [];
  return [
    `${colors.bold(job.jobId)}  ${job.jobName}  ${colorOf(state, colors)(state)}`,
    ...field("reason", statusReason),
    ...field("queue", resourceName(jobQueue)),
    ...field("definition", resourceName(jobDefinition)),
    ...field("times", timesText(job, now)),
    ...field("waits for", (dependsOn ?? []).flatMap(({ jobId }) => jobId ?? []).join(", ")),
    ...field("children", arrayProperties?.size ? countsText(arrayProperties.statusSummary) : undefined),
    ...field(
      "nodes",
      nodeProperties && `${nodeProperties.numNodes}; the main one is ${job.jobId}#${nodeProperties.mainNode}`,
    ),
    ...attemptsOf(job).flatMap((attempt) => field(`attempt ${attempt.number}`, attemptText(attempt))),
  ];
}

/** The last part of an ARN; whatever is none is a name itself. */
export function resourceName(nameOrArn = ""): string {
  return nameOrArn.replace(/^arn:.*\//, "");
}

function timesText({ createdAt, startedAt, stoppedAt }: JobDetail, now: number): string {
  const ago = `submitted ${formatDuration(now - createdAt!)} ago`;
  if (!startedAt) return ago;
  const ran = formatDuration((stoppedAt ?? now) - startedAt);
  return `${ago}, waited ${formatDuration(startedAt - createdAt!)}, ${stoppedAt ? "ran" : "has been running"} ${ran}`;
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

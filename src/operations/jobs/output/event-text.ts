import { type Attempt, decisiveContainer } from "../model/job";
import { formatDuration } from "../model/duration";
import { ranges } from "../model/ranges";
import { type FailedChildren, summaryLine } from "../model/summary";
import type { JobEvent } from "../model/job-event";
import type { Colors } from "../../terminal/colors";
import { JOB_STATES, type JobState } from "../model/states";

type EventOf<Type extends JobEvent["event"]> = Extract<JobEvent, { event: Type }>;

const BAR_LENGTH = 20;

export function submittedText({ jobId, jobName, queue, size }: EventOf<"submitted">): string {
  return `Job ${jobId} (${jobName}${size ? `, array of ${size}` : ""}) is submitted to ${queue}.`;
}

export function placeText({ podName, nodeName }: Pick<Attempt, "podName" | "nodeName">): string {
  if (podName === undefined) return "no pod";
  return nodeName ? `pod ${podName} on node ${nodeName}` : `pod ${podName}`;
}

export function failedAttemptText({ number, statusReason, ...attempt }: Attempt): string {
  const container = decisiveContainer({ number, ...attempt });
  const why = statusReason ?? container?.reason ?? "no reason given";
  const exit =
    container?.exitCode === undefined || why.includes(`code ${container.exitCode}`)
      ? ""
      : ` (exit code ${container.exitCode})`;
  return `attempt ${number} failed: ${why}${exit}`;
}

/** A bar, how many children have ended, and the counts of the states that there are. */
export function progressText({ size, counts }: EventOf<"progress">, colors: Colors): string {
  const ended = counts.SUCCEEDED + counts.FAILED;
  const filled = Math.floor((ended / size) * BAR_LENGTH);
  const bar = `[${"#".repeat(filled)}${".".repeat(BAR_LENGTH - filled)}]`;
  const states = JOB_STATES.filter((state) => counts[state] > 0).map((state) =>
    colorOf(state, colors)(`${state} ${counts[state]}`),
  );
  return [bar, `${ended}/${size}`, ...states].join("  ");
}

export function failedChildrenText(groups: readonly FailedChildren[], jobId: string): string[] {
  const count = groups.reduce((sum, { children }) => sum + children.length, 0);
  if (count === 0) return [];
  return [
    `${count} of its children failed:`,
    ...groups.map(({ reason, children }) => `  ${children.length} x ${reason}: ${ranges(children)}`),
    `  The log of one: npm run job -- logs ${jobId}:${groups[0]!.children[0]}`,
    `  To run them again, and no others: npm run job -- retry ${jobId}`,
  ];
}

export function summaryText(summary: EventOf<"summary">, colors: Colors): string {
  return `${colors.bold(colorOf(summary.state, colors)(summary.state))}: ${summaryLine(summary)}`;
}

/** The time since the submission and what happened then. */
export function elapsedText(elapsedMs: number, text: string): string {
  return `${formatDuration(elapsedMs).padStart(9)}  ${text}`;
}

export function colorOf(state: JobState, colors: Colors): (text: string) => string {
  switch (state) {
    case "SUCCEEDED":
      return colors.green;
    case "FAILED":
      return colors.red;
    case "RUNNING":
    case "STARTING":
      return colors.cyan;
    default:
      return colors.yellow;
  }
}

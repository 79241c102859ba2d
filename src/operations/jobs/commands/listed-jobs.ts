import type { JobSummary } from "@aws-sdk/client-batch";
import { matchesName } from "../api/batch-jobs";
import { queueNamed } from "../api/job-environment";
import { formatDuration } from "../model/duration";
import type { JobState } from "../model/states";
import { colorOf } from "../output/event-text";
import { colorsOf } from "../output/screen";
import { table } from "../output/table";
import type { JobContext } from "./job-context";

/** Which jobs of the environment's queues are meant: those that everything given here is true of. */
export interface Selection {
  /** @default - jobs in any state */
  readonly state?: JobState | undefined;
  /** A name, or with a final asterisk its beginning. */
  readonly name?: string | undefined;
  /** @default - all of the environment's */
  readonly queue?: string | undefined;
  /** Share identifier. */
  readonly share?: string | undefined;
}

export interface ListedJob extends JobSummary {
  readonly queue: string;
}

/** The queues where jobs are looked for. @throws CliError when one does not exist */
export async function selectedQueues(context: JobContext, { queue }: Selection): Promise<string[]> {
  const queues = queue === undefined ? context.queues : [queueNamed(context.environment, queue)];
  await context.jobs.queues(queues);
  return queues;
}

export function isSelected({ jobName, shareIdentifier, status }: JobSummary, selection: Selection): boolean {
  const { state, name, share } = selection;
  return (
    (state === undefined || status === state) &&
    (name === undefined || matchesName(jobName!, name)) &&
    (share === undefined || shareIdentifier === share)
  );
}

export function jobTable(context: JobContext, jobs: readonly ListedJob[], now: number): string {
  const colors = colorsOf(context.screen);
  const rows = jobs.map((job) => [
    job.jobId! + (job.arrayProperties?.size ? ` [${job.arrayProperties.size}]` : ""),
    job.jobName!,
    job.queue,
    colorOf(job.status as JobState, colors)(job.status!),
    `${formatDuration(now - job.createdAt!)} ago`,
    job.startedAt ? formatDuration((job.stoppedAt ?? now) - job.startedAt) : "",
  ]);
  return table(["ID", "NAME", "QUEUE", "STATE", "SUBMITTED", "RAN"], rows, context.columns);
}

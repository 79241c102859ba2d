import type { JobSummary } from "@aws-sdk/client-batch";
import { queueNamed } from "../api/job-environment";
import { formatDuration } from "../model/duration";
import type { JobState } from "../model/states";
import { colorOf } from "../output/event-text";
import { colorsOf } from "../output/screen";
import { table } from "../output/table";
import type { JobContext } from "./job-context";

export interface ListOptions {
  /** @default - jobs in any state */
  readonly state?: JobState | undefined;
  /** @default - a day; jobs of any age when a state is given */
  readonly sinceMs?: number | undefined;
  /** @default - all of the environment's */
  readonly queue?: string | undefined;
  readonly json: boolean;
}

const DEFAULT_SINCE_MS = 24 * 3_600_000;

interface Listed extends JobSummary {
  readonly queue: string;
}

/** Lists the jobs of the environment's queues, the newest first. */
export async function listJobs(context: JobContext, options: ListOptions): Promise<void> {
  const { state, sinceMs, json } = options;
  const now = context.clock.now();
  const queues =
    options.queue === undefined ? context.queues : [queueNamed(context.environment, options.queue)];
  await context.jobs.queues(queues);
  const found = await Promise.all(queues.map((queue) => jobsOf(context, queue, options, now)));
  const jobs = context.seen(found.flat()).sort((a, b) => b.createdAt! - a.createdAt!);
  if (json) {
    for (const { jobId, jobName, queue, status, statusReason, createdAt, startedAt, stoppedAt } of jobs) {
      const times = { createdAt, startedAt, stoppedAt };
      context.printJson({
        event: "job",
        ...{ jobId, jobName, queue, state: status, reason: statusReason, ...times },
      });
    }
    return;
  }
  if (jobs.length === 0) {
    const time =
      state && sinceMs === undefined
        ? ""
        : ` in the last ${sinceMs === undefined ? "day" : formatDuration(sinceMs)}`;
    const last = queues.length > 1 ? ` or ${queues.at(-1)}` : "";
    return context.screen.note(
      `No ${state ? `${state} ` : ""}jobs${time} in ${queues.slice(0, last ? -1 : 1).join(", ")}${last}.`,
    );
  }
  const colors = colorsOf(context.screen);
  const rows = jobs.map((job) => [
    job.jobId! + (job.arrayProperties?.size ? ` [${job.arrayProperties.size}]` : ""),
    job.jobName!,
    job.queue,
    colorOf(job.status as JobState, colors)(job.status!),
    `${formatDuration(now - job.createdAt!)} ago`,
    job.startedAt ? formatDuration((job.stoppedAt ?? now) - job.startedAt) : "",
  ]);
  context.print(table(["ID", "NAME", "QUEUE", "STATE", "SUBMITTED", "RAN"], rows, context.columns));
}

/** A state alone means jobs of any age: what waits for days must not be overlooked. */
async function jobsOf(
  { jobs }: JobContext,
  queue: string,
  { state, sinceMs }: ListOptions,
  now: number,
): Promise<Listed[]> {
  const found =
    state && sinceMs === undefined
      ? await jobs.inState(queue, state)
      : await jobs.since(queue, now - (sinceMs ?? DEFAULT_SINCE_MS));
  return found.filter(({ status }) => !state || status === state).map((job) => ({ ...job, queue }));
}

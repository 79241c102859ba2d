import type { JobSummary } from "@aws-sdk/client-batch";
import { formatDuration, parseDuration } from "../../operations/jobs/model/duration";
import { colorOf } from "../../operations/jobs/output/event-text";
import { EXIT_STATUS, type ExitStatus } from "../../operations/jobs/model/exit-status";
import type { JobContext } from "./job-context";
import { queueNamed } from "../../operations/jobs/api/job-environment";
import { colorsOf } from "../../operations/jobs/output/screen";
import { JOB_STATES, type JobState } from "../../operations/jobs/model/states";
import { table } from "../../operations/jobs/output/table";
import { UsageError } from "../../operations/jobs/model/usage-error";

export interface ListFlags {
  readonly status?: string;
  readonly since?: string;
  readonly queue?: string;
  readonly json?: boolean;
}

const DEFAULT_SINCE_MS = 24 * 3_600_000;

interface Listed extends JobSummary {
  readonly queue: string;
}

/** Lists the jobs of the environment's queues, the newest first. */
export async function list(context: () => JobContext, flags: ListFlags): Promise<ExitStatus> {
  const state = stateOption(flags.status);
  const sinceMs = flags.since === undefined ? undefined : parseDuration(flags.since);
  const here = context();
  const now = here.clock.now();
  const queues = flags.queue === undefined ? here.queues : [queueNamed(here.environment, flags.queue)];
  await here.jobs.queues(queues);
  const found = await Promise.all(queues.map((queue) => jobsOf(here, queue, state, sinceMs, now)));
  const jobs = found.flat().sort((a, b) => b.createdAt! - a.createdAt!);
  if (flags.json) {
    for (const { jobId, jobName, queue, status, statusReason, createdAt, startedAt, stoppedAt } of jobs) {
      const times = { createdAt, startedAt, stoppedAt };
      here.printJson({ event: "job", jobId, jobName, queue, state: status, reason: statusReason, ...times });
    }
    return EXIT_STATUS.succeeded;
  }
  if (jobs.length === 0) {
    const time =
      state && sinceMs === undefined ? "" : ` of the last ${formatDuration(sinceMs ?? DEFAULT_SINCE_MS)}`;
    here.screen.note(`No ${state ? `${state} ` : ""}job${time} in ${queues.join(" and ")}.`);
    return EXIT_STATUS.succeeded;
  }
  const colors = colorsOf(here.screen);
  const rows = jobs.map((job) => [
    job.jobId! + (job.arrayProperties?.size ? ` [${job.arrayProperties.size}]` : ""),
    job.jobName!,
    job.queue,
    colorOf(job.status as JobState, colors)(job.status!),
    `${formatDuration(now - job.createdAt!)} ago`,
    job.startedAt ? formatDuration((job.stoppedAt ?? now) - job.startedAt) : "",
  ]);
  here.print(table(["ID", "NAME", "QUEUE", "STATE", "SUBMITTED", "RAN"], rows));
  return EXIT_STATUS.succeeded;
}

/** A state alone means jobs of any age: what waits for days must not be overlooked. */
async function jobsOf(
  { jobs }: JobContext,
  queue: string,
  state: JobState | undefined,
  sinceMs: number | undefined,
  now: number,
): Promise<Listed[]> {
  const found =
    state && sinceMs === undefined
      ? await jobs.inState(queue, state)
      : await jobs.since(queue, now - (sinceMs ?? DEFAULT_SINCE_MS));
  return found.filter(({ status }) => !state || status === state).map((job) => ({ ...job, queue }));
}

function stateOption(text: string | undefined): JobState | undefined {
  if (text === undefined) return undefined;
  const state = JOB_STATES.find((known) => known === text.toUpperCase());
  if (!state) throw new UsageError(`--status must be one of ${JOB_STATES.join(", ")}, got ${text}.`);
  return state;
}

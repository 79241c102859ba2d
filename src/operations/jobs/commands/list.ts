import { formatDuration } from "../model/duration";
import type { JobContext } from "./job-context";
import { isSelected, jobTable, selectedQueues, type ListedJob, type Selection } from "./listed-jobs";

export interface ListOptions extends Selection {
  /** @default - a day; jobs of any age when a state or a name is given */
  readonly sinceMs?: number | undefined;
  readonly json: boolean;
}

const DEFAULT_SINCE_MS = 24 * 3_600_000;

/** Lists the jobs of the environment's queues, the newest first. */
export async function listJobs(context: JobContext, options: ListOptions): Promise<void> {
  const now = context.clock.now();
  const queues = await selectedQueues(context, options);
  const found = await Promise.all(queues.map((queue) => jobsOf(context, queue, options, now)));
  const jobs = context.seen(found.flat()).sort((a, b) => b.createdAt! - a.createdAt!);
  if (options.json) {
    for (const { jobId, jobName, queue, status, statusReason, createdAt, startedAt, stoppedAt } of jobs) {
      const times = { createdAt, startedAt, stoppedAt };
      context.printJson({
        event: "job",
        ...{ jobId, jobName, queue, state: status, reason: statusReason, ...times },
      });
    }
    return;
  }
  if (jobs.length === 0) return context.screen.note(noJobs(queues, options));
  context.print(jobTable(context, jobs, now));
}

function noJobs(queues: readonly string[], { state, sinceMs, name, share }: ListOptions): string {
  const time =
    (state ?? name) !== undefined && sinceMs === undefined
      ? ""
      : ` in the last ${sinceMs === undefined ? "day" : formatDuration(sinceMs)}`;
  const called = name === undefined ? "" : ` called ${name}`;
  const shared = share === undefined ? "" : ` of share ${share}`;
  const last = queues.length > 1 ? ` or ${queues.at(-1)}` : "";
  const where = `${queues.slice(0, last ? -1 : 1).join(", ")}${last}`;
  return `No ${state ? `${state} ` : ""}jobs${called}${shared}${time} in ${where}.`;
}

/** A state or a name alone means jobs of any age: what waits for days must not be overlooked. */
async function jobsOf(
  { jobs }: JobContext,
  queue: string,
  options: ListOptions,
  now: number,
): Promise<ListedJob[]> {
  const { state, name, sinceMs } = options;
  const all =
    name !== undefined
      ? await jobs.named(queue, name)
      : state && sinceMs === undefined
        ? await jobs.inState(queue, state)
        : await jobs.since(queue, now - (sinceMs ?? DEFAULT_SINCE_MS));
  const recent = sinceMs === undefined ? all : all.filter(({ createdAt }) => createdAt! >= now - sinceMs);
  return recent.filter((job) => isSelected(job, options)).map((job) => ({ ...job, queue }));
}

import { CliError } from "../../terminal/cli-error";
import { invocation } from "../model/command-line";
import { isNodeId, parentId } from "../model/job-id";
import { isFinished, UNFINISHED_STATES } from "../model/states";
import type { JobContext } from "./job-context";
import { isSelected, jobTable, selectedQueues, type ListedJob, type Selection } from "./listed-jobs";

/** Ends jobs: those that run are terminated, the others cancelled. */
export async function stopJobs(
  context: JobContext,
  texts: readonly string[],
  { reason, json }: { readonly reason: string; readonly json: boolean },
): Promise<void> {
  const ids = await Promise.all(texts.map((text) => context.jobId(text)));
  const node = ids.find(isNodeId);
  if (node) {
    throw new CliError(
      `A node of a multi-node job does not end alone; end the whole job: ${invocation("stop", parentId(node))}.`,
    );
  }
  for (const jobId of ids) {
    const { state, name } = context.seen(await context.jobs.get(jobId));
    const stopped = !isFinished(state);
    if (stopped) await context.jobs.terminate(jobId, reason);
    if (json) context.printJson({ event: "stop", jobId, state, stopped });
    else context.tell(`${jobId} (${name}) ${stopped ? "is being stopped" : `has ended already: ${state}`}.`);
  }
}

export interface StopSelectedOptions extends Selection {
  readonly reason: string;
  /** Whether nobody is asked. */
  readonly yes: boolean;
  /** Whether the jobs are only shown. */
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** A question below more lines than these would not be seen together with them. */
const SHOWN = 50;

/** Shows the jobs that have not ended and that a selection means, asks, and ends them. */
export async function stopSelected(context: JobContext, options: StopSelectedOptions): Promise<void> {
  const { reason, yes, dryRun, json } = options;
  const jobs = context.seen(await unfinishedJobs(context, options));
  const count = jobs.length === 1 ? "1 job" : `${jobs.length} jobs`;
  if (!json) {
    if (jobs.length === 0) return context.screen.note("No job that has not ended is meant: nothing to stop.");
    const shown = dryRun ? jobs : jobs.slice(0, SHOWN);
    context.print(jobTable(context, shown, context.clock.now()));
    if (shown.length < jobs.length) {
      context.tell(`and ${jobs.length - shown.length} more, which --dry-run shows.`);
    }
    if (dryRun) return context.tell(`${count} would be stopped; nothing was.`);
    if (!yes && !(await context.confirm(`Stop ${jobs.length === 1 ? "this job" : `these ${count}`}?`))) {
      throw new CliError("Not confirmed: nothing was stopped.");
    }
  }
  for (const { jobId, jobName, queue, status } of jobs) {
    if (!dryRun) await context.jobs.terminate(jobId!, reason);
    if (json) context.printJson({ event: "stop", jobId, jobName, queue, state: status, stopped: !dryRun });
  }
  if (!json) context.tell(`${count} ${jobs.length === 1 ? "is" : "are"} being stopped.`);
}

/** One state after the other, in their order: a job that goes on meanwhile is in a state still to come. */
async function unfinishedJobs(context: JobContext, selection: Selection): Promise<ListedJob[]> {
  const found = new Map<string, ListedJob>();
  const states = selection.state === undefined ? UNFINISHED_STATES : [selection.state];
  for (const queue of await selectedQueues(context, selection)) {
    for (const state of states) {
      for (const job of await context.jobs.inState(queue, state)) {
        if (isSelected(job, selection)) found.set(job.jobId!, { ...job, queue });
      }
    }
  }
  return [...found.values()].sort((a, b) => a.createdAt! - b.createdAt!);
}

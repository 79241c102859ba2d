import { CliError } from "../../terminal/cli-error";
import type { ExitStatus } from "../model/command-line";
import type { Job } from "../model/job";
import { parentId } from "../model/job-id";
import { findRetries } from "../retry/find-retries";
import { failedChildrenText } from "../output/event-text";
import { jobText } from "../output/job-text";
import { colorsOf } from "../output/screen";
import type { JobContext } from "./job-context";
import { watchJob } from "./watch-job";

/** Tells how jobs stand. */
export async function showJobs(
  context: JobContext,
  texts: readonly string[],
  { json }: { readonly json: boolean },
): Promise<void> {
  const ids = await Promise.all(texts.map((text) => context.jobId(text)));
  const jobs = await context.jobs.describe(ids);
  for (const job of jobs) {
    const isWhole = parentId(job.id) === job.id;
    const retries = isWhole && job.state === "FAILED" ? await findRetries(context.jobs, job) : [];
    if (json) context.printJson(statusEvent(job, retries));
    else await showJob(context, job, retries);
  }
  const missing = ids.filter((each) => !jobs.some(({ id }) => id === each));
  if (missing.length > 0) throw new CliError(`There is no job ${missing.join(", ")} in this region.`);
}

/** Watches a job to its end. */
export async function awaitJob(
  context: JobContext,
  text: string,
  options: { readonly logs: boolean; readonly json: boolean },
): Promise<ExitStatus> {
  const id = await context.jobId(text);
  context.interrupts.listen();
  const { containerNames: containers } = await context.jobs.get(id);
  return watchJob(context, id, { containers, ...options });
}

/** Tells why a job is where it is. */
export async function explainJob(
  context: JobContext,
  text: string,
  { json }: { readonly json: boolean },
): Promise<void> {
  const jobId = await context.jobId(text);
  const diagnosis = await context.diagnose(await context.jobs.get(jobId));
  if (json) context.printJson({ event: "diagnosis", jobId, ...diagnosis });
  else context.tell(diagnosis.text);
}

function statusEvent(job: Job, retries: readonly Job[]): object {
  const { createdAt, startedAt, stoppedAt, attempts } = job;
  return {
    event: "status",
    ...{ jobId: job.id, jobName: job.name, jobQueue: job.queue, jobDefinition: job.definition },
    ...{ state: job.state, reason: job.reason, createdAt, startedAt, stoppedAt },
    counts: job.array?.counts,
    retryOf: job.retryOf,
    retriedBy: retries.length > 0 ? retries.map(({ id }) => id) : undefined,
    attempts,
  };
}

async function showJob(context: JobContext, told: Job, retries: readonly Job[]): Promise<void> {
  const job = context.seen(told);
  const colors = colorsOf(context.screen);
  const waitsFor = context.seen(await context.whatPodWaitsFor(job));
  for (const line of jobText(job, context.clock.now(), colors, { retries, podWaitsFor: waitsFor }))
    context.tell(line);
  if (!job.array?.counts?.FAILED) return;
  const groups = context.seen(await context.jobs.failuresOf(job.id));
  for (const line of failedChildrenText(groups, job.id)) context.tell(`  ${line}`);
}

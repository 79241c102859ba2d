import type { JobDetail } from "@aws-sdk/client-batch";
import { CliError } from "../../operations/terminal/cli-error";
import { attemptsOf } from "../../operations/jobs/model/attempts";
import { failedChildrenText } from "../../operations/jobs/output/event-text";
import { EXIT_STATUS, type ExitStatus } from "../../operations/jobs/model/exit-status";
import { groupFailures } from "../../operations/jobs/model/failed-children";
import type { JobContext } from "./job-context";
import { jobText } from "../../operations/jobs/output/job-text";
import { colorsOf } from "../../operations/jobs/output/screen";
import { UsageError } from "../../operations/jobs/model/usage-error";
import { watchJob } from "./watch-job";

export interface StatusFlags {
  readonly wait?: boolean;
  readonly logs?: boolean;
  readonly json?: boolean;
}

/** Tells how jobs stand, or watches one to its end. */
export async function status(
  context: () => JobContext,
  texts: readonly string[],
  { wait = false, logs = false, json = false }: StatusFlags,
): Promise<ExitStatus> {
  const [only, ...others] = texts;
  if (wait && others.length > 0) throw new UsageError("--wait is for one job.");
  if (logs && !wait) throw new UsageError("--logs needs --wait.");
  const here = context();
  const ids = await Promise.all(texts.map((text) => here.jobId(text)));
  if (wait && only !== undefined) {
    here.interrupts.listen();
    const source = await here.jobs.get(ids[0]!);
    return watchJob(here, ids[0]!, { source, logs, json });
  }
  const jobs = await here.jobs.describe(ids);
  for (const job of jobs) await show(here, job, json);
  const missing = ids.filter((id) => !jobs.some(({ jobId }) => jobId === id));
  if (missing.length > 0) throw new CliError(`There is no job ${missing.join(", ")} in this region.`);
  return EXIT_STATUS.succeeded;
}

async function show(context: JobContext, job: JobDetail, json: boolean): Promise<void> {
  if (json) {
    const { jobId, jobName, jobQueue, jobDefinition, statusReason, createdAt, startedAt, stoppedAt } = job;
    const counts = job.arrayProperties?.statusSummary;
    const times = { createdAt, startedAt, stoppedAt };
    return context.printJson({
      event: "status",
      ...{
        jobId,
        jobName,
        jobQueue,
        jobDefinition,
        state: job.status,
        reason: statusReason,
        ...times,
        counts,
      },
      attempts: attemptsOf(job),
    });
  }
  for (const line of jobText(job, context.clock.now(), colorsOf(context.screen))) context.print(line);
  if (!job.arrayProperties?.statusSummary?.FAILED) return;
  const failed = await context.jobs.children(job.jobId!, "FAILED");
  const details = await context.jobs.describe(failed.map(({ jobId }) => jobId!));
  for (const line of failedChildrenText(groupFailures(details), job.jobId!)) context.print(`  ${line}`);
}

import type { JobDetail } from "@aws-sdk/client-batch";
import { CliError } from "../../operations/terminal/cli-error";
import { Backoff } from "../../operations/jobs/api/backoff";
import { parseDuration } from "../../operations/jobs/model/duration";
import { JsonPrinter } from "../../operations/jobs/output/event-printer";
import { EXIT_STATUS, type ExitStatus } from "../../operations/jobs/model/exit-status";
import { withPod } from "../../operations/jobs/follow/follow-job";
import { untilAborted } from "../../operations/jobs/api/interrupts";
import { invocation } from "../../operations/jobs/model/invocation";
import type { JobContext } from "./job-context";
import type { JobEvent } from "../../operations/jobs/model/job-event";
import type { JobLog } from "../../operations/jobs/log/job-log";
import { lastLines, noLines } from "../../operations/jobs/log/last-lines";
import { containerNames, LogFormat } from "../../operations/jobs/log/log-format";
import { colorsOf } from "../../operations/jobs/output/screen";
import { isFinished } from "../../operations/jobs/model/states";

export interface LogsFlags {
  readonly follow?: boolean;
  readonly container?: string;
  readonly since?: string;
  readonly timestamps?: boolean;
  readonly json?: boolean;
}

/** Longest pause between two reads of a log that is followed. */
const PAUSE_MS = 5_000;

/** Prints the log of a job: lines to the standard output, what is to be said of them to the other. */
export async function logs(context: () => JobContext, text: string, flags: LogsFlags): Promise<ExitStatus> {
  const sinceMs = flags.since === undefined ? undefined : parseDuration(flags.since);
  const here = context();
  const named = await here.jobs.get(await here.jobId(text));
  refuseArray(named);
  const job = await withPod(named, here.jobs);
  const names = containerNames(job);
  const { container } = flags;
  if (container !== undefined && !names.includes(container)) {
    throw new CliError(`Job ${job.jobId} has no container ${container}; it has ${names.join(", ")}.`);
  }
  const since = sinceMs === undefined ? undefined : here.clock.now() - sinceMs;
  const log = here.logOf({ container, since });
  const format = new LogFormat({
    colors: colorsOf(here.screen),
    containers: container === undefined ? names : [container],
    timestamps: flags.timestamps,
    labelsFirst: (job.eksAttempts?.length ?? 0) > 1,
  });
  const json = flags.json ? new JsonPrinter(here.screen, here.clock) : undefined;
  here.interrupts.listen();
  let hasLines = false;
  const events = untilAborted(read(here, job, log, flags.follow ?? false), here.interrupts.signal);
  for await (const event of events) {
    if (event.event === "log") {
      hasLines = true;
      if (json) json.print(event);
      else for (const line of format.format(event.lines)) here.print(line);
    } else if (event.event === "note") {
      here.screen.note(event.text);
    }
  }
  if (here.interrupts.signal.aborted) return EXIT_STATUS.interrupted;
  if (!hasLines) here.screen.note(nothing(here, job, log, sinceMs !== undefined));
  return EXIT_STATUS.succeeded;
}

async function* read(
  { jobs, clock, interrupts }: JobContext,
  first: JobDetail,
  log: JobLog,
  follows: boolean,
): AsyncGenerator<JobEvent> {
  const { signal } = interrupts;
  const backoff = new Backoff(PAUSE_MS);
  let job = first;
  while (!isFinished(job.status)) {
    const lines = await log.read(job, !follows);
    if (lines.length > 0) yield { event: "log", jobId: job.jobId!, lines };
    if (!follows) return;
    if (lines.length > 0) backoff.reset();
    await clock.sleep(backoff.next(), signal);
    if (signal.aborted) return;
    job = await jobs.get(job.jobId!);
  }
  yield* lastLines(job, log, clock, signal);
}

/** An array has no pod of its own. */
function refuseArray({ jobId, arrayProperties }: JobDetail): void {
  if (!arrayProperties?.size) return;
  throw new CliError(
    `Job ${jobId} is an array of ${arrayProperties.size} jobs: name one, as in ${invocation("logs", `${jobId}:0`)}.`,
  );
}

function nothing({ environment }: JobContext, job: JobDetail, log: JobLog, isPartial: boolean): string {
  if (!isFinished(job.status) && !log.isGroupMissing) {
    return `No line yet: the job is ${job.status}. ${invocation("logs", job.jobId!, "--follow")} waits for them.`;
  }
  if (isPartial && log.isFound) return "No line in that time.";
  return noLines(log, environment.logRetentionDays);
}

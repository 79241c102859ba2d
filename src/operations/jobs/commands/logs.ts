import { CliError } from "../../terminal/cli-error";
import { untilAborted } from "../api/interrupts";
import { withPod } from "../follow/follow-job";
import type { JobLog } from "../log/job-log";
import { lastLines, noLines } from "../log/last-lines";
import { LogFormat } from "../log/log-format";
import { Backoff } from "../../terminal/clock";
import { EXIT_STATUS, invocation, type ExitStatus } from "../model/command-line";
import type { Job } from "../model/job";
import type { JobEvent } from "../model/job-event";
import { isFinished } from "../model/states";
import { JsonPrinter } from "../output/event-printer";
import { colorsOf } from "../output/screen";
import type { JobContext } from "./job-context";

export interface LogsOptions {
  /** Whether to go on until the job has ended. */
  readonly follow: boolean;
  /** @default - all */
  readonly container?: string | undefined;
  /** @default - from the beginning */
  readonly sinceMs?: number | undefined;
  readonly timestamps: boolean;
  readonly json: boolean;
}

/** Longest pause between two reads of a log that is followed. */
const PAUSE_MS = 5_000;

/** Prints the log of a job: lines to the standard output, what is to be said of them to the other. */
export async function printLog(context: JobContext, text: string, options: LogsOptions): Promise<ExitStatus> {
  const { container, sinceMs, timestamps } = options;
  const named = await context.jobs.get(await context.jobId(text));
  refuseArray(named);
  const job = await withPod(named, context.jobs);
  if (container !== undefined && !job.containerNames.includes(container)) {
    const names = job.containerNames.join(", ");
    throw new CliError(`Job ${job.id} has no container ${container}; it has ${names}.`);
  }
  const since = sinceMs === undefined ? undefined : context.clock.now() - sinceMs;
  const log = context.logOf({ container, since });
  const format = new LogFormat({
    colors: colorsOf(context.screen),
    isTerminal: context.screen.isTerminal,
    containers: container === undefined ? job.containerNames : [container],
    timestamps,
    labelsFirst: job.endedAttempts > 1,
  });
  const json = options.json ? new JsonPrinter(context.screen, context.clock) : undefined;
  const { signal } = context.interrupts;
  context.interrupts.listen();
  let hasLines = false;
  for await (const event of untilAborted(readLog(context, job, log, options.follow), signal)) {
    if (event.event === "log") {
      hasLines = true;
      if (json) json.print(event);
      else for (const line of format.format(event.lines)) context.print(line);
      await context.screen.drained();
    } else if (event.event === "note") {
      context.screen.note(event.text);
    }
  }
  if (signal.aborted) return EXIT_STATUS.interrupted;
  if (!hasLines) context.screen.note(whyNoLine(context, job, log, sinceMs !== undefined));
  return EXIT_STATUS.succeeded;
}

async function* readLog(
  { jobs, clock, interrupts }: JobContext,
  first: Job,
  log: JobLog,
  follows: boolean,
): AsyncGenerator<JobEvent> {
  const { signal } = interrupts;
  const backoff = new Backoff(PAUSE_MS);
  let job = first;
  while (!isFinished(job.state)) {
    for await (const lines of log.read(job, !follows)) {
      backoff.reset();
      yield { event: "log", jobId: job.id, lines };
    }
    if (!follows) return;
    await clock.sleep(backoff.next(), signal);
    if (signal.aborted) return;
    job = await jobs.get(job.id);
  }
  yield* lastLines(job, log, clock, signal);
}

/** An array has no pod of its own. */
function refuseArray({ id, array }: Job): void {
  if (!array) return;
  throw new CliError(
    `Job ${id} is an array of ${array.size} jobs: name one, as in ${invocation("logs", `${id}:0`)}.`,
  );
}

function whyNoLine({ environment }: JobContext, job: Job, log: JobLog, isPartial: boolean): string {
  if (!isFinished(job.state) && !log.isGroupMissing) {
    return `No line yet: the job is ${job.state}. ${invocation("logs", job.id, "--follow")} waits for them.`;
  }
  if (isPartial && log.isFound) return "No line in that time.";
  return noLines(log, job, environment);
}

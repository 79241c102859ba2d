import { untilAborted } from "../api/interrupts";
import { followJob, withPod } from "../follow/follow-job";
import { noLines } from "../log/last-lines";
import { LogFormat } from "../log/log-format";
import { EXIT_STATUS, invocation, type ExitStatus } from "../model/command-line";
import type { JobEvent } from "../model/job-event";
import { eventPrinter } from "../output/event-printer";
import { colorsOf } from "../output/screen";
import type { JobContext } from "./job-context";

export interface WatchOptions {
  /** Names of the containers of its pod. */
  readonly containers: readonly string[];
  /** What happened before. @default - nothing */
  readonly first?: JobEvent | undefined;
  readonly logs: boolean;
  readonly json: boolean;
}

/** How long a second Ctrl-C is waited for. */
const SECOND_INTERRUPT_MS = 2_000;

/** Shows what happens to a job until it ends, or until Ctrl-C. */
export async function watchJob(
  context: JobContext,
  jobId: string,
  { containers, first, logs, json }: WatchOptions,
): Promise<ExitStatus> {
  const { jobs, clock, screen, interrupts } = context;
  const log = logs ? context.logOf() : undefined;
  const format = new LogFormat({ colors: colorsOf(screen), isTerminal: screen.isTerminal, containers });
  const printer = eventPrinter(screen, clock, format, json);
  const signal = interrupts.signal;
  const diagnose = context.diagnose.bind(context);
  let state: string | undefined;
  let hasLines = false;
  try {
    if (first) printer.print(first);
    for await (const event of untilAborted(
      followJob(jobId, { jobs, clock, diagnose, log, signal }),
      signal,
    )) {
      if (event.event === "log") hasLines = true;
      if (event.event === "summary") {
        state = event.state;
        if (log && !hasLines) {
          const text = noLines(log, await withPod(await jobs.get(jobId), jobs), context.environment);
          printer.print({ event: "note", text });
        }
      }
      printer.print(event);
      await screen.drained();
    }
  } finally {
    printer.close();
  }
  if (state === undefined) return leaveJob(context, jobId);
  return state === "SUCCEEDED" ? EXIT_STATUS.succeeded : EXIT_STATUS.failed;
}

/** After Ctrl-C: the job goes on, unless there is another one at once. */
async function leaveJob({ jobs, clock, screen, interrupts }: JobContext, jobId: string): Promise<ExitStatus> {
  screen.note(
    `Job ${jobId} goes on. Stop it with Ctrl-C again now, or with: ${invocation("stop", jobId)}\n` +
      `Watch it again with: ${invocation("status", jobId, "--wait")}`,
  );
  await clock.sleep(SECOND_INTERRUPT_MS, interrupts.again);
  if (interrupts.again.aborted) {
    await jobs.terminate(jobId, "Terminated by its user with Ctrl-C");
    screen.note(`Job ${jobId} is being terminated.`);
  }
  return EXIT_STATUS.interrupted;
}

import type { Clock } from "../../terminal/clock";
import { formatDuration } from "../model/duration";
import type { Job } from "../model/job";
import type { JobEvent } from "../model/job-event";
import { foreignTo, type JobEnvironment } from "../api/job-environment";
import { invocation } from "../model/command-line";
import { hasRun } from "../model/job";
import { isFinished } from "../model/states";
import type { JobLog } from "./job-log";

/** Fluent Bit ships every 5 s, and CloudWatch Logs takes a few more. */
const QUIET_MS = 10_000;
/** How long the first line may take. */
const EMPTY_MS = 60_000;
const PAUSE_MS = 2_000;
/** One read of so many searches in every way. */
const THOROUGH_EVERY = 5;
/** The log of a job that ended so long ago is complete. */
const SETTLED_MS = 2 * 60_000;

/**
 * A pod that was there for so long only may be gone before Fluent Bit looked at its node: it looks for new files every
 * second, with the chart's own settings every ten, and begins some seconds after a new node.
 */
const UNSEEN_MS = 15_000;

/** Reads the log of a job that has ended until no more lines come, which takes a while after its end. */
export async function* lastLines(
  job: Job,
  log: JobLog,
  clock: Clock,
  signal?: AbortSignal,
): AsyncGenerator<JobEvent> {
  const jobId = job.id;
  const seenAt = clock.now();
  const isSettled = seenAt > (job.stoppedAt ?? seenAt) + SETTLED_MS;
  let lastNews = seenAt;
  for (let reads = 0; !signal?.aborted; reads += 1) {
    for await (const lines of log.read(job, reads % THOROUGH_EVERY === 0)) {
      yield { event: "log", jobId, lines };
      lastNews = clock.now();
    }
    if (log.attempts === 0 || isSettled) break;
    const patience = log.isFound ? QUIET_MS : EMPTY_MS;
    if (clock.now() >= lastNews + patience) break;
    if (reads === 0) yield { event: "note", text: waiting(log) };
    await clock.sleep(PAUSE_MS, signal);
  }
  const rest = log.rest();
  if (rest.length > 0) yield { event: "log", jobId, lines: rest };
}

function waiting({ isFound }: JobLog): string {
  return isFound
    ? `The job has ended; its last lines may take ${formatDuration(QUIET_MS)} more.`
    : `The job has ended, its log has not arrived yet; waiting for up to ${formatDuration(EMPTY_MS)}.`;
}

/** How long the longest attempt of a job ran. @returns undefined where AWS does not tell */
function longestRun({ attempts }: Job): number | undefined {
  const runs = attempts.flatMap(({ startedAt, stoppedAt }) =>
    startedAt === undefined || stoppedAt === undefined ? [] : [stoppedAt - startedAt],
  );
  return runs.length > 0 ? Math.max(...runs) : undefined;
}

/** Why there may be no line of a job, for a user who expected some. */
export function noLines(log: JobLog, job: Job, environment: JobEnvironment): string {
  const why = invocation("why", job.id);
  const foreign = foreignTo(environment, job);
  if (foreign.length > 0) return foreign.join(" ");
  if (log.attempts === 0) return `The job never had a pod: there is no log. ${why} tells its reason.`;
  if (isFinished(job.state) && !hasRun(job)) {
    return `No container of the job ran: there is no log. ${why} tells why.`;
  }
  if (log.isGroupMissing) {
    return (
      `The log group ${log.groupName} does not exist: it was deleted, or nothing was ever written to it. ` +
      "./install.sh creates it anew for later jobs; lines of earlier ones are gone."
    );
  }
  const none = `No line of this job is in ${log.groupName}.`;
  const ranMs = longestRun(job);
  if (isFinished(job.state) && ranMs !== undefined && ranMs < UNSEEN_MS) {
    return (
      `${none} It ran for ${formatDuration(ranMs)}: if it printed anything, it most likely ended before the collector ` +
      "saw it, for AWS Batch deletes a pod soon after its end. With sleep 5 as its last command, its lines arrive; " +
      `when they do not, npm run doctor -- --deployed looks at the collector.`
    );
  }
  return (
    `${none} It may have printed nothing; ` +
    `lines are kept for ${environment.logRetentionDays} days; and they only get there while the add-on ` +
    "amazon-cloudwatch-observability works (npm run doctor -- --deployed tells)."
  );
}

import { Backoff, type Clock } from "../../terminal/clock";
import type { BatchJobs } from "../api/batch-jobs";
import type { Diagnosis } from "../diagnosis/diagnosis";
import { summaryOf } from "../model/summary";
import type { Job } from "../model/job";
import type { JobEvent } from "../model/job-event";
import type { JobLog } from "../log/job-log";
import { JobProgress } from "./job-progress";
import { lastLines } from "../log/last-lines";
import { isFinished } from "../model/states";

/** A job that waits for a place longer than this gets a diagnosis, and another one from time to time. */
const STUCK_MS = 5 * 60_000;
const NEXT_DIAGNOSIS_MS = 30 * 60_000;
/** Longest pause while lines of a running job are awaited. */
const LOG_PAUSE_MS = 5_000;

export interface FollowProps {
  readonly jobs: BatchJobs;
  readonly clock: Clock;
  readonly diagnose: (job: Job) => Promise<Diagnosis>;
  /** @default - no log is shown */
  readonly log?: JobLog | undefined;
  /** Ends the following when it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** Tells what happens to a job from now until its end, with a summary as the last event. */
export async function* followJob(jobId: string, props: FollowProps): AsyncGenerator<JobEvent> {
  const { jobs, clock, log, signal } = props;
  const progress = new JobProgress();
  const backoff = new Backoff();
  const logBackoff = new Backoff(LOG_PAUSE_MS);
  const diagnoses = new Diagnoses(props);
  for (;;) {
    const job = await jobs.get(jobId);
    const news = progress.observe(job, clock.now());
    yield* news;
    if (isFinished(job.state)) {
      yield* theEnd(job, props, progress);
      return;
    }
    let hasLines = false;
    if (log) {
      for await (const lines of log.read(await withPod(job, jobs))) {
        hasLines = true;
        yield { event: "log", jobId, lines };
      }
    }
    yield* diagnoses.of(job, progress.stateSince!);
    if (news.some(({ event }) => event === "state")) [backoff, logBackoff].forEach((each) => each.reset());
    if (hasLines) logBackoff.reset();
    const pause = backoff.next();
    await clock.sleep(log && log.attempts > 0 ? Math.min(pause, logBackoff.next()) : pause, signal);
    if (signal?.aborted) return;
  }
}

/** The job whose pod has the log: the main node of a multi-node job, else the job itself. */
export async function withPod(job: Job, jobs: BatchJobs): Promise<Job> {
  return job.nodes ? jobs.get(`${job.id}#${job.nodes.main}`) : job;
}

async function* theEnd(
  job: Job,
  { jobs, clock, log, signal }: FollowProps,
  progress: JobProgress,
): AsyncGenerator<JobEvent> {
  const jobId = job.id;
  if (log) yield* lastLines(await withPod(job, jobs), log, clock, signal);
  if (job.array && job.state === "FAILED") {
    yield { event: "failed-children", jobId, groups: await jobs.failuresOf(jobId) };
  }
  yield { event: "summary", ...summaryOf(job, progress.startingSince) };
}

/** Says why a job waits, when it has waited for long, and again when the reason changes. */
class Diagnoses {
  private next = 0;
  private last = "";

  constructor(private readonly props: FollowProps) {}

  async *of(job: Job, stateSince: number): AsyncGenerator<JobEvent> {
    const now = this.props.clock.now();
    // Before the first look, a first attempt may have waited already.
    const since = job.endedAttempts > 0 ? stateSince : Math.min(stateSince, job.createdAt);
    const stuck = await this.stuckJob(job, now - since);
    if (!stuck) return;
    this.next = now + NEXT_DIAGNOSIS_MS;
    const { cause, text } = await this.props.diagnose(stuck);
    if (cause === this.last) return;
    this.last = cause;
    yield { event: "diagnosis", jobId: stuck.id, cause, text };
  }

  /** The job itself, or a child of an array job of which nothing runs. */
  private async stuckJob(job: Job, waitedMs: number): Promise<Job | undefined> {
    if (waitedMs < STUCK_MS || this.props.clock.now() < this.next) return undefined;
    if (job.state === "RUNNABLE") return job;
    const counts = job.array?.counts;
    if (!counts?.RUNNABLE || counts.STARTING || counts.RUNNING) return undefined;
    const [child] = await this.props.jobs.children(job.id, "RUNNABLE", 1);
    return child ? this.props.jobs.get(child.jobId!) : undefined;
  }
}

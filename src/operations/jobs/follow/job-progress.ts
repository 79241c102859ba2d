import type { Job } from "../model/job";
import type { JobEvent } from "../model/job-event";
import { isFinished, type JobState } from "../model/states";

/** Tells what is new of a job each time it was looked at. */
export class JobProgress {
  private state: JobState | undefined;
  private reportedAttempts = 0;
  private reportedPod = "";
  private counts = "";
  private since: number | undefined;

  /** When the job was first seen in the state it is in. */
  get stateSince(): number | undefined {
    return this.since;
  }

  /** When the last attempt was seen to enter STARTING. */
  startingSince: number | undefined;

  /** @param now milliseconds since the epoch */
  observe(job: Job, now: number): JobEvent[] {
    return [
      ...this.failedAttempts(job),
      ...this.newCounts(job, now),
      ...this.newState(job, now),
      ...this.newPlace(job),
    ];
  }

  private newState(job: Job, now: number): JobEvent[] {
    const { state } = job;
    if (state === this.state) return [];
    this.state = state;
    this.since = now;
    if (state === "RUNNABLE") this.startingSince = undefined;
    if (state === "STARTING") this.startingSince = now;
    const elapsedMs = Math.max(0, momentOf(job, now) - job.createdAt);
    return [{ event: "state", jobId: job.id, state, elapsedMs, reason: job.reason }];
  }

  /** Attempts that ended, while the job goes on: it is tried again. */
  private failedAttempts(job: Job): JobEvent[] {
    const ended = job.attempts.filter(({ stoppedAt }) => stoppedAt !== undefined);
    const fresh = ended.slice(this.reportedAttempts);
    this.reportedAttempts = ended.length;
    return (isFinished(job.state) ? fresh.slice(0, -1) : fresh).map((attempt) => ({
      event: "attempt-failed",
      jobId: job.id,
      attempt,
    }));
  }

  private newPlace(job: Job): JobEvent[] {
    const last = job.attempts.at(-1);
    if (!last?.podName) return [];
    const { podName, nodeName, number } = last;
    const key = `${podName} ${nodeName}`;
    if (key === this.reportedPod) return [];
    this.reportedPod = key;
    return [{ event: "placed", jobId: job.id, attempt: number, podName, nodeName }];
  }

  private newCounts(job: Job, now: number): JobEvent[] {
    const { size, counts } = job.array ?? {};
    if (!size || !counts) return [];
    const text = JSON.stringify(counts);
    if (text === this.counts) return [];
    this.counts = text;
    return [
      { event: "progress", jobId: job.id, size, counts, elapsedMs: momentOf(job, now) - job.createdAt },
    ];
  }
}

/** When a job entered its state: as AWS says where it does, else now. */
function momentOf({ state, startedAt, stoppedAt }: Job, now: number): number {
  if (state === "RUNNING") return startedAt ?? now;
  return isFinished(state) ? (stoppedAt ?? now) : now;
}

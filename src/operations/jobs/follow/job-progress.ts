import type { JobDetail } from "@aws-sdk/client-batch";
import { attemptsOf } from "../model/attempts";
import type { JobEvent } from "../model/job-event";
import { JOB_STATES, type JobState } from "../model/states";

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
  observe(job: JobDetail, now: number): JobEvent[] {
    return [
      ...this.failedAttempts(job),
      ...this.newCounts(job, now),
      ...this.newState(job, now),
      ...this.newPlace(job),
    ];
  }

  private newState(job: JobDetail, now: number): JobEvent[] {
    const state = job.status as JobState;
    if (state === this.state) return [];
    this.state = state;
    this.since = now;
    if (state === "RUNNABLE") this.startingSince = undefined;
    if (state === "STARTING") this.startingSince = now;
    const elapsedMs = Math.max(0, momentOf(job, now) - job.createdAt!);
    return [{ event: "state", jobId: job.jobId!, state, elapsedMs, reason: job.statusReason }];
  }

  /** Attempts that ended, while the job goes on: it is tried again. */
  private failedAttempts(job: JobDetail): JobEvent[] {
    const ended = attemptsOf(job).filter(({ stoppedAt }) => stoppedAt !== undefined);
    const fresh = ended.slice(this.reportedAttempts);
    this.reportedAttempts = ended.length;
    const isLast = job.status === "SUCCEEDED" || job.status === "FAILED";
    return (isLast ? fresh.slice(0, -1) : fresh).map((attempt) => ({
      event: "attempt-failed",
      jobId: job.jobId!,
      attempt,
    }));
  }

  private newPlace(job: JobDetail): JobEvent[] {
    const last = attemptsOf(job).at(-1);
    if (!last) return [];
    const { podName, nodeName, number } = last;
    const key = `${podName} ${nodeName}`;
    if (key === this.reportedPod) return [];
    this.reportedPod = key;
    return [{ event: "placed", jobId: job.jobId!, attempt: number, podName, nodeName }];
  }

  private newCounts(job: JobDetail, now: number): JobEvent[] {
    const { size, statusSummary } = job.arrayProperties ?? {};
    if (!size || !statusSummary) return [];
    const counts = Object.fromEntries(
      JOB_STATES.map((state) => [state, statusSummary[state] ?? 0]),
    ) as Record<JobState, number>;
    const text = JSON.stringify(counts);
    if (text === this.counts) return [];
    this.counts = text;
    return [
      { event: "progress", jobId: job.jobId!, size, counts, elapsedMs: momentOf(job, now) - job.createdAt! },
    ];
  }
}

/** When a job entered its state: as AWS says where it does, else now. */
function momentOf({ status, startedAt, stoppedAt }: JobDetail, now: number): number {
  if (status === "RUNNING") return startedAt ?? now;
  return status === "SUCCEEDED" || status === "FAILED" ? (stoppedAt ?? now) : now;
}

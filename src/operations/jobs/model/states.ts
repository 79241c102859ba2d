import type { JobStatus } from "@aws-sdk/client-batch";

/** The states of a job, in their order. */
export const JOB_STATES = [
  "SUBMITTED",
  "PENDING",
  "RUNNABLE",
  "STARTING",
  "RUNNING",
  "SUCCEEDED",
  "FAILED",
] as const satisfies readonly JobStatus[];

export type JobState = (typeof JOB_STATES)[number];

/** The states of a job that has not ended. */
export const UNFINISHED_STATES = JOB_STATES.slice(0, 5);

export function isFinished(state: JobState): boolean {
  return state === "SUCCEEDED" || state === "FAILED";
}

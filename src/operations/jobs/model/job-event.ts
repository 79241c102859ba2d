import type { Attempt } from "./job";
import type { FailedChildren } from "./summary";
import type { JobState } from "./states";
import type { Summary } from "./summary";

/** A line that a container printed. */
export interface LogLine {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly attempt: number;
  readonly container: string;
  readonly text: string;
}

/** What happens to a job while it is followed. */
export type JobEvent =
  | {
      readonly event: "submitted";
      readonly jobId: string;
      readonly jobName: string;
      readonly queue: string;
      readonly definition: string;
      /** Of an array job. */
      readonly size?: number | undefined;
    }
  | {
      readonly event: "state";
      readonly jobId: string;
      readonly state: JobState;
      /** Milliseconds since the submission. */
      readonly elapsedMs: number;
      readonly reason?: string | undefined;
    }
  | {
      readonly event: "placed";
      readonly jobId: string;
      readonly attempt: number;
      readonly podName: string;
      readonly nodeName?: string | undefined;
    }
  | { readonly event: "attempt-failed"; readonly jobId: string; readonly attempt: Attempt }
  | {
      readonly event: "progress";
      readonly jobId: string;
      readonly size: number;
      readonly counts: Readonly<Record<JobState, number>>;
      readonly elapsedMs: number;
    }
  | { readonly event: "diagnosis"; readonly jobId: string; readonly cause: string; readonly text: string }
  | { readonly event: "log"; readonly jobId: string; readonly lines: readonly LogLine[] }
  | { readonly event: "note"; readonly text: string }
  | {
      readonly event: "failed-children";
      readonly jobId: string;
      readonly groups: readonly FailedChildren[];
    }
  | ({ readonly event: "summary" } & Summary);

import type { JobDetail } from "@aws-sdk/client-batch";
import type { PodSize } from "./scheduling/fit";

/** How a user ended a job: `terminated` also when it was cancelled through TerminateJob. */
export interface StopRequest {
  readonly reason: string;
  readonly by: "CancelJob" | "TerminateJob";
}

/** A job, a child of an array job, or a node of a multi-node parallel job. */
export interface Job {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly queueArn: string;
  /** What DescribeJobs answers, kept up to date. */
  readonly detail: JobDetail;
  readonly parent?: Job;
  /** Children of an array job or nodes of a multi-node parallel job, by index. */
  readonly children: Job[];
  /** What it takes from its compute environment while it runs. */
  readonly vcpus: number;
  /** Each needs a node that is large enough: one, but those of all nodes for a multi-node parallel job. */
  readonly pods: readonly PodSize[];
  /** Jobs that must succeed first and have not ended yet. */
  readonly waitsFor: Set<Job>;
  /** Jobs that wait for this one. */
  readonly dependents: Set<Job>;
  dependencyFailed: boolean;
  /** Attempts begun so far. */
  attempts: number;
  stopped?: StopRequest;
  /** Ends the attempt under way. */
  abort?: AbortController | undefined;
}

export function isArray(job: Job): boolean {
  return job.detail.arrayProperties?.size !== undefined;
}

/** Whether it is a multi-node parallel job as a whole, not a node of one. */
export function isMultiNode(job: Job): boolean {
  return job.detail.nodeProperties !== undefined && !isNode(job);
}

export function isNode(job: Job): boolean {
  return job.detail.nodeDetails !== undefined;
}

export function isFinished(job: Job): boolean {
  return job.detail.status === "SUCCEEDED" || job.detail.status === "FAILED";
}

/** Whether it is listed in its queue, and not only under its parent. */
export function isTopLevel(job: Job): boolean {
  return job.parent === undefined;
}

/** Counts the children of an array job by status, as DescribeJobs shows them. */
export function statusSummary(job: Job): Record<string, number> {
  const summary: Record<string, number> = {
    SUBMITTED: 0,
    PENDING: 0,
    RUNNABLE: 0,
    STARTING: 0,
    RUNNING: 0,
    SUCCEEDED: 0,
    FAILED: 0,
  };
  for (const child of job.children) summary[child.detail.status!]! += 1;
  return summary;
}

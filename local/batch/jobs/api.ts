import type {
  CancelJobRequest,
  DescribeJobsRequest,
  DescribeJobsResponse,
  JobDependency,
  JobDetail,
  ListJobsRequest,
  ListJobsResponse,
  SubmitJobRequest,
  SubmitJobResponse,
  TerminateJobRequest,
} from "@aws-sdk/client-batch";
import { clientException, invalidRequest } from "../errors";
import type { JobDefinitions } from "../job-definitions/api";
import type { BatchState } from "../store";
import type { JobFlow } from "./flow";
import { isArray, isFinished, type Job, statusSummary, type StopRequest } from "../job";
import { listJobs } from "./list";
import { checkSubmission, newJob } from "./request";

/** The job part of the API. */
export class Jobs {
  constructor(
    private readonly state: BatchState,
    private readonly definitions: JobDefinitions,
    private readonly flow: JobFlow,
  ) {}

  /** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_SubmitJob.html */
  submit(region: string, request: SubmitJobRequest): SubmitJobResponse {
    const queue = this.state.queue(region, request.jobQueue);
    if (!queue) throw clientException(`JobQueue ${request.jobQueue} not found.`);
    if (queue.detail.state !== "ENABLED" || queue.detail.status === "DELETING") {
      throw clientException(`JobQueue ${queue.arn} is not in ENABLED state`);
    }
    const definition = this.definitions.active(region, request.jobDefinition);
    checkSubmission(request, queue, definition);
    const { jobs } = this.state.region(region);
    const job = newJob(request, queue, definition);
    addDependencies(job, request.dependsOn ?? [], jobs);
    for (const submitted of [job, ...job.children]) jobs.set(submitted.id, submitted);
    this.flow.submit(job);
    return { jobArn: job.detail.jobArn, jobName: job.name, jobId: job.id };
  }

  /** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_DescribeJobs.html */
  describe(region: string, { jobs: ids = [] }: DescribeJobsRequest): DescribeJobsResponse {
    if (ids.length === 0 || ids.length > 100) {
      throw invalidRequest(`jobs must have 1 to 100 entries, got ${ids.length}`);
    }
    const { jobs } = this.state.region(region);
    const found = ids.map((id) => jobs.get(id)).filter((job) => job !== undefined);
    return { jobs: found.map(shown) };
  }

  list(region: string, request: ListJobsRequest): ListJobsResponse {
    return listJobs(this.state, region, request);
  }

  /** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_CancelJob.html */
  cancel(region: string, { jobId, reason }: CancelJobRequest): object {
    return this.stop(region, jobId, reason, "CancelJob");
  }

  /** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_TerminateJob.html */
  terminate(region: string, { jobId, reason }: TerminateJobRequest): object {
    return this.stop(region, jobId, reason, "TerminateJob");
  }

  private stop(
    region: string,
    jobId: string | undefined,
    reason: string | undefined,
    by: StopRequest["by"],
  ): object {
    if (!reason) throw invalidRequest("reason must be set");
    const job = this.state.region(region).jobs.get(jobId ?? "");
    if (!job) throw clientException(`Job ${jobId} does not exist`);
    this.flow.stop(job, { reason, by });
    return {};
  }
}

function shown(job: Job): JobDetail {
  if (!isArray(job)) return job.detail;
  return {
    ...job.detail,
    arrayProperties: {
      size: job.children.length,
      statusSummary: statusSummary(job),
      statusSummaryLastUpdatedAt: Date.now(),
    },
  };
}

/**
 * Lets a new job wait for others; the children of an array wait in its place.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/job_dependencies.html
 */
export function addDependencies(
  job: Job,
  dependsOn: readonly JobDependency[],
  jobs: ReadonlyMap<string, Job>,
): void {
  if (dependsOn.length > 20) throw invalidRequest("A job can depend on at most 20 jobs");
  const waiting = isArray(job) ? job.children : [job];
  for (const { jobId, type } of dependsOn) {
    if (type !== undefined && !isArray(job)) {
      throw invalidRequest(`Dependency type ${type} is for array jobs only`);
    }
    if (type === "SEQUENTIAL") {
      if (jobId) throw invalidRequest("jobId should not be set for a dependency of type SEQUENTIAL");
      waiting.forEach((child, index) => index > 0 && letWait(child, waiting[index - 1]!));
      continue;
    }
    const other = jobs.get(jobId ?? "");
    if (!other) throw clientException(`Job ${jobId} of dependsOn does not exist`);
    if (type === "N_TO_N") {
      if (other.children.length !== waiting.length || !isArray(other)) {
        throw invalidRequest(`Job ${jobId} of an N_TO_N dependency must be an array job of the same size`);
      }
      waiting.forEach((child, index) => letWait(child, other.children[index]!));
    } else {
      for (const child of waiting) letWait(child, other);
    }
  }
}

function letWait(job: Job, other: Job): void {
  if (!isFinished(other)) {
    job.waitsFor.add(other);
    other.dependents.add(job);
  } else if (other.detail.status === "FAILED") {
    job.dependencyFailed = true;
  }
}

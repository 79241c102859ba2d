import type { JobSummary, KeyValuesPair, ListJobsRequest, ListJobsResponse } from "@aws-sdk/client-batch";
import { matchesAsterisk } from "../../protocol/asterisk";
import type { BatchState } from "../store";
import { clientException, invalidRequest } from "../errors";
import { page } from "../page";
import { isArray, isMultiNode, isTopLevel, statusSummary, type Job } from "../job";

/**
 * Lists the jobs of a queue, the children of an array job, or the nodes of a multi-node parallel job.
 *
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_ListJobs.html
 */
export function listJobs(state: BatchState, region: string, request: ListJobsRequest): ListJobsResponse {
  const { filters = [] } = request;
  if (filters.length > 1) throw invalidRequest("Only one filter can be used at a time");
  // A filter is for the jobs of a queue, and shows those of any status unless it is SHARE_IDENTIFIER.
  const filter = request.jobQueue ? filters[0] : undefined;
  const isOfAnyStatus = filter && (filter.name !== "SHARE_IDENTIFIER" || !request.jobStatus);
  const status = request.jobStatus ?? "RUNNING";
  const matching = candidates(state, region, request)
    .filter((job) => isOfAnyStatus || job.detail.status === status)
    .filter((job) => !filter || matches(filter, job));
  if (filter) matching.sort(newestFirst);
  const { items, nextToken } = page(matching, request, filter ? 100 : 1000);
  return { jobSummaryList: items.map(summary), nextToken };
}

function candidates(state: BatchState, region: string, request: ListJobsRequest): readonly Job[] {
  const { jobQueue, arrayJobId, multiNodeJobId } = request;
  const { jobs } = state.region(region);
  if ([jobQueue, arrayJobId, multiNodeJobId].filter(Boolean).length !== 1) {
    throw invalidRequest("Exactly one of jobQueue, arrayJobId and multiNodeJobId must be set");
  }
  if (arrayJobId) return jobs.get(arrayJobId)?.children ?? [];
  if (multiNodeJobId) return jobs.get(multiNodeJobId)?.children ?? [];
  const queue = state.queue(region, jobQueue);
  if (!queue) throw clientException(`JobQueue ${jobQueue} does not exist`);
  return [...jobs.values()].filter((job) => job.queueArn === queue.arn && isTopLevel(job));
}

function matches({ name, values = [] }: KeyValuesPair, { detail }: Job): boolean {
  return values.some((value) => {
    switch (name) {
      case "JOB_NAME":
        return matchesAsterisk(value.toLowerCase(), detail.jobName!.toLowerCase());
      case "JOB_DEFINITION":
        if (value.startsWith("arn:")) return detail.jobDefinition === value;
        return matchesAsterisk(value, detail.jobDefinition!.replace(/^.*\//, "").replace(/:\d+$/, ""));
      case "BEFORE_CREATED_AT":
        return detail.createdAt! < Number(value);
      case "AFTER_CREATED_AT":
        return detail.createdAt! > Number(value);
      case "SHARE_IDENTIFIER":
        return matchesAsterisk(value, detail.shareIdentifier ?? "");
      default:
        throw invalidRequest(`Filter ${name} is not supported`);
    }
  });
}

function newestFirst(a: Job, b: Job): number {
  return b.detail.createdAt! - a.detail.createdAt!;
}

function summary(job: Job): JobSummary {
  const { detail } = job;
  const { arrayProperties, nodeDetails, nodeProperties } = detail;
  return {
    jobArn: detail.jobArn,
    jobId: job.id,
    jobName: job.name,
    jobDefinition: detail.jobDefinition,
    createdAt: detail.createdAt,
    status: detail.status,
    statusReason: detail.statusReason,
    startedAt: detail.startedAt,
    stoppedAt: detail.stoppedAt,
    shareIdentifier: detail.shareIdentifier,
    isCancelled: detail.isCancelled,
    isTerminated: detail.isTerminated,
    ...(isArray(job) && {
      arrayProperties: { size: arrayProperties!.size, statusSummary: statusSummary(job) },
    }),
    ...(arrayProperties?.index !== undefined && { arrayProperties: { index: arrayProperties.index } }),
    ...(isMultiNode(job) && { nodeProperties: { numNodes: nodeProperties!.numNodes } }),
    ...(nodeDetails && {
      nodeProperties: { nodeIndex: nodeDetails.nodeIndex, isMainNode: nodeDetails.isMainNode },
    }),
  };
}

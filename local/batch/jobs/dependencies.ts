import type { JobDependency } from "@aws-sdk/client-batch";
import { clientException, invalidRequest } from "../errors";
import { isArray, isFinished, type Job } from "./job";

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

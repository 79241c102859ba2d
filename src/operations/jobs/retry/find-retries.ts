import type { BatchJobs } from "../api/batch-jobs";
import { resourceName } from "../api/job-environment";
import type { Job } from "../model/job";

/** Of a job's name. */
const MAX_LENGTH = 128;

/** What jobs are called that run again what failed of a job: they are found by it, as no list tells tags. */
export function retryName({ id, name }: Pick<Job, "id" | "name">): string {
  const suffix = `-retry-${id.slice(0, 8)}`;
  return name.slice(0, MAX_LENGTH - suffix.length) + suffix;
}

/** The jobs that run again what failed of a job, the oldest first. */
export async function findRetries(jobs: BatchJobs, first: Job): Promise<Job[]> {
  const named = await jobs.named(resourceName(first.queue), retryName(first));
  const found = await jobs.describe(named.map(({ jobId }) => jobId!));
  return found.filter(({ retryOf }) => retryOf === first.id).sort((a, b) => a.createdAt - b.createdAt);
}

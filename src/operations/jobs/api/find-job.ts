import type { JobSummary } from "@aws-sdk/client-batch";
import { CliError } from "../../terminal/cli-error";
import type { BatchJobs } from "./batch-jobs";
import { formatDuration } from "../model/duration";
import { parseJobReference } from "../model/job-id";

/** A name means one of the jobs of this time; older ones count only when there is none. */
const RECENT_MS = 24 * 3_600_000;
const SHOWN = 5;

/**
 * The id of the job that a user means.
 *
 * @param queues where names are looked up
 * @throws CliError when no job has the name, or several have
 */
export async function findJob(
  text: string,
  jobs: BatchJobs,
  queues: readonly string[],
  now: number,
): Promise<string> {
  const reference = parseJobReference(text);
  if (reference.kind === "id") return reference.jobId;
  const { name, suffix } = reference;
  const all = (await Promise.all(queues.map((queue) => jobs.named(queue, name)))).flat();
  const recent = all.filter(({ createdAt }) => createdAt! > now - RECENT_MS);
  const candidates = recent.length > 0 ? recent : all;
  const [only] = candidates;
  if (!only) throw new CliError(`No job in ${queues.join(" or ")} is called ${name}.`);
  if (candidates.length === 1) return only.jobId! + suffix;
  throw new CliError(ambiguous(name, candidates, now));
}

function ambiguous(name: string, candidates: readonly JobSummary[], now: number): string {
  const newest = [...candidates].sort((a, b) => b.createdAt! - a.createdAt!).slice(0, SHOWN);
  const lines = newest.map(
    ({ jobId, status, createdAt }) =>
      `  ${jobId}  ${status}, submitted ${formatDuration(now - createdAt!)} ago`,
  );
  const more = candidates.length > SHOWN ? [`  and ${candidates.length - SHOWN} older ones`] : [];
  return [`${candidates.length} jobs are called ${name}; say which one by its id:`, ...lines, ...more].join(
    "\n",
  );
}

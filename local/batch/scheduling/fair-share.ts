import type { FairsharePolicy } from "@aws-sdk/client-batch";
import { matchesAsterisk } from "../../protocol/asterisk";
import type { Job } from "../job";

const DEFAULT_WEIGHT = 1;

/**
 * The order in which a fair-share queue places its jobs: next is always a job of the share that
 * uses the least for its weight; of those of one share the one with the highest priority, and the
 * one that came first.
 *
 * What a share uses is what its jobs take at this moment. AWS also remembers the past minutes
 * (`shareDecaySeconds`), and may keep some capacity free for shares without jobs
 * (`computeReservation`): neither is modelled.
 *
 * @param waiting in the order in which they came
 * @param running of the same queue
 * @see https://docs.aws.amazon.com/batch/latest/userguide/share-identifiers.html
 */
export function fairOrder(
  waiting: readonly Job[],
  running: readonly Job[],
  policy: FairsharePolicy | undefined,
): Job[] {
  const used = new Map<string, number>();
  const take = (job: Job): void => {
    used.set(shareOf(job), (used.get(shareOf(job)) ?? 0) + job.vcpus * weightOf(shareOf(job), policy));
  };
  running.forEach(take);
  const shares = new Map<string, Job[]>();
  for (const job of waiting) {
    const jobs = shares.get(shareOf(job)) ?? [];
    shares.set(shareOf(job), jobs);
    jobs.push(job);
  }
  // Backwards: the next one of each share is the last in its list.
  for (const jobs of shares.values()) jobs.sort((a, b) => priorityOf(b) - priorityOf(a)).reverse();
  const order: Job[] = [];
  while (shares.size > 0) {
    const [share, jobs] = [...shares].reduce((least, candidate) =>
      (used.get(candidate[0]) ?? 0) < (used.get(least[0]) ?? 0) ? candidate : least,
    );
    const job = jobs.pop()!;
    if (jobs.length === 0) shares.delete(share);
    take(job);
    order.push(job);
  }
  return order;
}

/** Whether an entry of a policy is for a share identifier, or for all that another entry is for. */
export function covers(entry: string, identifier: string): boolean {
  return matchesAsterisk(entry, identifier);
}

function weightOf(share: string, policy: FairsharePolicy | undefined): number {
  const entry = policy?.shareDistribution?.find(({ shareIdentifier = "" }) => covers(shareIdentifier, share));
  return entry?.weightFactor ?? DEFAULT_WEIGHT;
}

function shareOf({ detail }: Job): string {
  return detail.shareIdentifier ?? "";
}

function priorityOf({ detail }: Job): number {
  return detail.schedulingPriority ?? 0;
}

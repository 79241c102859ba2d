import type { AdoptableType } from "./adoptable-type";
import type { Candidate } from "./candidate";
import { matches } from "./match";
import type { PlannedResource } from "./planned-resource";

/** What is to become of something that exists in AWS outside the state. */
export interface Decision {
  readonly type: AdoptableType;
  readonly candidate: Candidate;
  readonly action: "import" | "remove";
  /** Where it is imported, or whose double it is. */
  readonly address: string;
}

const ORDER = { ready: 0, pending: 1, failed: 2, leaving: 3 } as const;

/**
 * Decides for each candidate of a type whether it is imported, removed, or left alone.
 *
 * Only what looks like a resource of this very stack is touched: that may be one that the plan is
 * about to create, or a double of one that the state has.
 *
 * @param planned the resources of that type in the plan
 * @param candidates what belongs to the environment and is in none of its states
 */
export function decide(
  type: AdoptableType,
  planned: readonly PlannedResource[],
  candidates: readonly Candidate[],
): Decision[] {
  const free = new Set(planned.filter(({ isNew }) => isNew));
  return candidates
    .filter(({ phase }) => phase !== "leaving")
    .sort((one, other) => ORDER[one.phase] - ORDER[other.phase])
    .flatMap((candidate): Decision[] => {
      const like = (match: "yes" | "later"): PlannedResource[] =>
        planned.filter((resource) => matches(type, resource, candidate) === match);
      const same = like("yes");
      const place = same.find((resource) => free.has(resource));
      if (place && type.isImported !== false && candidate.phase !== "failed") {
        free.delete(place);
        return [{ type, candidate, action: "import", address: place.address }];
      }
      const twin = place ?? same[0];
      // The next plan may have a place for it.
      if (!twin || !type.remove || like("later").some((resource) => free.has(resource))) return [];
      return [{ type, candidate, action: "remove", address: twin.address }];
    });
}

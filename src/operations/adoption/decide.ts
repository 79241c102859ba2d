import type { Found } from "../resources/found";
import type { ResourceKind } from "../resources/resource-kind";
import type { PlannedResource } from "../terraform/plan";
import { matches } from "./match";

/** What is to become of something that exists in AWS outside the state. */
export type Decision = Import | Removal;

export interface Import {
  readonly action: "import";
  readonly kind: ResourceKind;
  readonly found: Found;
  readonly address: string;
}

export interface Removal {
  readonly action: "remove";
  readonly kind: ResourceKind;
  readonly found: Found;
  /** Whose double it is; undefined for what the plan does not want at all. */
  readonly address: string | undefined;
}

const ORDER = { ready: 0, pending: 1, failed: 2, leaving: 3 } as const;

/**
 * Decides for each existing resource of a kind whether it is imported, removed, or left alone.
 *
 * Only what looks like a resource of this very stack is touched, that may be one that the plan is
 * about to create, or a double of one that the state has; and what is to go in any case.
 *
 * @param planned the resources of that type in the plan
 * @param existing what belongs to the environment and is in none of its states
 * @param mustGo whether it goes also if no resource of the plan looks like it
 */
export function decide(
  kind: ResourceKind,
  planned: readonly PlannedResource[],
  existing: readonly Found[],
  mustGo: (found: Found) => boolean = () => false,
): Decision[] {
  const free = new Set(planned.filter(({ isNew }) => isNew));
  return existing
    .filter(({ phase }) => phase !== "leaving")
    .sort((one, other) => ORDER[one.phase] - ORDER[other.phase])
    .flatMap((found): Decision[] => {
      const like = (match: "yes" | "later"): PlannedResource[] =>
        planned.filter((resource) => matches(kind, resource, found) === match);
      const same = like("yes");
      const place = same.find((resource) => free.has(resource));
      if (place && kind.isImported !== false && found.phase !== "failed") {
        free.delete(place);
        return [{ kind, found, action: "import", address: place.address }];
      }
      const twin = place ?? same[0];
      // The next plan may have a place for it.
      if (!kind.remove || like("later").some((resource) => free.has(resource))) return [];
      if (!twin && !mustGo(found)) return [];
      return [{ kind, found, action: "remove", address: twin?.address }];
    });
}

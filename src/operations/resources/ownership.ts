import { ENVIRONMENT_TAG } from "../../model/names";
import type { Found } from "./found";
import type { ResourceKind } from "./resource-kind";

/** Whose something is. */
export type Owner =
  | { readonly is: "ours" }
  | { readonly is: "another's"; readonly environment: string }
  /** Nothing says so: it is never touched. */
  | { readonly is: "undecided"; readonly why: string };

/** What Terraform's states say of something. */
export interface StateKnowledge {
  /** Whether a state of this environment holds it. */
  holds(type: string, found: Pick<Found, "id" | "arn">): boolean;
  /** The other environment whose state holds it, such as `eu-west-1/doeks`. */
  otherHolder(type: string, found: Pick<Found, "id" | "arn">): string | undefined;
}

/** What decides whose something is. */
export interface Evidence {
  readonly clusterName: string;
  readonly states: StateKnowledge;
  /** When the run began that was interrupted; undefined when the last one was not. */
  readonly interruptedSince?: Date | undefined;
}

/** Clocks of AWS and of this machine may differ by so much. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

const OURS: Owner = { is: "ours" };

/**
 * Decides whose something is: the states say so, else its tag, else what it is part of; never its name.
 * The tag of what knows no regions may be that of an environment of the same name in another region:
 * what uses it in this region decides, or that nothing does and the interrupted run made it.
 */
export function ownerOf(
  kind: Pick<ResourceKind, "type" | "isGlobal">,
  found: Found,
  evidence: Evidence,
): Owner {
  const { clusterName, states } = evidence;
  if (states.holds(kind.type, found)) return OURS;
  const holder = states.otherHolder(kind.type, found);
  if (holder !== undefined) return { is: "another's", environment: holder };
  if (found.tags === undefined) return ownerOfPart(found, states);
  const tag = found.tags[ENVIRONMENT_TAG];
  if (tag === undefined) return found.partOf ? ownerOfPart(found, states) : UNTAGGED;
  if (tag !== clusterName) return { is: "another's", environment: tag };
  if (!kind.isGlobal || found.use === "here") return OURS;
  if (found.partOf && states.holds(found.partOf.type, found.partOf)) return OURS;
  if (found.use === "nowhere" && isOfInterruptedRun(found, evidence)) return OURS;
  return { is: "undecided", why: "an environment of the same name in another region may use it" };
}

const UNTAGGED: Owner = { is: "undecided", why: `it has no tag ${ENVIRONMENT_TAG}` };

/** A part that is only found in what the plan names, which a state holds, needs no other sign. */
function ownerOfPart({ partOf }: Found, states: StateKnowledge): Owner {
  if (!partOf || states.holds(partOf.type, partOf)) return OURS;
  const holder = states.otherHolder(partOf.type, partOf);
  return holder === undefined ? UNTAGGED : { is: "another's", environment: holder };
}

/** Whether the run that was interrupted made it, as far as AWS tells when it was made. */
export function isOfInterruptedRun({ createdAt }: Found, { interruptedSince }: Evidence): boolean {
  if (!interruptedSince || !createdAt) return false;
  return createdAt.getTime() >= interruptedSince.getTime() - CLOCK_TOLERANCE_MS;
}

import { setTimeout as sleep } from "node:timers/promises";
import { CliError } from "../terminal/cli-error";
import { describeError, errorKind } from "../aws/errors";
import type { StateStore } from "../state/state-store";
import type { SynthesizedStack } from "../terraform/synthesized-stacks";
import type { Terraform } from "../terraform/terraform";
import type { AdoptableType, AdoptionClients, Search } from "./adoptable-type";
import { ADOPTABLE_TYPES } from "./adoptable-types";
import { ENVIRONMENT_TAG } from "../../model/names";
import type { Candidate } from "./candidate";
import { decide, type Decision } from "./decide";
import { plannedResources } from "./planned-resource";
import { StateContents } from "./state-contents";

export interface AdoptionProps {
  readonly stack: SynthesizedStack;
  /** What `Terraform.show` tells of the stack's saved plan. */
  readonly plan: unknown;
  /** Value of the tag of everything that belongs to the environment. */
  readonly clusterName: string;
  /** Where states of this environment, and of others, are. */
  readonly stores: Iterable<StateStore>;
  readonly clients: AdoptionClients;
  readonly terraform: Pick<Terraform, "import">;
  /** Tells the user a line. */
  readonly say: (stack: SynthesizedStack, text: string) => void;
  /** Waits between two looks at what AWS works on. @default - real time */
  readonly sleepSeconds?: (seconds: number) => Promise<void>;
}

const POLL_SECONDS = 5;
/** A cluster takes 10 minutes, on a bad day 30. */
const MAX_POLLS = (45 * 60) / POLL_SECONDS;
/** Long work must not look dead. */
const POLLS_BETWEEN_LINES = 60 / POLL_SECONDS;

const REASONS: Readonly<Record<Candidate["phase"], string>> = {
  ready: "it was in no state, and there is no place for it",
  pending: "it was in no state, and there is no place for it",
  failed: "an interrupted run did not finish it",
  leaving: "AWS removes it already",
};

/**
 * Takes what an interrupted run created, and Terraform's state does not know, into the state, and
 * removes what is there twice or failed. What refers to something imported here can be matched only
 * with the next plan, so this is to be repeated with a new plan until it finds nothing.
 *
 * Touched is only what carries the environment's tag (or, where there are no tags, is part of
 * something in the state), looks like a resource of this stack, and is in no state.
 *
 * @returns how many resources were imported or removed
 * @throws TerraformError when an import fails
 */
export async function adoptExisting(props: AdoptionProps): Promise<number> {
  const resources = plannedResources(props.plan);
  const states = await StateContents.in(props.stores);
  const decisions: Decision[] = [];
  for (const type of ADOPTABLE_TYPES) {
    const planned = resources.filter((resource) => resource.type === type.type);
    if (planned.length === 0) continue;
    const candidates = await list(props, type, { ...props, planned });
    const outside = candidates.filter(
      (candidate) => isOurs(candidate, props.clusterName) && !states.has(type.type, candidate),
    );
    decisions.push(...decide(type, planned, outside));
  }
  const imports = decisions.filter(({ action }) => action === "import");
  // What is part of something else goes before it.
  const removals = decisions.filter((decision) => !imports.includes(decision)).reverse();
  let done = 0;
  for (const decision of [...imports, ...removals]) {
    if (await carryOut(props, states, decision)) done += 1;
  }
  return done;
}

function isOurs({ tags }: Candidate, clusterName: string): boolean {
  return tags === undefined || tags[ENVIRONMENT_TAG] === clusterName;
}

async function list(
  { stack, say }: AdoptionProps,
  type: AdoptableType,
  search: Search,
): Promise<readonly Candidate[]> {
  try {
    return await type.list(search);
  } catch (error) {
    const reason = describeError(error);
    if (errorKind(error) !== "denied")
      throw new CliError(`Could not look for existing ${type.type}: ${reason}`);
    say(stack, `not looked for ${type.type} that an interrupted run may have left: ${reason}`);
    return [];
  }
}

/** @returns whether something was imported or removed */
async function carryOut(props: AdoptionProps, states: StateContents, decision: Decision): Promise<boolean> {
  const candidate = await settled(props, decision);
  if (!candidate) return false;
  if (decision.action === "remove" || candidate.phase === "failed") {
    return remove(props, states, { ...decision, candidate });
  }
  const { stack, say, terraform } = props;
  const { id, importId = id } = candidate;
  await terraform.import(stack, decision.address, importId);
  say(stack, `adopted ${id} as ${decision.address}: it was in no state`);
  return true;
}

async function remove(props: AdoptionProps, states: StateContents, decision: Decision): Promise<boolean> {
  const { stack, say, clients } = props;
  const { type, candidate, address } = decision;
  const what = `${candidate.id}, a leftover of ${address}`;
  if (states.mention(candidate)) {
    say(stack, `left ${what}, alone: something in the state uses it`);
    return false;
  }
  try {
    await type.remove?.(clients, candidate);
  } catch (error) {
    say(stack, `could not remove ${what}: ${describeError(error)}`);
    return false;
  }
  await polled(props, decision, (found) => !found);
  say(stack, `removed ${what}: ${REASONS[candidate.phase]}`);
  return true;
}

/** The candidate once AWS does not work on it any more; undefined when it is gone. */
async function settled(props: AdoptionProps, decision: Decision): Promise<Candidate | undefined> {
  const { candidate } = decision;
  if (candidate.phase !== "pending") return candidate;
  const found = await polled(props, decision, (now) => now?.phase !== "pending");
  return found?.phase === "leaving" ? undefined : found;
}

/** Looks at a candidate until it is as wanted. */
async function polled(
  props: AdoptionProps,
  { type, candidate }: Decision,
  isWanted: (found: Candidate | undefined) => boolean,
): Promise<Candidate | undefined> {
  const wait = props.sleepSeconds ?? ((seconds: number): Promise<void> => sleep(seconds * 1000));
  const planned = plannedResources(props.plan).filter((resource) => resource.type === type.type);
  for (let poll = 0; poll < MAX_POLLS; poll += 1) {
    const found = (await type.list({ ...props, planned })).find(({ id }) => id === candidate.id);
    if (isWanted(found)) return found;
    if (poll % POLLS_BETWEEN_LINES === 0) {
      const minutes = (poll * POLL_SECONDS) / 60;
      const so = minutes === 0 ? "" : `, ${minutes} min so far`;
      props.say(props.stack, `waiting for ${candidate.id}, which AWS works on${so}`);
    }
    await wait(POLL_SECONDS);
  }
  throw new CliError(
    `AWS still works on ${candidate.id} after ${(MAX_POLLS * POLL_SECONDS) / 60} minutes. Look at it in the console, then start again.`,
  );
}

import { describeError, errorKind } from "../aws/errors";
import type { Found } from "../resources/found";
import { isOfInterruptedRun, ownerOf, type Evidence } from "../resources/ownership";
import { RESOURCE_KINDS } from "../resources/registry";
import {
  removalCommands,
  type ResourceClients,
  type ResourceKind,
  type Search,
} from "../resources/resource-kind";
import { StateContents } from "../state/state-contents";
import type { StateStore } from "../state/stores/state-store";
import { CliError } from "../terminal/cli-error";
import type { Clock } from "../terminal/clock";
import { poll } from "../terminal/poll";
import { plannedResources } from "../terraform/plan";
import type { SynthesizedStack } from "../terraform/synthesized-stacks";
import type { Terraform } from "../terraform/terraform";
import { decide, type Decision, type Import, type Removal } from "./decide";

export interface AdoptionProps {
  readonly stack: SynthesizedStack;
  /** What `Terraform.show` tells of the stack's saved plan. */
  readonly plan: unknown;
  /** Value of the tag of everything that belongs to the environment. */
  readonly clusterName: string;
  /** `<region>/<cluster>` of its states. */
  readonly environment: string;
  /** Where states of this environment, and of others, are. */
  readonly stores: Iterable<StateStore>;
  readonly clients: ResourceClients;
  readonly terraform: Pick<Terraform, "import">;
  /** Tells the user a line. */
  readonly say: (stack: SynthesizedStack, text: string) => void;
  /** When the run began that was interrupted: what it made twice may go. @default - nothing precious may go */
  readonly interruptedSince?: Date | undefined;
  /** What the user agreed to lose, of what a clean-up found. @default - what `interruptedSince` allows */
  readonly mayTouch?: ((kind: ResourceKind, found: Found) => boolean) | undefined;
  /**
   * What goes also when no variable names it any more, as in a clean-up without the variables of the deployment.
   *
   * @default - nothing
   */
  readonly mustGo?: ((kind: ResourceKind, found: Found) => boolean) | undefined;
  /** Told of what could not be removed, such as a compute environment that a queue still leads to. @default - nobody is */
  readonly onStuck?: (stack: SynthesizedStack) => void;
  /** Waits between two looks at what AWS works on. @default - real time */
  readonly clock?: Clock;
}

const EVERY_SECONDS = 5;
/** A cluster takes 10 minutes, on a bad day 30. */
const FOR_MINUTES = 45;

const REASONS: Readonly<Record<Found["phase"], string>> = {
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
 * Touched is only what is the environment's, looks like a resource of this stack, and is in no state.
 *
 * @returns how many resources were imported or removed
 * @throws TerraformError when an import fails
 */
export async function adoptExisting(props: AdoptionProps): Promise<number> {
  const decisions = await decideForAll(props, await readStates(props));
  let done = 0;
  for (const decision of decisions.filter((each) => each.action === "import")) {
    if (await importOrRemove(props, decision)) done += 1;
  }
  // What is part of something else goes before it.
  for (const decision of decisions.filter((each) => each.action === "remove").reverse()) {
    const found = await waitUntilSettled(props, decision);
    if (found && (await remove(props, { ...decision, found }))) done += 1;
  }
  return done;
}

function readStates({ stores, environment }: AdoptionProps): Promise<StateContents> {
  return StateContents.in(stores, environment);
}

async function decideForAll(props: AdoptionProps, states: StateContents): Promise<Decision[]> {
  const resources = plannedResources(props.plan);
  const evidence: Evidence = { ...props, states };
  const decisions: Decision[] = [];
  for (const kind of RESOURCE_KINDS) {
    const planned = resources.filter((resource) => resource.type === kind.type);
    if (planned.length === 0) continue;
    const existing = await list(props, kind, { ...props, planned });
    const outside = existing.filter(
      (found) =>
        !states.has(kind.type, found) &&
        ownerOf(kind, found, evidence).is === "ours" &&
        (props.mayTouch?.(kind, found) ?? true),
    );
    decisions.push(...decide(kind, planned, outside, (found) => props.mustGo?.(kind, found) ?? false));
  }
  return decisions;
}

async function list(
  { stack, say }: AdoptionProps,
  kind: ResourceKind,
  search: Search,
): Promise<readonly Found[]> {
  try {
    return await kind.list(search);
  } catch (error) {
    const reason = describeError(error);
    if (errorKind(error) !== "denied")
      throw new CliError(`Could not look for existing ${kind.type}: ${reason}`);
    say(stack, `not looked for ${kind.type} that an interrupted run may have left: ${reason}`);
    return [];
  }
}

/** @returns whether something was imported or removed */
async function importOrRemove(props: AdoptionProps, decision: Import): Promise<boolean> {
  const found = await waitUntilSettled(props, decision);
  if (!found) return false;
  if (found.phase === "failed") return remove(props, { ...decision, action: "remove", found });
  const { stack, say, terraform } = props;
  const { address } = decision;
  const { id, importId = id } = found;
  await terraform.import(stack, address, importId);
  say(stack, `adopted ${id} as ${address}: it was in no state`);
  return true;
}

async function remove(props: AdoptionProps, decision: Removal): Promise<boolean> {
  const { stack, say, clients } = props;
  const { kind, found, address } = decision;
  const what = `${found.id}, ${address === undefined ? "which no variable names" : `a leftover of ${address}`}`;
  const objection = await objectionTo(props, decision);
  if (objection !== undefined) {
    say(stack, `left ${what}, alone: ${objection}`);
    return false;
  }
  try {
    await kind.remove?.(clients, found);
  } catch (error) {
    say(stack, `could not remove ${what}: ${describeError(error)}`);
    props.onStuck?.(stack);
    return false;
  }
  await pollUntil(props, decision, (now) => !now);
  say(stack, `removed ${what}: ${REASONS[found.phase]}`);
  return true;
}

/** Why something must stay. The states are read anew: they hold by now what was imported before. */
async function objectionTo(props: AdoptionProps, { kind, found }: Decision): Promise<string | undefined> {
  const states = await readStates(props);
  if (states.has(kind.type, found) || states.mention(found)) return "something in the state uses it";
  const user = await kind.usedBy?.(props.clients, found);
  if (user !== undefined) return user;
  if (!kind.isPrecious || props.mayTouch || isMadeByInterruptedRun(props, found, states)) return undefined;
  const commands = removalCommands(kind, found, await props.clients.ec2.config.region());
  return `nothing shows that the interrupted run made it. If nobody needs it: ${commands.join("\n")}`;
}

/** Of what AWS does not tell when it was made, AWS itself refuses to remove what is in use. */
function isMadeByInterruptedRun(props: AdoptionProps, found: Found, states: StateContents): boolean {
  if (!props.interruptedSince) return false;
  return found.createdAt === undefined || isOfInterruptedRun(found, { ...props, states });
}

/** What was found once AWS does not work on it any more; undefined when it is gone. */
async function waitUntilSettled(props: AdoptionProps, decision: Decision): Promise<Found | undefined> {
  const { found } = decision;
  if (found.phase !== "pending") return found;
  const now = await pollUntil(props, decision, (later) => later?.phase !== "pending");
  return now?.phase === "leaving" ? undefined : now;
}

/** Looks at something until it is as wanted. */
async function pollUntil(
  props: AdoptionProps,
  { kind, found }: Decision,
  isWanted: (now: Found | undefined) => boolean,
): Promise<Found | undefined> {
  const planned = plannedResources(props.plan).filter((resource) => resource.type === kind.type);
  const look = async (): Promise<Found | undefined> =>
    (await kind.list({ ...props, planned })).find(({ id }) => id === found.id);
  let minuteOfNextLine = 0;
  const now = await poll(look, {
    isDone: isWanted,
    everySeconds: EVERY_SECONDS,
    forSeconds: FOR_MINUTES * 60,
    // Long work must not look dead.
    onPause: (_, seconds) => {
      const minutes = Math.floor(seconds / 60);
      if (minutes < minuteOfNextLine) return;
      minuteOfNextLine = minutes + 1;
      const so = minutes === 0 ? "" : `, ${minutes} min so far`;
      props.say(props.stack, `waiting for ${found.id}, which AWS works on${so}`);
    },
    clock: props.clock,
  });
  if (isWanted(now)) return now;
  throw new CliError(
    `AWS still works on ${found.id} after ${FOR_MINUTES} minutes. Look at it in the console, then start again.`,
  );
}

import { environmentPath } from "../../model/state-place";
import { parseJsonObject } from "../../model/read-file";
import type { Variables } from "../../model/variables";
import { wholeState } from "../terraform/parse-state";
import { STATE_COPIES } from "../terraform/state-file";
import type { LocalStore } from "./stores/local-store";
import type { StateStore } from "./stores/state-store";

/** An environment that has, or had, state in a store. */
export interface KnownEnvironment {
  readonly region: string;
  readonly clusterName: string;
  /** How many resources its state holds, by stack. */
  readonly resources: Readonly<Record<string, number>>;
}

const SNAPSHOT = "variables.json";
const STATE = /\/([^/]+)\.tfstate$/;

/**
 * Keeps the variables of a deployment beside its state, so that it can be destroyed as it was
 * deployed, whatever becomes of `variables.json`.
 */
export async function saveVariables(store: StateStore, variables: Variables): Promise<void> {
  const text = `${JSON.stringify(variables, undefined, 2)}\n`;
  await store.write(`${environmentPath(variables)}/${SNAPSHOT}`, text);
}

/**
 * The variables with which an environment that exists was deployed last, by this or an earlier version.
 *
 * @returns undefined when there is none, or none were kept
 */
export async function deployedVariables(
  store: StateStore,
  environment: string,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const text = await store.read(`${environment}/${SNAPSHOT}`);
  if (text === undefined || total(await resourcesIn(store, environment)) === 0) return undefined;
  const address = store.address(`${environment}/${SNAPSHOT}`);
  return parseJsonObject(
    text,
    address,
    "Remove it: the next deployment writes the variables of variables.json there.",
  );
}

/**
 * A file with the variables with which an environment was deployed last.
 *
 * @param local where the file goes when they are kept elsewhere
 * @returns undefined when none were kept
 */
export async function savedVariables(
  store: StateStore,
  { region, clusterName }: Pick<KnownEnvironment, "region" | "clusterName">,
  local: LocalStore,
): Promise<string | undefined> {
  const name = `${region}/${clusterName}/${SNAPSHOT}`;
  const text = await store.read(name);
  if (text === undefined) return undefined;
  await local.write(name, text);
  return local.address(name);
}

/** Every environment of a store that still has resources in its state. */
export async function knownEnvironments(store: StateStore): Promise<KnownEnvironment[]> {
  const names = (await store.list()).filter((name) => STATE.test(name));
  const environments = [...new Set(names.map((name) => name.replace(STATE, "")))];
  const known = await Promise.all(
    environments.map(async (environment) => {
      const [region = "", clusterName = ""] = environment.split("/");
      return { region, clusterName, resources: await resourcesIn(store, environment) };
    }),
  );
  return known.filter(({ resources }) => total(resources) > 0);
}

/**
 * The environments that go on running beside one that is about to be begun.
 *
 * @param resources how many the states of the environment hold that the run is about, by stack
 * @returns none where that one is there already: then its user knows of the others
 */
export async function livingBeside(
  { store, environment }: { readonly store: StateStore; readonly environment: string },
  resources: Readonly<Record<string, number>>,
): Promise<KnownEnvironment[]> {
  if (total(resources) > 0) return [];
  const known = await knownEnvironments(store);
  return known.filter(({ region, clusterName }) => `${region}/${clusterName}` !== environment);
}

const UNFINISHED = "unfinished";

/**
 * Remembers that a deployment began, until `markFinished`: what it created in its last moments may
 * be in no state. In a shared store everybody sees it, so that whoever deploys next takes that in.
 */
export async function markUnfinished(store: StateStore, environment: string): Promise<void> {
  // A mark that is there tells of an earlier run, of which something may still be in no state.
  await store.create(`${environment}/${UNFINISHED}`, `${new Date().toISOString()}\n`);
}

export async function markFinished(store: StateStore, environment: string): Promise<void> {
  await store.remove(`${environment}/${UNFINISHED}`);
}

/** When the run began that failed or was killed, and has not been made good since; undefined when there is none. */
export async function interruptedSince(store: StateStore, environment: string): Promise<Date | undefined> {
  const text = await store.read(`${environment}/${UNFINISHED}`);
  if (text === undefined) return undefined;
  const since = new Date(text.trim());
  // A mark that is torn tells that there was such a run, but not when.
  return Number.isNaN(since.getTime()) ? new Date(0) : since;
}

/** Whether the last deployment failed, or was killed. */
export async function isUnfinished(store: StateStore, environment: string): Promise<boolean> {
  return (await store.read(`${environment}/${UNFINISHED}`)) !== undefined;
}

/** Puts a stack's state aside, for resources that are gone with something else. */
export async function abandonState(store: StateStore, environment: string, stack: string): Promise<void> {
  await putAside(store, `${environment}/${stack}.tfstate`, "abandoned");
}

/** Renames a file, so that nobody takes it for a state any more. */
export async function putAside(store: StateStore, name: string, suffix: string): Promise<void> {
  const text = await store.read(name);
  if (text === undefined) return;
  await store.write(`${name}.${suffix}`, text);
  await store.remove(name);
  // Else the copies beside it would be put back as those of a state that was lost.
  for (const copy of STATE_COPIES) await store.remove(name + copy);
}

/** Names of an environment's states. */
export async function statesOf(store: StateStore, environment: string): Promise<string[]> {
  return (await store.list(environment)).filter((name) => STATE.test(name));
}

/** How many resources the states of an environment hold, by stack. */
export async function resourcesIn(store: StateStore, environment: string): Promise<Record<string, number>> {
  const names = await statesOf(store, environment);
  const counts = await Promise.all(names.map(async (name) => managedResources(await store.read(name))));
  return Object.fromEntries(names.map((name, index) => [STATE.exec(name)![1]!, counts[index]!]));
}

/** Stacks of which every environment that was deployed as a whole has something in AWS. */
const STACKS_IN_AWS = ["cluster", "system", "batch"];

/**
 * Whether the states hold a part of an environment only: one was lost, or a run did not come to its end.
 * What is missing there may exist in AWS.
 */
export function isOfAPart(resources: Readonly<Record<string, number>>): boolean {
  return total(resources) > 0 && STACKS_IN_AWS.some((stack) => (resources[stack] ?? 0) === 0);
}

/** How many resources there are in all stacks. */
export function total(resources: Readonly<Record<string, number>>): number {
  return Object.values(resources).reduce((sum, count) => sum + count, 0);
}

/** How many resource instances of Terraform's own making the text of a state holds. */
export function managedResources(text: string | undefined): number {
  if (!text?.trim()) return 0;
  // Terraform was killed while it wrote a state that is not whole: there is something, and the next run restores the file.
  return wholeState(text)?.resources.length ?? 1;
}

import { loadVariables } from "../../model/load-variables";
import type { StatePlace } from "../../model/state-place";
import type { Variables } from "../../model/variables";
import { restoreState } from "../terraform/state-file";
import { CliError } from "../terminal/cli-error";
import {
  isUnfinished,
  markFinished,
  markUnfinished,
  putAside,
  saveVariables,
  savedVariables,
  statesOf,
} from "./environments";
import { describePlace, isSame, readPointer, rememberPlace, writePointer } from "./elsewhere";
import { openStore, type StateStores } from "./stores/state-stores";
import type { StateStore } from "./stores/state-store";
import { decidePlacement, parseStoredState, type StoredState } from "./stored-state";
import { describeLock, terraformLocks } from "./locks/terraform-locks";

/** Suffix of what a move leaves where the state was. */
const MOVED = "moved";

export interface Moved {
  readonly states: number;
  readonly resources: number;
}

interface Route {
  readonly environment: string;
  readonly source: StateStore;
  readonly target: StateStore;
}

/**
 * Moves an environment's state to where its variables want it, with all that is kept beside it.
 * Everything is copied and the copies are read again before anything is put aside at the source,
 * where it stays under another name. Interrupted anywhere, it is just started again.
 *
 * @param from where the state is
 * @throws CliError before anything is changed at the source, when something stands against it
 */
export async function moveState(stores: StateStores, from: StatePlace, variables: Variables): Promise<Moved> {
  const { place, store: target, environment } = stores;
  if (isSame(from, place)) throw new CliError(`The state is in ${describePlace(place)} already.`);
  const source = openStore(from);
  const route = { environment, source, target };
  await refuseLocked(route);
  const names = await statesOf(source, environment);
  if (from.kind === "local") for (const name of names) restoreState(source.address(name));
  const pointer = await readPointer(source, environment);
  const isVerified = pointer !== undefined && isSame(pointer, place);

  const states = await copied(route, names, isVerified);
  if (!isVerified) await moveCompanions(route, stores, variables);
  // First of all, whoever works at the source learns that it counts no more.
  await writePointer(source, environment, place);
  await rememberPlace(stores);
  for (const name of names) await putAside(source, name, MOVED);
  await markFinished(source, environment);
  return {
    states: states.length,
    resources: states.reduce((sum, { resources }) => sum + resources.length, 0),
  };
}

/** Copies what is not there yet. Nothing is written before every stack's placement is decided. */
async function copied(
  { source, target }: Route,
  names: readonly string[],
  isVerified: boolean,
): Promise<StoredState[]> {
  const found = await Promise.all(
    names.map(async (name) => {
      const state = parseStoredState(await source.read(name), source.address(name));
      const there = parseStoredState(await target.read(name), target.address(name));
      return {
        name,
        state,
        placement: state ? decidePlacement(state, there, isVerified) : ("keep" as const),
      };
    }),
  );
  const refusals = found.flatMap(({ name, placement }) =>
    typeof placement === "object" ? [`${target.address(name)}: ${placement.refusal}`] : [],
  );
  if (refusals.length > 0) throw new CliError([...refusals, "Nothing was moved."].join("\n"));
  for (const { name, state, placement } of found) {
    if (!state || placement !== "copy") continue;
    await target.write(name, state.text);
    verify(state, parseStoredState(await target.read(name), target.address(name)), target.address(name));
  }
  return found.flatMap(({ state }) => state ?? []);
}

function verify(sent: StoredState, found: StoredState | undefined, address: string): void {
  const isSameState =
    found?.serial === sent.serial &&
    found.lineage === sent.lineage &&
    found.resources.length === sent.resources.length;
  if (isSameState && found.text === sent.text) return;
  throw new CliError(`${address} is not what was written there. The source is as it was; start again.`);
}

/** The variables of the last deployment, and the mark of one that was interrupted. */
async function moveCompanions(
  { environment, source, target }: Route,
  { local }: StateStores,
  variables: Variables,
): Promise<void> {
  const [region = "", clusterName = ""] = environment.split("/");
  const file = await savedVariables(source, { region, clusterName }, local);
  // Deployed as they were, but for where the state is.
  const { state_bucket, state_region, state_prefix } = variables;
  const deployed = file === undefined ? variables : loadVariables(file);
  await saveVariables(target, { ...deployed, state_bucket, state_region, state_prefix });
  if (await isUnfinished(source, environment)) await markUnfinished(target, environment);
}

/** A Terraform that works, or was killed, at either place has, or had, more to write. */
async function refuseLocked({ environment, source, target }: Route): Promise<void> {
  const locks = await Promise.all([source, target].map((store) => terraformLocks(store, environment)));
  const lines = locks.flat().map(describeLock);
  if (lines.length === 0) return;
  throw new CliError(
    [...lines, "Nothing was moved. Wait for that Terraform; if it was killed: npm run state:unlock"].join(
      "\n",
    ),
  );
}

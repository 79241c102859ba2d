import { environmentPath, statePlace, type StatePlace } from "../../../model/state-place";
import type { Variables } from "../../../model/variables";
import { LocalStore } from "./local-store";
import { S3Store } from "./s3-store";
import type { StateStore } from "./state-store";

/** The stores that a run has to do with. */
export interface StateStores {
  /** Where the variables want the state to be. */
  readonly place: StatePlace;
  readonly store: StateStore;
  /** The files of this working copy: the same one when the state is not shared. */
  readonly local: LocalStore;
  /** Path of the variables' own environment in each of them. */
  readonly environment: string;
}

/** @param stateRoot directory of this working copy's own states */
export function stateStores(
  variables: Variables,
  stateRoot = process.env.STATE_ROOT ?? "state",
): StateStores {
  const place = statePlace(variables, stateRoot);
  const local = new LocalStore(stateRoot);
  const store = place.kind === "local" ? local : openStore(place);
  return { place, store, local, environment: environmentPath(variables) };
}

export function openStore(place: StatePlace): StateStore {
  return place.kind === "local" ? new LocalStore(place.root) : new S3Store(place);
}

import { hostname } from "node:os";
import { resolve } from "node:path";
import type { SharedPlace, StatePlace } from "../../model/state-place";
import { CliError } from "../terminal/cli-error";
import { resourcesIn, total } from "./environments";
import { openStore, type StateStores } from "./stores/state-stores";
import type { StateStore } from "./stores/state-store";

/** Where an environment's state is, as a file beside the place where it is not tells. */
export type Pointer = SharedPlace | LocalPointer;

interface LocalPointer {
  readonly kind: "local";
  /** Absolute. */
  readonly root: string;
  readonly host: string;
}

const POINTER = "elsewhere.json";

/** A place where an environment still has resources, other than the one of the variables. */
export interface Elsewhere {
  readonly place: StatePlace;
  /** For people. */
  readonly description: string;
  /** Undefined when it cannot be looked at from here. */
  readonly resources: number | undefined;
  /** The file that names the place, where that cannot be looked at. */
  readonly toldBy?: string | undefined;
}

/**
 * Looks whether the environment of the variables has its resources in another state than theirs:
 * to deploy would make everything a second time. What is looked at: the files of this working copy,
 * and every place that a pointer names, there and from there on.
 */
export async function findElsewhere({
  place,
  local,
  environment,
}: Omit<StateStores, "store">): Promise<Elsewhere | undefined> {
  const places: { readonly at: Pointer | StatePlace; readonly toldBy?: string }[] = [{ at: place }];
  if (place.kind === "s3") places.push({ at: { kind: "local", root: local.root } });
  // The list grows while it is gone through.
  for (const { at, toldBy } of places) {
    const description = describePlace(at);
    const found = await look(at, environment).catch((error: unknown) => {
      if (toldBy === undefined || !(error instanceof CliError)) throw error;
    });
    if (!found) return { place: at, description, resources: undefined, toldBy };
    const { resources, pointer, pointerFile } = found;
    if (at !== place && resources > 0) return { place: at, description, resources };
    if (!pointer || places.some((known) => isSame(known.at, pointer))) continue;
    places.push({ at: pointer, toldBy: pointerFile });
  }
  return undefined;
}

interface Look {
  readonly resources: number;
  readonly pointer: Pointer | undefined;
  readonly pointerFile: string;
}

/** @returns undefined when the place is on another machine */
async function look(at: Pointer | StatePlace, environment: string): Promise<Look | undefined> {
  if (hostOf(at) !== hostname()) return undefined;
  const store = openStore(at);
  return {
    resources: total(await resourcesIn(store, environment)),
    pointer: await readPointer(store, environment),
    pointerFile: store.address(pointerName(environment)),
  };
}

/** What is wrong with an environment whose state is elsewhere, and what to do, a sentence each. */
export function explainElsewhere({
  description,
  resources,
  toldBy,
}: Elsewhere): readonly [string, ...string[]] {
  const found =
    resources === undefined
      ? `the state of this environment was last in ${description}, which cannot be looked at from here`
      : `${resources} resources of this environment are in another state, ${description}`;
  return [
    found,
    "Bring that state here: npm run state:move",
    "Or let state_bucket, state_region and state_prefix name that place.",
    ...(toldBy === undefined ? [] : [`Or, when there is nothing any more, remove ${toldBy}`]),
  ];
}

/** Lets the next run of this working copy know where the environment's state is. */
export async function rememberPlace({ place, store, local, environment }: StateStores): Promise<void> {
  await forgetPointer(store, environment);
  if (place.kind === "s3") await writePointer(local, environment, place);
}

export async function readPointer(store: StateStore, environment: string): Promise<Pointer | undefined> {
  const text = await store.read(pointerName(environment));
  if (text === undefined) return undefined;
  try {
    const pointer = JSON.parse(text) as Pointer;
    if (pointer.kind === "s3" || pointer.kind === "local") return pointer;
  } catch {
    // Told below.
  }
  const file = store.address(pointerName(environment));
  throw new CliError(
    `${file} tells where the state of this environment is, and cannot be read. If the state is at ${store.address(environment)}, ` +
      `remove that file; else put it back, or let state_bucket, state_region and state_prefix name the place.`,
  );
}

export async function writePointer(store: StateStore, environment: string, to: StatePlace): Promise<void> {
  const pointer: Pointer = to.kind === "s3" ? to : { ...to, root: resolve(to.root), host: hostname() };
  await store.write(pointerName(environment), `${JSON.stringify(pointer)}\n`);
}

export async function forgetPointer(store: StateStore, environment: string): Promise<void> {
  await store.remove(pointerName(environment));
}

/** Such as `s3://bucket/prefix (eu-west-1)` or `files below /states/of-jo on laptop`. */
export function describePlace(place: StatePlace | Pointer): string {
  if (place.kind === "s3") return `s3://${place.bucket}/${place.prefix} (${place.region})`;
  const host = hostOf(place);
  return `files below ${place.root}${host === hostname() ? "" : ` on ${host}`}`;
}

/** Whether two places are one. */
export function isSame(one: StatePlace | Pointer, other: StatePlace | Pointer): boolean {
  if (one.kind === "s3" && other.kind === "s3")
    return one.bucket === other.bucket && one.prefix === other.prefix;
  if (one.kind === "s3" || other.kind === "s3") return false;
  return hostOf(one) === hostOf(other) && resolve(one.root) === resolve(other.root);
}

/** The machine that a place can be looked at from: this one, unless it says otherwise. */
function hostOf(place: StatePlace | Pointer): string {
  return "host" in place ? place.host : hostname();
}

function pointerName(environment: string): string {
  return `${environment}/${POINTER}`;
}

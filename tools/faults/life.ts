import { stripVTControlCharacters } from "node:util";
import type { InventoryItem } from "../../local/protocol/service";
import type { Variables } from "../../src/model/variables";
import { foreignCalls } from "./foreign-calls";
import { RehearsedEnvironment, type Run } from "./rehearsed-environment";

export const PHASES = ["deploy", "change", "destroy"] as const;
export type Phase = (typeof PHASES)[number];

/** A change that touches as much as one run can: updates in place, new versions, a replacement. */
const CHANGED_VARIABLES: Partial<Variables> = {
  eks_cluster_version: "1.36",
  tags: { team: "research" },
  log_retention_days: 30,
  aws_batch_max_vcpus: 128,
  aws_batch_instance_types: ["c7i", "m7i"],
  aws_batch_doeks_jd_name: "hello",
};

/** Something that goes wrong in each phase of an environment's life. */
export interface Trouble {
  /** Such as `throttling`. */
  readonly name: string;
  /** Prepares it for the run that comes. @returns what it is to hit */
  arm(phase: Phase, environment: RehearsedEnvironment): Promise<string>;
}

/** A call or a transition that was to fail. */
export type Order = Partial<Record<"service" | "action" | "transition", string>>;

/** How a phase went in which something was to go wrong. */
export interface Outcome {
  readonly phase: Phase;
  readonly trouble: string;
  readonly target: string;
  /** The run that was hit. */
  readonly run: Run;
  /** Orders that the run did not come to. */
  readonly pending: readonly Order[];
  /** Whether the run after it ended well, and well run after a good one changed nothing. */
  readonly hasConverged: boolean;
  /** Calls of both runs that may have changed something of another environment. */
  readonly touched: readonly string[];
  /** What that run said; undefined when a destruction needed none. */
  readonly next: Run | undefined;
}

/** Another environment of the account and region, which has all names that may be equal. */
const NEIGHBOUR: Partial<Variables> = {
  eks_cluster_name: "neighbour",
  aws_batch_doeks_jq_name: "neighbour-JQ",
  aws_batch_doeks_jd_name: "neighbour-hello",
};

/** How a clean-up went right after a run with trouble, without an installation in between. */
export interface DirectCleanUp {
  readonly phase: Phase;
  /** Of the clean-up. */
  readonly status: number;
  /** What existed in the emulator after it. */
  readonly left: readonly string[];
  /** Calls that may have changed something of another environment. */
  readonly touched: readonly string[];
}

export interface Life {
  /** A clean-up right after the trouble, for the phases that leave an environment. */
  readonly cleanUps: readonly DirectCleanUp[];
  readonly outcomes: readonly Outcome[];
  /** What existed in the emulator at the end. */
  readonly left: readonly string[];
}

/**
 * Deploys an environment, changes and destroys it, with trouble in each phase, and one run without
 * after it.
 *
 * @param say tells of each phase
 * @param triesCleanUps whether other environments are removed right after the trouble
 */
export async function live(
  trouble: Trouble,
  say: (line: string) => void,
  triesCleanUps = true,
): Promise<Life> {
  const cleanUps: DirectCleanUp[] = [];
  for (const phase of triesCleanUps ? (["deploy", "change"] as const) : []) {
    cleanUps.push(await cleanUpDirectly(phase, trouble, say));
  }
  const { environment, neighbours } = await startBesideNeighbour();
  const outcomes: Outcome[] = [];
  try {
    for (const phase of PHASES) {
      const started = Date.now();
      const outcome = await goThrough(phase, trouble, environment, neighbours);
      outcomes.push(outcome);
      const seconds = Math.round((Date.now() - started) / 1000);
      const end = outcome.hasConverged ? "converged" : "DID NOT CONVERGE";
      say(`${trouble.name}: ${phase}: status ${outcome.run.status}, ${end}, ${seconds} s`);
    }
    const left = await inventoryOf(environment, neighbours);
    if (left.length > 0) say(`${trouble.name}: LEFT: ${left.join(", ")}`);
    const isGood = left.length === 0 && outcomes.every(({ hasConverged }) => hasConverged);
    if (isGood) environment.forget();
    else say(`${trouble.name}: its files are kept in ${environment.rehearsal.directory}`);
    return { outcomes, left, cleanUps };
  } finally {
    await environment.stop();
  }
}

/** Lets a deployment or a change run into trouble, and removes the environment at once. */
export async function cleanUpDirectly(
  phase: "deploy" | "change",
  trouble: Trouble,
  say: (line: string) => void,
): Promise<DirectCleanUp> {
  const { environment, neighbours } = await startBesideNeighbour();
  try {
    if (phase === "change") {
      await environment.install();
      environment.configure(CHANGED_VARIABLES);
    }
    await trouble.arm(phase, environment);
    const hit = await environment.install();
    await environment.control.clearFaults();
    environment.killTerraformAtCall(undefined);
    const { status, calls } = await environment.cleanUp();
    const left = await inventoryOf(environment, neighbours);
    const touched = foreignCalls(neighbours, [...hit.calls, ...calls]);
    const end = left.length === 0 ? "nothing left" : `LEFT: ${left.join(", ")}`;
    say(`${trouble.name}: clean-up right after ${phase}: status ${status}, ${end}`);
    if (status === 0 && left.length === 0) environment.forget();
    else say(`${trouble.name}: its files are kept in ${environment.rehearsal.directory}`);
    return { phase, status, left, touched };
  } finally {
    await environment.stop();
  }
}

/** An environment that is not there yet, beside one that is. */
async function startBesideNeighbour(): Promise<{
  environment: RehearsedEnvironment;
  neighbours: readonly InventoryItem[];
}> {
  const environment = await RehearsedEnvironment.start();
  const { status, output } = await environment.beside(NEIGHBOUR).install();
  if (status !== 0) throw new Error(`The neighbour could not be installed:\n${output}`);
  return { environment, neighbours: await environment.control.inventory() };
}

/** What there is beyond the neighbour's. */
async function inventoryOf(
  { control }: RehearsedEnvironment,
  neighbours: readonly InventoryItem[],
): Promise<string[]> {
  const isNeighbours = (item: InventoryItem): boolean =>
    neighbours.some(({ type, id, region }) => type === item.type && id === item.id && region === item.region);
  const items = await control.inventory();
  return items.filter((item) => !isNeighbours(item)).map(({ type, id }) => `${type} ${id}`);
}

async function goThrough(
  phase: Phase,
  trouble: Trouble,
  environment: RehearsedEnvironment,
  neighbours: readonly InventoryItem[],
): Promise<Outcome> {
  if (phase === "change") environment.configure(CHANGED_VARIABLES);
  const command = (): Promise<Run> => (phase === "destroy" ? environment.cleanUp() : environment.install());
  const target = await trouble.arm(phase, environment);
  const run = await command();
  const pending = (await environment.control.pendingFaults()) as Order[];
  await environment.control.clearFaults();
  environment.killTerraformAtCall(undefined);
  // Nothing is left to be destroyed twice.
  const next = phase === "destroy" && run.status === 0 ? undefined : await command();
  const hasConverged = next === undefined || (next.status === 0 && (run.status !== 0 || isUnchanged(next)));
  if (!hasConverged) await command();
  const touched = foreignCalls(neighbours, [...run.calls, ...(next?.calls ?? [])]);
  return { phase, trouble: trouble.name, target, run, pending, hasConverged, touched, next };
}

function isUnchanged({ output }: Run): boolean {
  return stripVTControlCharacters(output).includes("Nothing was changed.");
}

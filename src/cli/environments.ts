import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Variables } from "../variables";

/** An environment that has, or had, state below a state root. */
export interface KnownEnvironment {
  readonly region: string;
  readonly clusterName: string;
  readonly directory: string;
  /** How many resources its state holds, by stack. */
  readonly resources: Readonly<Record<string, number>>;
}

const SNAPSHOT = "variables.json";

export function environmentDirectory(stateRoot: string, variables: Variables): string {
  return join(stateRoot, variables.aws_region, variables.eks_cluster_name);
}

/**
 * Keeps the variables of a deployment beside its state, so that it can be destroyed as it was
 * deployed, whatever becomes of `variables.json`.
 *
 * @returns the file
 */
export function saveVariables(stateRoot: string, variables: Variables): string {
  const directory = environmentDirectory(stateRoot, variables);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, SNAPSHOT);
  writeFileSync(file, `${JSON.stringify(variables, undefined, 2)}\n`);
  return file;
}

/** The variables with which an environment was deployed last. @returns undefined when none were kept */
export function savedVariables(environment: KnownEnvironment): string | undefined {
  const file = join(environment.directory, SNAPSHOT);
  return existsSync(file) ? file : undefined;
}

/** Every environment below a state root that still has resources in its state. */
export function knownEnvironments(stateRoot: string): KnownEnvironment[] {
  return childrenOf(stateRoot).flatMap((region) =>
    childrenOf(join(stateRoot, region))
      .map((clusterName) => {
        const directory = join(stateRoot, region, clusterName);
        return { region, clusterName, directory, resources: resourcesIn(directory) };
      })
      .filter(({ resources }) => Object.values(resources).some((count) => count > 0)),
  );
}

const UNFINISHED = "unfinished";

/**
 * Remembers that a deployment began, until `markFinished`: what it created in its last moments may
 * be in no state.
 */
export function markUnfinished(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  writeFileSync(join(directory, UNFINISHED), `${new Date().toISOString()}\n`);
}

export function markFinished(directory: string): void {
  rmSync(join(directory, UNFINISHED), { force: true });
}

/** Whether the last deployment failed, or was killed. */
export function isUnfinished(directory: string): boolean {
  return existsSync(join(directory, UNFINISHED));
}

/** Puts a stack's state aside, for resources that are gone with something else. */
export function abandonState(directory: string, stack: string): void {
  const file = join(directory, `${stack}.tfstate`);
  renameSync(file, `${file}.abandoned`);
}

/** How many resources the states in a directory hold, by stack. */
export function resourcesIn(directory: string): Record<string, number> {
  if (!existsSync(directory)) return {};
  const states = readdirSync(directory).filter((name) => name.endsWith(".tfstate"));
  return Object.fromEntries(
    states.map((name) => [name.replace(/\.tfstate$/, ""), managedResources(join(directory, name))]),
  );
}

function managedResources(stateFile: string): number {
  const text = readFileSync(stateFile, "utf8");
  if (text === "") return 0;
  try {
    const { resources = [] } = JSON.parse(text) as { resources?: { mode: string; instances: unknown[] }[] };
    return resources
      .filter(({ mode }) => mode === "managed")
      .reduce((sum, { instances }) => sum + instances.length, 0);
  } catch {
    // Terraform was killed while it wrote: there is something, and the deployment restores the file.
    return 1;
  }
}

function childrenOf(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}

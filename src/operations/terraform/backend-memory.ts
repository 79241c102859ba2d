import { existsSync, readdirSync, rmSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { readFile } from "../../model/read-file";
import { environmentPath, stateName, statePlace, type StatePlace } from "../../model/state-place";
import type { Variables } from "../../model/variables";

/** What Terraform writes down in a stack's directory about the place of the state. */
interface BackendMemory {
  readonly backend?: {
    readonly type: string;
    readonly config?: { readonly path?: string; readonly key?: string };
  };
}

/**
 * Lets Terraform forget where the states were that it worked on in a directory of synthesized
 * stacks: after a move it would ask whether to move them itself.
 *
 * @param outdir @default - `CDKTF_OUTDIR`, else CDKTF's own
 */
export function forgetBackends(outdir = process.env.CDKTF_OUTDIR ?? "cdktf.out"): void {
  for (const file of memoryFiles(outdir)) rmSync(file, { recursive: true });
}

/**
 * Terraform remembers in a stack's directory where the state was, and refuses to go on when that changes: it cannot
 * know that the other environment's state stays where it is on purpose. What it remembers of another environment, and
 * what cannot be read any more, is removed. The same environment's state in another backend is left to that refusal:
 * it must be moved.
 *
 * @param outdir where CDKTF puts the synthesized stacks
 */
export function forgetOtherEnvironments(outdir: string, variables: Variables, stateRoot: string): void {
  const place = statePlace(variables, stateRoot);
  for (const file of memoryFiles(outdir)) {
    const stackDirectory = resolve(file, "..", "..");
    const name = stateName(environmentPath(variables), basename(stackDirectory));
    if (isForgettable(readMemory(file), place, stackDirectory, name)) rmSync(file, { recursive: true });
  }
}

function memoryFiles(outdir: string): string[] {
  const stacks = resolve(outdir, "stacks");
  if (!existsSync(stacks)) return [];
  return readdirSync(stacks)
    .map((stack) => join(stacks, stack, ".terraform", "terraform.tfstate"))
    .filter((file) => existsSync(file));
}

/** @returns undefined for a file that is torn, such as one that was written on a full disk */
function readMemory(file: string): BackendMemory | undefined {
  try {
    return Object(JSON.parse(readFile(file) ?? "")) as BackendMemory;
  } catch {
    return undefined;
  }
}

/** @param name of the stack's state below the root or prefix of its place */
function isForgettable(
  memory: BackendMemory | undefined,
  place: StatePlace,
  stackDirectory: string,
  name: string,
): boolean {
  if (!memory) return true;
  const { type, config } = memory.backend ?? {};
  const remembered = config?.path ?? config?.key;
  if (remembered === undefined) return false;
  return type === "local" && place.kind === "local"
    ? remembered !== relative(stackDirectory, resolve(place.root, name))
    : remembered.split("/").slice(-3).join("/") !== name;
}

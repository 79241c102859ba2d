import { existsSync, readdirSync, renameSync, statSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { readFile, readJsonFile } from "../../model/read-file";
import { say } from "../terminal/output";
import { wholeState, type TerraformState } from "./parse-state";
import type { SynthesizedStack } from "./synthesized-stacks";

/** Of the copy beside a state. */
const KEPT = ".kept";
/** Of Terraform's own copy, from before its last run. */
const BACKUP = ".backup";
/** What the names of copies beside a state end in. */
export const STATE_COPIES = [KEPT, BACKUP] as const;
/** Of states that were put aside on purpose. */
const PUT_ASIDE = [".moved", ".abandoned"];
/** Of a part of a state of which there is no copy. */
const TORN = ".torn";

/** The file in which Terraform keeps a stack's state; undefined when that is in S3, which keeps whole ones only. */
export function stateFileOf({ directory }: SynthesizedStack): string | undefined {
  const configuration = readJsonFile(join(directory, "cdk.tf.json"), "Start again: it is written anew.") as
    { terraform?: { backend?: { local?: { path: string } } } } | undefined;
  const local = configuration?.terraform?.backend?.local;
  return local && resolve(directory, local.path);
}

/** Copies a state, unless Terraform is just writing it; to be called whenever it has grown. */
export function keepState(stateFile: string): void {
  const text = stateIn(stateFile)?.text;
  if (text === undefined) return;
  writeFileSync(`${stateFile}${KEPT}.new`, text, { mode: 0o600 });
  renameSync(`${stateFile}${KEPT}.new`, stateFile + KEPT);
}

/**
 * Puts the newest copy in place of a state that is no whole one, or that is gone. Terraform empties the
 * file and then writes it, for each resource anew: killed in between, or on a full disk, it leaves a part
 * of a state.
 *
 * @returns whether that was necessary, and possible
 */
export function restoreState(stateFile: string): boolean {
  if (stateIn(stateFile)) return false;
  const copies = STATE_COPIES.map((suffix) => stateIn(stateFile + suffix)).filter((copy) => copy);
  const newest = copies.sort((one, other) => other!.serial - one!.serial)[0];
  // Nothing has to be put back of an environment that was destroyed.
  if (!newest || (!existsSync(stateFile) && newest.resources.length === 0)) return false;
  if (PUT_ASIDE.some((suffix) => existsSync(stateFile + suffix))) return false;
  writeFileSync(stateFile, newest.text, { mode: 0o600 });
  return true;
}

/**
 * Restores a state, or takes a part of one that has no copy out of the way: Terraform would not go on.
 *
 * @returns what was wrong and what was done, as a sentence's end; undefined when nothing had to be done
 */
export function mendState(stateFile: string): string | undefined {
  const wasThere = existsSync(stateFile);
  const trouble = wasThere ? "was torn while Terraform wrote it" : "was gone";
  if (restoreState(stateFile)) return `${trouble}: its last whole copy was put back`;
  // Terraform takes an empty file for no state.
  const isPart = wasThere && !stateIn(stateFile) && statSync(stateFile).size > 0;
  if (!isPart) return undefined;
  renameSync(stateFile, stateFile + TORN);
  return `${trouble}: there is no copy, and it was set aside as ${basename(stateFile)}${TORN}`;
}

/** Mends every state in the directory of an environment, and says so. */
export function mendStates(directory: string): void {
  if (!existsSync(directory)) return;
  const states = readdirSync(directory).flatMap((name) => /^[^.]+\.tfstate(?=$|\.)/.exec(name)?.[0] ?? []);
  for (const name of new Set(states)) {
    const mended = mendState(join(directory, name));
    if (mended) say(`${name} ${mended}.`);
  }
}

/** The state in a file; undefined when there is none, or no whole one. */
function stateIn(file: string): TerraformState | undefined {
  return wholeState(readFile(file));
}

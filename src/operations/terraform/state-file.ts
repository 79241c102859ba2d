import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { SynthesizedStack } from "./synthesized-stacks";

/** Of the copy beside a state. */
const KEPT = ".kept";
/** Of Terraform's own copy, from before its last run. */
const BACKUP = ".backup";
/** Of a part of a state of which there is no copy. */
const TORN = ".torn";

/** The file in which Terraform keeps a stack's state; undefined when that is in S3, which keeps whole ones only. */
export function stateFileOf({ directory }: SynthesizedStack): string | undefined {
  const configuration = JSON.parse(readFileSync(join(directory, "cdk.tf.json"), "utf8")) as {
    terraform: { backend: { local?: { path: string } } };
  };
  const { local } = configuration.terraform.backend;
  return local && resolve(directory, local.path);
}

/** Copies a state, unless Terraform is just writing it; to be called whenever it has grown. */
export function keepState(stateFile: string): void {
  const text = wholeState(stateFile)?.text;
  if (text === undefined) return;
  writeFileSync(`${stateFile}${KEPT}.new`, text, { mode: 0o600 });
  renameSync(`${stateFile}${KEPT}.new`, stateFile + KEPT);
}

/**
 * Puts the newest copy in place of a state that is no whole one. Terraform empties the file and then
 * writes it, for each resource anew: killed in between, or on a full disk, it leaves a part of a state.
 *
 * @returns whether that was necessary, and possible
 */
export function restoreState(stateFile: string): boolean {
  if (!existsSync(stateFile) || wholeState(stateFile)) return false;
  const copies = [wholeState(stateFile + KEPT), wholeState(stateFile + BACKUP)].filter((copy) => copy);
  const newest = copies.sort((one, other) => other!.serial - one!.serial)[0];
  if (newest) writeFileSync(stateFile, newest.text);
  return newest !== undefined;
}

/**
 * Restores a state, or takes a part of one that has no copy out of the way: Terraform would not go on.
 *
 * @returns what was done, as a sentence's end; undefined when nothing had to be done
 */
export function mendState(stateFile: string): string | undefined {
  if (restoreState(stateFile)) return "its last whole copy was put back";
  // Terraform takes an empty file for no state.
  const isPart = existsSync(stateFile) && !wholeState(stateFile) && statSync(stateFile).size > 0;
  if (!isPart) return undefined;
  renameSync(stateFile, stateFile + TORN);
  return `there is no copy, and it was set aside as ${basename(stateFile)}${TORN}`;
}

function wholeState(file: string): { readonly text: string; readonly serial: number } | undefined {
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, "utf8");
  try {
    return { text, serial: (JSON.parse(text) as { serial: number }).serial };
  } catch {
    return undefined;
  }
}

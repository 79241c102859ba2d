import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { mendState } from "./state-file";

/** Mends the states in a directory that a killed Terraform, or a full disk, left in pieces, and says so. */
export function mendStates(directory: string): void {
  if (!existsSync(directory)) return;
  for (const name of readdirSync(directory).filter((file) => file.endsWith(".tfstate"))) {
    const mended = mendState(join(directory, name));
    if (mended) console.log(`${name} was torn while Terraform wrote it: ${mended}.`);
  }
}

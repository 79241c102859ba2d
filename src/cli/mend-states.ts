import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { restoreState } from "./adoption/state-safekeeping";

/** Puts back whole copies of the states in a directory that a killed Terraform left in pieces, and says so. */
export function mendStates(directory: string): void {
  if (!existsSync(directory)) return;
  for (const name of readdirSync(directory).filter((file) => file.endsWith(".tfstate"))) {
    if (!restoreState(join(directory, name))) continue;
    console.log(`${name} was torn when Terraform was killed: its last whole copy was put back.`);
  }
}

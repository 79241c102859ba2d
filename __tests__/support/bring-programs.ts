import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bringMissing, withBrought } from "../../local/programs/missing";
import { bundlePrograms } from "../../tools/bundled-programs/bundle-programs";

/** Each project of a run of jest asks for them. */
let isDone = false;

/**
 * Before the first test that calls them: what this machine has not of Terraform, the AWS CLI and moto, and the project's
 * own programs.
 */
export default async function bringPrograms(): Promise<void> {
  if (isDone) return;
  isDone = true;
  await bringMissing();
  process.env.PATH = withBrought(process.env.PATH);
  const directory = mkdtempSync(join(tmpdir(), "programs-"));
  process.once("exit", () => rmSync(directory, { recursive: true, force: true }));
  process.env.NODE_OPTIONS = [process.env.NODE_OPTIONS, await bundlePrograms(directory)].join(" ").trim();
}

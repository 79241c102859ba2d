import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  synthesize,
  synthesizedResources,
  type SynthesizedResource,
} from "../../terraform/synthesized-stacks";
import type { TerraformAddress } from "./import-command";

/** Where in the stacks a resource of this type and name would be; undefined when they make none. */
export type FindAddress = (type: string, name: string) => TerraformAddress | undefined;

/**
 * Synthesizes the stacks, which takes a moment: call it when there is something to import. What cannot
 * be synthesized has no addresses, and is told all the same.
 */
export function synthesizedAddresses(env: NodeJS.ProcessEnv): FindAddress {
  const outdir = mkdtempSync(join(tmpdir(), "doctor-"));
  try {
    return addressesIn(synthesizedResources(synthesize(process.cwd(), { ...env, CDKTF_OUTDIR: outdir })));
  } catch {
    return () => undefined;
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

export function addressesIn(resources: readonly SynthesizedResource[]): FindAddress {
  return (type, name) => resources.find((resource) => resource.type === type && isCalled(resource, name));
}

/** Attributes with what a generated name begins with. */
const PREFIXES = ["name_prefix", "compute_environment_name_prefix"];

/** By its name, or by the prefix that Terraform completes to a name, as far as it is known before. */
function isCalled({ values }: SynthesizedResource, name: string): boolean {
  const prefix = PREFIXES.map((attribute) => values[attribute]).find((value) => typeof value === "string");
  if (prefix === undefined) return values.name === name;
  const known = prefix.split("${")[0]!;
  return known !== "" && name.startsWith(known);
}

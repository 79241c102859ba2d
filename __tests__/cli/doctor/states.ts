import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EnvironmentState } from "../../../src/cli/doctor/environment-state";
import { CLUSTER } from "./fakes";

/** Attributes of the instances of each resource type. */
export type Resources = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

/** The text of a state file as Terraform writes it. */
export function stateFile(resources: Resources): string {
  return JSON.stringify({
    version: 4,
    terraform_version: "1.11.4",
    resources: Object.entries(resources).map(([type, instances]) => ({
      mode: "managed",
      type,
      name: "x",
      instances: instances.map((attributes) => ({ attributes })),
    })),
  });
}

/** Writes state files into a temporary root, by `<region>/<cluster>/<file>`, and reads them. */
export function readState(files: Readonly<Record<string, string>>, region = "us-east-1"): EnvironmentState {
  const root = mkdtempSync(join(tmpdir(), "doctor-state-"));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(root, path, ".."), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return EnvironmentState.read(root, region, CLUSTER);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** The state of an environment whose stack `cluster` has these resources. */
export function stateOf(resources: Resources): EnvironmentState {
  return readState({ [`us-east-1/${CLUSTER}/cluster.tfstate`]: stateFile(resources) });
}

import { EnvironmentState } from "../../../src/operations/state/environment-state";
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

/** The state of an environment from files by `<region>/<cluster>/<file>`. */
export function readState(files: Readonly<Record<string, string>>, region = "us-east-1"): EnvironmentState {
  const names = { aws_region: region, eks_cluster_name: CLUSTER };
  return EnvironmentState.of(`state/${region}/${CLUSTER}`, names, new Map(Object.entries(files)));
}

/** The state of an environment whose stack `cluster` has these resources. */
export function stateOf(resources: Resources): EnvironmentState {
  return readState({ [`us-east-1/${CLUSTER}/cluster.tfstate`]: stateFile(resources) });
}

import type { Variables } from "../../model/variables";
import { adoptExisting } from "./adopt-existing";
import { awsClients } from "../aws/aws-clients";
import type { DeploymentProps } from "../terraform/deployment";
import type { StateStores } from "../state/state-stores";

/** How a deployment of these variables finds what an interrupted run left outside the state. */
export function adoption(
  variables: Variables,
  { store, local }: Pick<StateStores, "store" | "local">,
): NonNullable<DeploymentProps["adopt"]> {
  const clients = awsClients(variables.aws_region);
  return (stack, plan, terraform) =>
    adoptExisting({
      stack,
      plan,
      clusterName: variables.eks_cluster_name,
      stores: new Set([store, local]),
      clients,
      terraform,
      say: ({ name }, text) => console.log(`${name.padEnd(10)}  ${text}`),
    });
}

import type { Variables } from "../variables";
import { adoptExisting } from "./adoption/adopt-existing";
import { awsClients } from "./aws-clients";
import type { DeploymentProps } from "./deployment";

/** How a deployment of these variables finds what an interrupted run left outside the state. */
export function adoption(variables: Variables, stateRoot: string): NonNullable<DeploymentProps["adopt"]> {
  const clients = awsClients(variables.aws_region);
  return (stack, plan, terraform) =>
    adoptExisting({
      stack,
      plan,
      clusterName: variables.eks_cluster_name,
      stateRoot,
      clients,
      terraform,
      say: ({ name }, text) => console.log(`${name.padEnd(10)}  ${text}`),
    });
}

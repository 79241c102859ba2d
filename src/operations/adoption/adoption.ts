import { environmentPath } from "../../model/state-place";
import type { Variables } from "../../model/variables";
import { awsClients } from "../aws/aws-clients";
import type { StateStores } from "../state/stores/state-stores";
import type { DeploymentProps } from "../terraform/deployment";
import { adoptExisting, type AdoptionProps } from "./adopt-existing";
import { say } from "../terminal/output";

/** How a deployment of these variables finds what an interrupted run left outside the state. */
export function adoption(
  variables: Variables,
  { store, local }: Pick<StateStores, "store" | "local">,
  limits: Pick<AdoptionProps, "interruptedSince" | "mayTouch">,
): Required<Pick<DeploymentProps, "adopt" | "mustAdoptAgain">> {
  const clients = awsClients(variables.aws_region);
  const stuck = new Set<string>();
  return {
    adopt: (stack, plan, terraform) =>
      adoptExisting({
        ...limits,
        stack,
        plan,
        clusterName: variables.eks_cluster_name,
        environment: environmentPath(variables),
        stores: new Set([store, local]),
        clients,
        terraform,
        say: ({ name }, text) => say(`${name.padEnd(10)}  ${text}`),
        onStuck: ({ name }) => stuck.add(name),
      }),
    // Once: what is still in the way then is told, and stays.
    mustAdoptAgain: ({ name }) => stuck.delete(name),
  };
}

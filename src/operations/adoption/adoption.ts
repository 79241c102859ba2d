import { environmentPath } from "../../model/state-place";
import type { Variables } from "../../model/variables";
import { awsClients } from "../aws/aws-clients";
import { describeError } from "../aws/errors";
import { inCluster } from "../aws/kubectl";
import type { StateStores } from "../state/stores/state-stores";
import { CliError } from "../terminal/cli-error";
import { say } from "../terminal/output";
import type { DeploymentProps } from "../terraform/deployment";
import type { SynthesizedStack } from "../terraform/synthesized-stacks";
import { adoptExisting, type AdoptionProps } from "./adopt-existing";
import { adoptObjects } from "./adopt-objects";

/** How a deployment of these variables finds what an interrupted run left outside the state. */
export function adoption(
  variables: Variables,
  { store, local }: Pick<StateStores, "store" | "local">,
  limits: Pick<AdoptionProps, "interruptedSince" | "mayTouch" | "mustGo">,
): Required<Pick<DeploymentProps, "adopt" | "mustAdoptAgain">> {
  const clients = awsClients(variables.aws_region);
  const stuck = new Set<string>();
  const adoptInCluster: DeploymentProps["adopt"] = async (stack, plan, terraform) => {
    try {
      const adopted = await inCluster(clients.eks, variables, (kubectl) =>
        adoptObjects({ stack, plan, terraform, kubectl, say: sayOf }),
      );
      return adopted ?? 0;
    } catch (error) {
      if (error instanceof CliError) throw error;
      sayOf(stack, `not looked for what an interrupted run may have left: ${describeError(error)}`);
      return 0;
    }
  };
  return {
    adopt: async (stack, plan, terraform) => {
      if (stack.name === "kubernetes") return adoptInCluster(stack, plan, terraform);
      return adoptExisting({
        ...limits,
        stack,
        plan,
        clusterName: variables.eks_cluster_name,
        environment: environmentPath(variables),
        stores: new Set([store, local]),
        clients,
        terraform,
        say: sayOf,
        onStuck: ({ name }) => stuck.add(name),
      });
    },
    // Once: what is still in the way then is told, and stays.
    mustAdoptAgain: ({ name }) => stuck.delete(name),
  };
}

function sayOf({ name }: SynthesizedStack, text: string): void {
  say(`${name.padEnd(10)}  ${text}`);
}

import { adoption } from "../../operations/adoption/adoption";
import { awsClients, type AwsClients } from "../../operations/aws/aws-clients";
import { unreachableBecause } from "../../operations/aws/cluster-reachability";
import { inCluster } from "../../operations/aws/kubectl";
import { tagEditor } from "../../operations/doctor/leftovers/leftovers";
import { drainJobs } from "../../operations/removal/drain-jobs";
import {
  findLeakedInterfaces,
  findStrays,
  isBeyondPlan,
  ownComputeEnvironments,
  type Surroundings,
} from "../../operations/removal/gather-facts";
import { leaveToCluster } from "../../operations/removal/leave-to-cluster";
import { removeAll, type Unremoved } from "../../operations/removal/removal";
import { outsider, type RemovalPlan } from "../../operations/removal/removal-plan";
import { whatHolds } from "../../operations/removal/what-holds";
import { abandonState, markFinished, resourcesIn, total } from "../../operations/state/environments";
import { lockClearing } from "../../operations/state/locks/stale-locks";
import { StateContents } from "../../operations/state/state-contents";
import type { StateStores } from "../../operations/state/stores/state-stores";
import { complain, say } from "../../operations/terminal/output";
import { Deployment } from "../../operations/terraform/deployment";
import { failureReport } from "../../operations/terraform/failure-report";
import { isToldToEnd } from "../../operations/terraform/logged-process";
import type { SynthesizedStack } from "../../operations/terraform/synthesized-stacks";
import { TerraformError } from "../../operations/terraform/terraform";
import { verify } from "./leftovers";

/** Does what the plan says, and looks whether anything is left. */
export async function carryOut(
  plan: RemovalPlan,
  around: Surroundings,
  stores: StateStores,
  stacks: readonly SynthesizedStack[],
  logDirectory: string,
): Promise<void> {
  const { variables, states } = around;
  const { aws_region: region, eks_cluster_name: clusterName } = variables;
  const { store, environment } = stores;
  const clients = awsClients(region);
  const computeEnvironments = ownComputeEnvironments(states);
  await drainJobs(clients.batch, plan.queues, say);
  const clearLock = lockClearing(stores);
  const isWhole =
    total(plan.stacks) > 0 && around.interruptedSince === undefined && plan.outside.length === 0;
  // Even a good run may have made twice what has no name of its own, such as a VPC or an address, when
  // the answer to the first call was lost. All of that is in stack cluster.
  const suspects = stacks.filter(({ name }) => (isWhole ? name === "cluster" : name !== "kubernetes"));
  const { adopt } = adoption(variables, stores, {
    interruptedSince: around.interruptedSince,
    mayTouch: (kind, { id }) => isBeyondPlan(kind) || outsider(plan, kind.type, id) !== undefined,
    mustGo: (kind, { id }) => outsider(plan, kind.type, id)?.isOnCluster ?? false,
  });
  await new Deployment({ stacks: suspects, logDirectory, adopt, clearLock }).recover();
  const isGone = await kubernetesIsGone(clients, clusterName, stores);
  const unremoved: Unremoved[] = [];
  const deployment = new Deployment({
    stacks: stacks.filter(({ name }) => name !== "kubernetes" || !isGone),
    logDirectory,
    clearLock,
    goOnWithout: (stack, error) =>
      leaveToCluster(stack, error, {
        ...{ stores, isToldToEnd, say },
        holders: () => holdersOfNamespace(clients, around),
      }),
    before: async ({ name }) => {
      if (name !== "cluster") return;
      const now = await StateContents.in(new Set([store, stores.local]), environment);
      unremoved.push(
        ...(await removeAll(await findLeakedInterfaces({ ...around, states: now }), region, say)),
      );
    },
  });
  if (!(await destroyed(deployment, around, stores, plan))) return;
  await markFinished(store, environment);
  unremoved.push(...(await sweep(plan, around, computeEnvironments)));
  await verify(plan, variables, unremoved);
}

/** Removes what AWS and Kubernetes made for the environment, also what agents made since the plan. */
async function sweep(
  plan: RemovalPlan,
  around: Surroundings,
  computeEnvironments: readonly string[],
): Promise<Unremoved[]> {
  const { aws_region: region } = around.variables;
  const strays = (await findStrays(around, computeEnvironments)).filter(({ owner }) => owner.is === "ours");
  return removeAll([...strays, ...plan.volumes], region, say);
}

/** Puts the state of stack kubernetes aside when its objects can only go with the cluster. */
async function kubernetesIsGone(
  clients: AwsClients,
  clusterName: string,
  { store, environment }: StateStores,
): Promise<boolean> {
  if (((await resourcesIn(store, environment)).kubernetes ?? 0) === 0) return false;
  const problem = await unreachableBecause(clients.eks, clusterName);
  if (!problem) return false;
  say(`The objects of stack kubernetes go with the cluster, which cannot be reached: ${problem}.`);
  await abandonState(store, environment, "kubernetes");
  return true;
}

/** What keeps the namespace of AWS Batch in Terminating; nothing where it cannot be asked. */
async function holdersOfNamespace({ eks }: AwsClients, { variables }: Surroundings): Promise<string[]> {
  const { aws_batch_doeks_namespace: namespace } = variables;
  try {
    return (await inCluster(eks, variables, (kubectl) => whatHolds(namespace, kubectl))) ?? [];
  } catch {
    return [];
  }
}

/** @returns whether Terraform destroyed everything; what AWS does not let go is told, with status 3 */
async function destroyed(
  deployment: Deployment,
  around: Surroundings,
  { store, environment }: StateStores,
  plan: RemovalPlan,
): Promise<boolean> {
  try {
    say(`${await deployment.destroy()} resources were destroyed.`);
    return true;
  } catch (error) {
    if (!(error instanceof TerraformError) || error.command !== "apply" || isToldToEnd()) throw error;
    complain(failureReport(error));
    const { aws_region: region } = around.variables;
    for (const { what, command } of plan.obstacles) {
      complain(`in the way: ${what}\n  -> aws ${command} --region ${region}`);
    }
    const left = Object.entries(await resourcesIn(store, environment)).filter(([, count]) => count > 0);
    for (const [stack, count] of left) complain(`left: stack ${stack}: ${count} resources`);
    complain(`  -> Remove them in the console if Terraform cannot: ${tagEditor(region)}`);
    process.exitCode = 3;
    return false;
  }
}

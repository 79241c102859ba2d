import { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import { paginateDescribeComputeEnvironments, type BatchClient } from "@aws-sdk/client-batch";
import { batchCapacities, batchQueues } from "../../model/batch-capacity";
import type { Variables } from "../../model/variables";
import { clientConfig } from "../aws/client-config";
import { unlessDenied } from "../aws/errors";
import { batchAutoScalingGroups } from "../resources/batch/auto-scaling-groups";
import { jobFileDefinitions } from "../resources/batch/job-file-definitions";
import { nodeLaunchTemplates } from "../resources/batch/node-launch-templates";
import { claimedVolumes } from "../resources/eks/volumes";
import { ENVIRONMENT_TAG } from "../../model/names";
import { leakedInterfaces, obstaclesIn, type Obstacle } from "../resources/network/in-the-way";
import { clusterLogGroups } from "../resources/observability/cluster-log-groups";
import { ownerOf, type Evidence, type Owner } from "../resources/ownership";
import { RESOURCE_KINDS } from "../resources/registry";
import type { ResourceClients, ResourceKind, WantedResource } from "../resources/resource-kind";
import type { Stray } from "../resources/stray";
import type { StateContents } from "../state/state-contents";
import { unfinishedJobs } from "./drain-jobs";
import { isOnCluster, MADE_BY_HAND } from "./on-cluster";
import type { QueueFact, RemovalFacts, ResourceFact } from "./removal-plan";

/** What the look before a clean-up is done with. */
export interface Surroundings {
  readonly variables: Variables;
  readonly clients: ResourceClients;
  readonly states: StateContents;
  readonly interruptedSince: Date | undefined;
  /** What the synthesized stacks want. */
  readonly wanted: readonly WantedResource[];
}

/** Kinds of which everything is found without the plan of a deployment. */
function isListed(kind: ResourceKind): boolean {
  return kind.commands !== undefined && !NOT_LISTED.has(kind.type);
}

/** What is part of a cluster is found by names that only a deployment knows. */
const NOT_LISTED = new Set(["aws_eks_access_entry", "aws_iam_openid_connect_provider"]);

/** Looks at AWS, and changes nothing. @returns what decides on a removal, but for what the states say */
export async function gatherFacts(
  around: Surroundings,
): Promise<Omit<RemovalFacts, "stacks" | "isUnfinished">> {
  const { variables } = around;
  const resources = await resourceFacts(around);
  const own = new Set([...ownComputeEnvironments(around.states), ...onCluster(resources)]);
  return {
    region: variables.aws_region,
    resources,
    queues: await queueFacts(around, own),
    // Terraform destroys those of the state.
    strays: (await findStrays(around, ownComputeEnvironments(around.states))).filter(
      ({ id }) => !around.states.holds("aws_cloudwatch_log_group", { id }),
    ),
    volumes: (await unlessDenied(claimedVolumes(around.clients.ec2, variables.eks_cluster_name))) ?? [],
    obstacles: await findObstacles(around, resources),
  };
}

/** Whether a clean-up may take in or remove something that its plan does not name: its kind is not listed. */
export function isBeyondPlan(kind: ResourceKind): boolean {
  return !isListed(kind);
}

async function resourceFacts(around: Surroundings): Promise<ResourceFact[]> {
  const { clients, states, wanted } = around;
  const evidence = evidenceOf(around);
  const { clusterName } = evidence;
  const facts: ResourceFact[] = [];
  for (const kind of RESOURCE_KINDS.filter(isListed)) {
    const planned = wanted.filter(({ type }) => type === kind.type);
    if (planned.length === 0) continue;
    const own = new Set([...ownComputeEnvironments(states), ...onCluster(facts)]);
    const search = { clients, clusterName, planned };
    for (const found of (await unlessDenied(kind.list(search))) ?? []) {
      if (found.phase === "leaving") continue;
      const isNamed = planned.some((resource) => resource.value("name") === (found.name ?? found.id));
      const isInState = states.holds(kind.type, found);
      const lives = isOnCluster(found, clusterName, own);
      const isKnown = !MAY_BE_MADE_BY_HAND.has(kind.type) || isInState || isNamed || lives;
      const owner = ownerAsFarAs(isKnown, ownerOf(kind, found, evidence));
      // What is another's is told only where it has a name of this environment.
      if (owner.is === "ours" || isNamed || carriesTag(found, evidence)) {
        facts.push({ kind, found, owner, isInState, isOnCluster: lives });
      }
    }
  }
  return facts;
}

/** Types of which people make more under the environment's tag than its stacks do. */
const MAY_BE_MADE_BY_HAND = new Set(["aws_batch_compute_environment", "aws_batch_job_queue"]);

/** @param isKnown whether more than a tag tells that something is of the stacks */
function ownerAsFarAs(isKnown: boolean, owner: Owner): Owner {
  return owner.is === "ours" && !isKnown ? MADE_BY_HAND : owner;
}

/** Names of the environment's compute environments that are on the cluster, also of those in no state. */
function onCluster(resources: readonly ResourceFact[]): string[] {
  return resources
    .filter(({ kind, owner, isOnCluster: lives }) => {
      return kind.type === "aws_batch_compute_environment" && owner.is === "ours" && lives;
    })
    .map(({ found }) => found.id);
}

function carriesTag({ tags }: ResourceFact["found"], { clusterName }: Evidence): boolean {
  return tags?.[ENVIRONMENT_TAG] === clusterName;
}

function evidenceOf({ variables, states, interruptedSince }: Surroundings): Evidence {
  return { clusterName: variables.eks_cluster_name, states, interruptedSince };
}

/** Queues of the states, of the variables' names, and of the environment's tag. */
async function queueFacts(around: Surroundings, own: ReadonlySet<string>): Promise<QueueFact[]> {
  const { variables, clients, states } = around;
  const evidence = evidenceOf(around);
  const kind = RESOURCE_KINDS.find(({ type }) => type === "aws_batch_job_queue")!;
  const names = [...states.valuesOf(kind.type, "name"), ...batchQueues(variables).map(({ name }) => name)];
  const planned = names.map((name) => ({ type: kind.type, address: "", isNew: false, value: () => name }));
  const facts: QueueFact[] = [];
  for (const found of await kind.list({ clients, clusterName: evidence.clusterName, planned })) {
    if (found.phase === "leaving") continue;
    const name = found.name!;
    const isKnown = names.includes(name) || isOnCluster(found, evidence.clusterName, own);
    const owner = ownerAsFarAs(isKnown, ownerOf(kind, found, evidence));
    const jobs = owner.is === "ours" ? await unfinishedJobs(clients.batch, [name]) : [];
    facts.push({ name, owner, jobs });
  }
  return facts;
}

/** Names of the compute environments that the environment's states hold. */
export function ownComputeEnvironments(states: StateContents): string[] {
  return states.valuesOf("aws_batch_compute_environment", "compute_environment_name");
}

/**
 * What AWS, Kubernetes and job files made for the environment. It is looked for again once the stacks are gone:
 * agents make log groups anew until their node ends.
 *
 * @param own names of its compute environments, as its states held them when the clean-up began
 */
export async function findStrays(
  { variables, clients }: Surroundings,
  own: readonly string[],
): Promise<Stray[]> {
  const { eks_cluster_name: clusterName } = variables;
  const cluster = RESOURCE_KINDS.find(({ type }) => type === "aws_eks_cluster")!;
  const planned = [{ type: cluster.type, address: "", isNew: false, value: (): unknown => clusterName }];
  const [existing] = await cluster.list({ clients, clusterName, planned });
  const owner = existing?.tags?.[ENVIRONMENT_TAG] ?? (existing ? "(untagged)" : undefined);
  const names = {
    clusterName,
    own,
    existing: await computeEnvironments(clients.batch),
    prefixes: batchCapacities(variables).map(({ environmentName }) => `${environmentName}-`),
  };
  return [
    ...(await clusterLogGroups(clients, clusterName, owner)),
    ...(await batchAutoScalingGroups(new AutoScalingClient(clientConfig(variables.aws_region)), names)),
    ...(await nodeLaunchTemplates(clients.ec2, clusterName)),
    ...((await unlessDenied(jobFileDefinitions(clients.batch, clusterName))) ?? []),
  ];
}

async function computeEnvironments(client: BatchClient): Promise<string[]> {
  const names: string[] = [];
  for await (const page of paginateDescribeComputeEnvironments({ client }, {})) {
    names.push(
      ...(page.computeEnvironments ?? []).map(({ computeEnvironmentName }) => computeEnvironmentName!),
    );
  }
  return names;
}

/** VPCs of the environment: those of its states, and those that are its own outside of them. */
function vpcsOf(states: StateContents, resources: readonly ResourceFact[]): string[] {
  const outside = resources.filter(({ kind, owner }) => kind.type === "aws_vpc" && owner.is === "ours");
  return [...new Set([...states.valuesOf("aws_vpc", "id"), ...outside.map(({ found }) => found.id)])];
}

async function findObstacles(
  { variables, clients, states }: Surroundings,
  resources: readonly ResourceFact[],
): Promise<Obstacle[]> {
  const vpcIds = vpcsOf(states, resources);
  const inVpc = await unlessDenied(obstaclesIn(clients.ec2, vpcIds, variables.eks_cluster_name));
  return [
    ...(inVpc ?? []),
    ...(await foreignEnvironments(clients.batch, states, variables.eks_cluster_name)),
  ];
}

/** Compute environments of others on the environment's subnets. */
async function foreignEnvironments(
  client: BatchClient,
  states: StateContents,
  clusterName: string,
): Promise<Obstacle[]> {
  const subnets = new Set(states.valuesOf("aws_subnet", "id"));
  const own = new Set(ownComputeEnvironments(states));
  const found: Obstacle[] = [];
  if (subnets.size === 0) return found;
  for await (const page of paginateDescribeComputeEnvironments({ client }, {})) {
    for (const {
      computeEnvironmentName: id = "",
      computeResources,
      tags,
      status,
    } of page.computeEnvironments ?? []) {
      const isOnOurs = computeResources?.subnets?.some((subnet) => subnets.has(subnet));
      const isOwn = own.has(id) || tags?.[ENVIRONMENT_TAG] === clusterName;
      if (!isOnOurs || isOwn || status === "DELETING" || status === "DELETED") continue;
      found.push({
        id,
        what: `compute environment ${id}`,
        command: `batch delete-compute-environment --compute-environment ${id}`,
      });
    }
  }
  return found;
}

/** Network interfaces that nodes left in the environment's VPCs, to go right before the network. */
export async function findLeakedInterfaces({ variables, clients, states }: Surroundings): Promise<Stray[]> {
  return leakedInterfaces(clients.ec2, states.valuesOf("aws_vpc", "id"), variables.eks_cluster_name);
}

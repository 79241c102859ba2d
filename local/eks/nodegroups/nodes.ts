import { setTimeout as sleep } from "node:timers/promises";
import type { ClusterState, StoredNodegroup } from "../store";
import { ec2Node, randomAddress } from "../../kubernetes/ec2-nodes";
import { NodeObjects, type NodeObject, type NodeTaint } from "../../kubernetes/nodes";
import { KubernetesError } from "../../kubernetes/objects";
import { describeInstanceTypes } from "../../moto/instance-types";
import type { ServiceContext } from "../../service-context";
import { launchTemplateVersion, subnetsOf } from "../ec2-lookups";

/** As EKS calls the effects of Kubernetes. */
const EFFECTS: Readonly<Record<string, NodeTaint["effect"]>> = {
  NO_SCHEDULE: "NoSchedule",
  NO_EXECUTE: "NoExecute",
  PREFER_NO_SCHEDULE: "PreferNoSchedule",
};

/** Between the moment that a node joins and the one that it is ready, so that who watches sees both. */
const JOINING_MS = 100;

/** The last adjustment of each node group: two at once would make too many nodes. */
const adjusting = new WeakMap<StoredNodegroup, Promise<void>>();

/**
 * Makes the Node objects of a node group be as many as it wants, with its labels and taints. Nothing where no
 * Kubernetes is behind the cluster.
 */
export async function adjustNodes(
  context: ServiceContext,
  state: ClusterState,
  nodegroup: StoredNodegroup,
): Promise<void> {
  const before = adjusting.get(nodegroup) ?? Promise.resolve();
  const adjusted = before.then(() => adjust(context, state, nodegroup));
  adjusting.set(
    nodegroup,
    adjusted.catch(() => undefined),
  );
  await adjusted;
}

async function adjust(
  context: ServiceContext,
  state: ClusterState,
  nodegroup: StoredNodegroup,
): Promise<void> {
  if (!state.controlPlane) return;
  const { api } = state.controlPlane;
  const objects = new NodeObjects(api);
  const existing = await api.list<NodeObject>(ofNodegroup(nodegroup));
  const wanted = nodegroup.status === "DELETING" ? 0 : (nodegroup.scalingConfig?.desiredSize ?? 0);
  for (const { metadata } of existing.slice(wanted)) await objects.remove(metadata.name);
  const labels = labelsOf(nodegroup);
  const taints = taintsOf(nodegroup);
  for (const { metadata, spec } of existing.slice(0, wanted)) {
    const gone = Object.keys(metadata.labels ?? {}).filter((label) => isOfUser(label) && !(label in labels));
    const foreign = spec.taints?.filter(({ key }) => key.startsWith("node.kubernetes.io/")) ?? [];
    await api.patch(`/api/v1/nodes/${metadata.name}`, {
      metadata: { labels: { ...labels, ...Object.fromEntries(gone.map((label) => [label, null])) } },
      spec: { taints: [...foreign, ...taints] },
    });
  }
  if (existing.length >= wanted) return;
  const joined: string[] = [];
  const place = await placeOf(context, state, nodegroup);
  for (let index = existing.length; index < wanted; index += 1) joined.push(await join(index));
  await sleep(JOINING_MS);
  for (const name of joined) await objects.ready(name);

  async function join(index: number): Promise<string> {
    const { CidrBlock, AvailabilityZone } = place.subnets[index % place.subnets.length]!;
    for (;;) {
      const node = ec2Node({
        region: state.region,
        zone: AvailabilityZone!,
        instanceType: place.instanceType,
        privateIp: randomAddress(CidrBlock!),
        kubernetesVersion: nodegroup.version,
        labels,
        taints,
      });
      try {
        await objects.register(node);
        return node.name;
      } catch (error) {
        // Another node has the address.
        if (!(error instanceof KubernetesError && error.reason === "AlreadyExists")) throw error;
      }
    }
  }
}

function ofNodegroup({ nodegroupName }: StoredNodegroup): string {
  return `/api/v1/nodes?labelSelector=${encodeURIComponent(`${NODEGROUP}=${nodegroupName}`)}`;
}

const NODEGROUP = "eks.amazonaws.com/nodegroup";

/** @see https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html */
function labelsOf({ nodegroupName, labels, capacityType, launchTemplate, releaseVersion }: StoredNodegroup) {
  return {
    ...labels,
    [NODEGROUP]: nodegroupName,
    "eks.amazonaws.com/nodegroup-image": releaseVersion,
    "eks.amazonaws.com/capacityType": capacityType ?? "ON_DEMAND",
    ...(launchTemplate?.id !== undefined && {
      "eks.amazonaws.com/sourceLaunchTemplateId": launchTemplate.id,
      "eks.amazonaws.com/sourceLaunchTemplateVersion": launchTemplate.version ?? "1",
    }),
  };
}

/** Whether a label may be one of the node group's own. */
function isOfUser(label: string): boolean {
  return !/(^|\.)(kubernetes\.io|eks\.amazonaws\.com)\//.test(label);
}

function taintsOf({ taints = [] }: StoredNodegroup): NodeTaint[] {
  return taints.map(({ key = "", value, effect = "" }) => ({
    key,
    ...(value !== undefined && { value }),
    effect: EFFECTS[effect]!,
  }));
}

/** Where the nodes of a node group are, and of which type: the first of those that it names. */
async function placeOf(context: ServiceContext, { region }: ClusterState, nodegroup: StoredNodegroup) {
  const { ec2 } = context.clients(region);
  const { launchTemplate, instanceTypes } = nodegroup;
  const subject = { nodegroupName: nodegroup.nodegroupName };
  const template =
    launchTemplate && !instanceTypes
      ? await launchTemplateVersion(ec2, { id: launchTemplate.id, version: launchTemplate.version }, subject)
      : undefined;
  const type = instanceTypes?.[0] ?? template?.LaunchTemplateData?.InstanceType ?? "";
  const [instanceType] = await describeInstanceTypes(ec2, [type]);
  return { subnets: await subnetsOf(ec2, nodegroup.subnets, subject), instanceType: instanceType! };
}

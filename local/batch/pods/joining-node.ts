import { randomInt } from "node:crypto";
import { DescribeSubnetsCommand, type EC2Client } from "@aws-sdk/client-ec2";
import { GPU_NODE_LABEL } from "../../../src/model/facts/eks";
import type { ClusterEntry } from "../../cluster-directory";
import { ec2Node, randomAddress } from "../../kubernetes/ec2-nodes";
import { NodeObjects, type NodeObject, type NodeProps, type NodeTaint } from "../../kubernetes/nodes";
import { describeInstanceTypes } from "../../moto/instance-types";
import { roomOf, type NodeSize } from "../scheduling/fit";
import type { ComputeEnvironment } from "../store";
import { LABELS, NODE_TAINT } from "./manifest";
import { onceMade, untilAnswered } from "./until-answered";

/** An instance of AWS Batch, as its cluster knows it. */
export interface JoinedNode {
  readonly name: string;
  readonly uid: string;
  /** In the VPC. */
  readonly address: string;
}

const EFFECTS: readonly NodeTaint["effect"][] = ["NoSchedule", "NoExecute"];

/** An instance of a compute environment joins its cluster, where it is not Ready yet. */
export async function joinCluster(
  { api, kubelet }: ClusterEntry,
  { region, detail }: ComputeEnvironment,
  size: NodeSize,
  ec2: EC2Client,
): Promise<JoinedNode> {
  const { subnets = [], ec2Configuration } = detail.computeResources!;
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({ SubnetIds: subnets }));
  const { CidrBlock, AvailabilityZone } = Subnets[randomInt(Subnets.length)]!;
  const [instanceType] = await describeInstanceTypes(ec2, [size.type]);
  const { gpus } = roomOf(size, detail.computeResources!);
  const objects = new NodeObjects(api!);
  for (;;) {
    const address = randomAddress(CidrBlock!);
    const node = ec2Node({
      region,
      zone: AvailabilityZone!,
      instanceType: instanceType!,
      privateIp: address,
      kubernetesVersion: ec2Configuration![0]!.imageKubernetesVersion!,
      labels: {
        [LABELS.environment]: detail.uuid!,
        ...(gpus > 0 && { [GPU_NODE_LABEL.key]: GPU_NODE_LABEL.value }),
      },
      taints: EFFECTS.map((effect) => ({ key: NODE_TAINT, effect })),
      ...(kubelet && { kubeletPort: kubelet.port }),
    });
    const { name, providerId } = node;
    await onceMade(() => objects.register(gpus > 0 ? withGpus(node, gpus) : node));
    const { metadata, spec } = await untilAnswered(() => api!.get<NodeObject>(`/api/v1/nodes/${name}`));
    // Else another node has the address.
    if (spec.providerID === providerId) return { name, uid: metadata.uid!, address };
  }
}

function withGpus(node: NodeProps, gpus: number): NodeProps {
  const more = { "nvidia.com/gpu": String(gpus) };
  return {
    ...node,
    capacity: { ...node.capacity, ...more },
    allocatable: { ...node.allocatable, ...more },
  };
}

import { randomBytes, randomInt } from "node:crypto";
import type { InstanceTypeInfo } from "@aws-sdk/client-ec2";
import { Address4 } from "ip-address";
import { allocatable } from "../../src/model/facts/instances";
import { maxPodsOf } from "../moto/instance-types";
import type { NodeProps } from "./nodes";

export interface Ec2NodeProps extends Pick<NodeProps, "taints" | "kubernetesVersion" | "kubeletPort"> {
  readonly region: string;
  /** Availability zone. */
  readonly zone: string;
  readonly instanceType: InstanceTypeInfo;
  readonly privateIp: string;
  /** Besides those that every node has. */
  readonly labels: Readonly<Record<string, string>>;
  /** @default - any */
  readonly instanceId?: string;
}

/** A node as EC2 and the AMI of EKS make it out of an instance. */
export function ec2Node(props: Ec2NodeProps): NodeProps {
  const { region, zone, instanceType, privateIp } = props;
  const { InstanceType = "", VCpuInfo, MemoryInfo, ProcessorInfo } = instanceType;
  const name = privateDnsName(region, privateIp);
  const architecture = ProcessorInfo?.SupportedArchitectures?.includes("arm64") ? "arm64" : "amd64";
  const maxPods = maxPodsOf(instanceType);
  const size = { vcpus: VCpuInfo?.DefaultVCpus ?? 0, memoryMiB: MemoryInfo?.SizeInMiB ?? 0 };
  const free = allocatable(size, maxPods);
  return {
    name,
    labels: {
      "beta.kubernetes.io/arch": architecture,
      "beta.kubernetes.io/instance-type": InstanceType,
      "beta.kubernetes.io/os": "linux",
      "failure-domain.beta.kubernetes.io/region": region,
      "failure-domain.beta.kubernetes.io/zone": zone,
      "kubernetes.io/arch": architecture,
      "kubernetes.io/hostname": name,
      "kubernetes.io/os": "linux",
      "node.kubernetes.io/instance-type": InstanceType,
      "topology.kubernetes.io/region": region,
      "topology.kubernetes.io/zone": zone,
      ...props.labels,
    },
    taints: props.taints,
    capacity: { cpu: `${size.vcpus}`, memory: `${size.memoryMiB}Mi`, pods: `${maxPods}` },
    allocatable: {
      cpu: `${Math.round(free.vcpus * 1000)}m`,
      memory: `${free.memoryMiB}Mi`,
      pods: `${maxPods}`,
    },
    addresses: [
      { type: "InternalIP", address: privateIp },
      { type: "InternalDNS", address: name },
      { type: "Hostname", address: name },
      // By which the API server finds its kubelet; kubectl shows it in no table.
      ...(props.kubeletPort === undefined ? [] : [{ type: "ExternalDNS", address: "localhost" }]),
    ],
    providerId: `aws:///${zone}/${props.instanceId ?? newInstanceId()}`,
    kubernetesVersion: props.kubernetesVersion,
    ...(props.kubeletPort !== undefined && { kubeletPort: props.kubeletPort }),
  };
}

export function newInstanceId(): string {
  return `i-0${randomBytes(8).toString("hex")}`;
}

/** The name that EC2 gives to an address, which is also that of the node. */
export function privateDnsName(region: string, privateIp: string): string {
  const domain = region === "us-east-1" ? "ec2.internal" : `${region}.compute.internal`;
  return `ip-${privateIp.replaceAll(".", "-")}.${domain}`;
}

/** AWS keeps the first four addresses of a subnet, and the last one. */
const FIRST_FREE_HOST = 4;

/** An address of a subnet that an instance could have. */
export function randomAddress(cidrBlock: string): string {
  const block = new Address4(cidrBlock);
  const host = randomInt(FIRST_FREE_HOST, 2 ** (32 - block.subnetMask) - 1);
  return Address4.fromBigInt(block.startAddress().bigInt() + BigInt(host)).correctForm();
}

import { allocatable, FAMILY_CHOICES } from "../../../model/facts/instances";
import type { EC2Client, InstanceTypeInfo } from "@aws-sdk/client-ec2";
import type { Sender } from "../api/job-clients";

/** The size of an instance type. */
export interface InstanceSize {
  readonly type: string;
  readonly vcpus: number;
  readonly memoryMiB: number;
  readonly gpus: number;
  /** Pods that its network interfaces allow; undefined where EC2 does not say. */
  readonly maxPods?: number | undefined;
}

/** What EKS lets a node have at most, whatever its interfaces allow: of smaller types, of larger ones. */
const MOST_PODS = { small: 110, large: 250, largeVcpus: 30 };

/** Whether a pod fits on an instance that has nothing else to do, as far as its size tells. */
export function fits(
  size: InstanceSize,
  pod: { readonly podVcpus: number; readonly podMemoryMiB: number; readonly podGpus: number },
): boolean {
  const { vcpus, memoryMiB } = allocatable(size, size.maxPods ?? 0);
  return vcpus >= pod.podVcpus && memoryMiB >= pod.podMemoryMiB && size.gpus >= pod.podGpus;
}

/** The smallest first. */
export function bySize(sizes: readonly InstanceSize[]): InstanceSize[] {
  return [...sizes].sort((a, b) => a.vcpus - b.vcpus || a.memoryMiB - b.memoryMiB);
}

/** The sizes of some instance types and families, as far as the region has them. */
export async function instanceSizes(
  ec2: Sender<EC2Client>,
  types: readonly string[],
): Promise<InstanceSize[]> {
  const { DescribeInstanceTypesCommand } = await import("@aws-sdk/client-ec2");
  const patterns = types
    .flatMap((type) => FAMILY_CHOICES[type] ?? [type])
    .map((type) => (type.includes(".") ? type : `${type}.*`));
  const sizes: InstanceSize[] = [];
  let NextToken: string | undefined;
  do {
    const page = await ec2.send(
      new DescribeInstanceTypesCommand({
        Filters: [{ Name: "instance-type", Values: [...new Set(patterns)] }],
        NextToken,
      }),
    );
    // AWS Batch takes a bare-metal type only where it is named.
    const isTaken = ({ InstanceType, BareMetal }: InstanceTypeInfo): boolean =>
      !BareMetal || types.includes(InstanceType!);
    sizes.push(...(page.InstanceTypes ?? []).filter(isTaken).map(sizeOf));
    NextToken = page.NextToken;
  } while (NextToken);
  return sizes;
}

/** How many instances with an instance profile run. */
export async function runningInstances(ec2: Sender<EC2Client>, profileArn: string): Promise<number> {
  const { DescribeInstancesCommand } = await import("@aws-sdk/client-ec2");
  const { Reservations = [] } = await ec2.send(
    new DescribeInstancesCommand({
      Filters: [
        { Name: "iam-instance-profile.arn", Values: [profileArn] },
        { Name: "instance-state-name", Values: ["running"] },
      ],
    }),
  );
  return Reservations.reduce((sum, { Instances = [] }) => sum + Instances.length, 0);
}

function sizeOf({
  InstanceType,
  VCpuInfo,
  MemoryInfo,
  GpuInfo,
  NetworkInfo,
}: InstanceTypeInfo): InstanceSize {
  const vcpus = VCpuInfo?.DefaultVCpus ?? 0;
  const { MaximumNetworkInterfaces: interfaces, Ipv4AddressesPerInterface: addresses } = NetworkInfo ?? {};
  const most = vcpus > MOST_PODS.largeVcpus ? MOST_PODS.large : MOST_PODS.small;
  return {
    type: InstanceType!,
    vcpus,
    memoryMiB: Number(MemoryInfo?.SizeInMiB ?? 0),
    gpus: (GpuInfo?.Gpus ?? []).reduce((sum, { Count = 0 }) => sum + Count, 0),
    // Each interface keeps an address for itself; two pods use the node's own.
    ...(interfaces && addresses && { maxPods: Math.min(most, interfaces * (addresses - 1) + 2) }),
  };
}

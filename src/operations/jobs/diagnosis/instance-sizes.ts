import type { EC2Client, InstanceTypeInfo } from "@aws-sdk/client-ec2";
import type { Sender } from "../api/job-clients";

/** The size of an instance type. */
export interface InstanceSize {
  readonly type: string;
  readonly vcpus: number;
  readonly memoryMiB: number;
  readonly gpus: number;
}

/**
 * Families that AWS Batch chooses from by itself.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/instance-type-compute-table.html
 */
const FAMILIES: Readonly<Record<string, readonly string[]>> = {
  optimal: ["c5", "m5", "r5"],
  default_x86_64: ["c5", "m5", "r5", "c6i", "m6i", "r6i", "c7i", "m7i", "r7i"],
  default_arm64: ["c6g", "m6g", "r6g", "c7g", "m7g", "r7g"],
};

/** The sizes of some instance types and families, as far as the region has them. */
export async function instanceSizes(
  ec2: Sender<EC2Client>,
  types: readonly string[],
): Promise<InstanceSize[]> {
  const { DescribeInstanceTypesCommand } = await import("@aws-sdk/client-ec2");
  const patterns = types
    .flatMap((type) => FAMILIES[type] ?? [type])
    .map((type) => (type.includes(".") ? type : `${type}.*`));
  const sizes: InstanceSize[] = [];
  let NextToken: string | undefined;
  do {
    const page = await ec2.send(
      new DescribeInstanceTypesCommand({
        Filters: [
          { Name: "instance-type", Values: patterns },
          { Name: "bare-metal", Values: ["false"] },
        ],
        NextToken,
      }),
    );
    sizes.push(...(page.InstanceTypes ?? []).map(sizeOf));
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

function sizeOf({ InstanceType, VCpuInfo, MemoryInfo, GpuInfo }: InstanceTypeInfo): InstanceSize {
  return {
    type: InstanceType!,
    vcpus: VCpuInfo?.DefaultVCpus ?? 0,
    memoryMiB: Number(MemoryInfo?.SizeInMiB ?? 0),
    gpus: (GpuInfo?.Gpus ?? []).reduce((sum, { Count = 0 }) => sum + Count, 0),
  };
}

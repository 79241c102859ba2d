import { paginateDescribeInstanceTypes, type EC2Client, type InstanceTypeInfo } from "@aws-sdk/client-ec2";
import { batchCapacities, type BatchCapacity } from "../../../model/batch-capacity";
import { FAMILY_CHOICES } from "../../../model/facts/instances";
import { failed, warning, type CheckResult } from "../check";
import type { Check } from "../context";

const CHECK = "images of nodes";

/**
 * Whether the image of each environment goes with what EC2 says of its instance types: processor architecture and
 * accelerators. Names are judged at synthesis; EC2 also knows families that came after this version.
 *
 * @returns nothing for environments that are well
 */
export const checkNodeImages: Check = async ({ aws, variables }) => {
  const capacities = batchCapacities(variables);
  const types = [...new Set(capacities.flatMap(({ instanceTypes }) => instanceTypes))];
  const named = types.filter((type) => !(type in FAMILY_CHOICES));
  if (named.length === 0) return [];
  const known = await describeTypes(aws.ec2, named);
  return (
    capacities
      // The Spot environment has the types of the On-Demand one.
      .filter(({ id }) => id !== "spot")
      .flatMap((capacity) => judgeNodeImage(capacity, known))
  );
};

export function judgeNodeImage(
  { title, imageType, instanceTypes }: Pick<BatchCapacity, "title" | "imageType" | "instanceTypes">,
  known: readonly InstanceTypeInfo[],
): CheckResult[] {
  const own = known.filter(({ InstanceType = "" }) =>
    instanceTypes.some((type) => InstanceType === type || InstanceType.startsWith(`${type}.`)),
  );
  const first = (is: (type: InstanceTypeInfo) => boolean): string | undefined => own.find(is)?.InstanceType;
  const arm = first(isArm);
  const x86 =
    first((type) => !isArm(type)) ?? instanceTypes.find((type) => /^(optimal|default_x86_64)$/.test(type));
  const nvidia = first((type) => makers(type).includes("NVIDIA"));
  const other = first((type) => makers(type).some((maker) => maker !== "NVIDIA"));
  const isForGpus = imageType === "EKS_AL2023_NVIDIA";
  const what = `environment ${title}: `;
  const split = "Give each an environment of its own in aws_batch_compute_environments of variables.json.";
  if (arm && x86)
    return [
      failed(
        CHECK,
        `${what}${arm} has ARM processors and ${x86} has x86: one image cannot serve both`,
        split,
      ),
    ];
  if (arm && isForGpus)
    return [
      warning(
        CHECK,
        `${what}${arm} has ARM processors, and AWS documents ${imageType} for all but those`,
        "Choose GPU instances with x86 processors, such as g5 or g6: https://docs.aws.amazon.com/batch/latest/APIReference/API_Ec2Configuration.html",
      ),
    ];
  if (nvidia && !isForGpus)
    return [
      warning(
        CHECK,
        `${what}${nvidia} has GPUs of NVIDIA, and ${imageType} has no drivers for them: jobs do not see them`,
        "Name it in aws_batch_gpu_instance_types, or set image_type of the environment to EKS_AL2023_NVIDIA.",
      ),
    ];
  return other
    ? [
        warning(
          CHECK,
          `${what}${other} has accelerators of which ${imageType} brings no drivers: jobs do not see them`,
          "AWS Batch on EKS gives jobs GPUs of NVIDIA only: https://docs.aws.amazon.com/batch/latest/userguide/create-gpu-cluster-eks.html",
        ),
      ]
    : [];
}

function isArm({ ProcessorInfo }: InstanceTypeInfo): boolean {
  return (ProcessorInfo?.SupportedArchitectures ?? []).includes("arm64");
}

/** Who made the accelerators of an instance type. */
function makers({ GpuInfo, InferenceAcceleratorInfo, NeuronInfo, FpgaInfo }: InstanceTypeInfo): string[] {
  return [
    ...(GpuInfo?.Gpus ?? []).flatMap(({ Manufacturer }) => Manufacturer ?? []),
    ...(InferenceAcceleratorInfo?.Accelerators?.length || NeuronInfo ? ["AWS"] : []),
    ...(FpgaInfo ? ["Xilinx"] : []),
  ];
}

async function describeTypes(client: EC2Client, types: readonly string[]): Promise<InstanceTypeInfo[]> {
  const Values = types.map((type) => (type.includes(".") ? type : `${type}.*`));
  const found: InstanceTypeInfo[] = [];
  const pages = paginateDescribeInstanceTypes({ client }, { Filters: [{ Name: "instance-type", Values }] });
  for await (const { InstanceTypes = [] } of pages) found.push(...InstanceTypes);
  return found;
}

import type { EC2Client, InstanceTypeInfo } from "@aws-sdk/client-ec2";
import { FAMILY_CHOICES } from "../../../src/model/facts/instances";
import { describeInstanceTypes, maxPodsOf } from "../../moto/instance-types";
import { matchesAsterisk } from "../../protocol/asterisk";
import { invalidRequest } from "../errors";
import type { NodeSize } from "../scheduling/fit";
import { FAMILIES } from "./instance-families";

/**
 * The sizes that nodes of some instance types can have.
 *
 * @param types as a compute environment names them: types, families, or choices of families
 * @throws AwsError in Batch's words for what is none of these, or of a family that Batch does not take
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_ComputeResource.html
 */
export async function nodeSizes(ec2: EC2Client, types: readonly string[]): Promise<NodeSize[]> {
  const patterns = types.map((type) => ({ type, wanted: (FAMILY_CHOICES[type] ?? [type]).map(patternOf) }));
  const found = await describeInstanceTypes(
    ec2,
    patterns.flatMap(({ wanted }) => wanted),
  );
  for (const { type, wanted } of patterns) {
    const isKnown = FAMILIES.includes(type.split(".")[0]!) || type in FAMILY_CHOICES;
    const exists = found.some(({ InstanceType = "" }) =>
      wanted.some((pattern) => matchesAsterisk(pattern, InstanceType)),
    );
    if (!isKnown || !exists) {
      const all = [...Object.keys(FAMILY_CHOICES), ...FAMILIES].join(", ");
      throw invalidRequest(`Instance type can only be one of [${all}]`);
    }
  }
  return found.map(sizeOf);
}

/** A family means all of its types. */
function patternOf(type: string): string {
  return type.includes(".") ? type : `${type}.*`;
}

function sizeOf(type: InstanceTypeInfo): NodeSize {
  const { InstanceType, VCpuInfo, MemoryInfo, GpuInfo } = type;
  return {
    type: InstanceType!,
    vcpus: VCpuInfo?.DefaultVCpus ?? 0,
    memoryMiB: MemoryInfo?.SizeInMiB ?? 0,
    // AWS Batch does not support those of others.
    gpus: (GpuInfo?.Gpus ?? [])
      .filter(({ Manufacturer }) => Manufacturer === "NVIDIA")
      .reduce((sum, { Count = 0 }) => sum + Count, 0),
    maxPods: maxPodsOf(type),
  };
}

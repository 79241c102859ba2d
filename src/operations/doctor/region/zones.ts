import { DescribeAvailabilityZonesCommand, type AvailabilityZone, type EC2Client } from "@aws-sdk/client-ec2";
import { ZONE_FILTER, ZONES_WITHOUT_EKS } from "../../../model/facts/eks";
import type { Variables } from "../../../model/variables";
import { failed, ok, type CheckResult } from "../check";
import type { Check } from "../context";

const CHECK = "availability zones";

/** Whether the region has as many zones for EKS as the environment spreads over. */
export const checkZones: Check = async ({ aws, variables }) => {
  return [judgeZones(variables, await zonesOf(aws.ec2))];
};

/** Names of the region's zones that can hold an environment, in the order in which it takes them. */
export async function zonesForEks(ec2: EC2Client): Promise<string[]> {
  return namesForEks(await zonesOf(ec2));
}

async function zonesOf(ec2: EC2Client): Promise<AvailabilityZone[]> {
  const { name: Name, values: Values } = ZONE_FILTER;
  const command = new DescribeAvailabilityZonesCommand({ Filters: [{ Name, Values }] });
  return (await ec2.send(command)).AvailabilityZones ?? [];
}

function namesForEks(zones: readonly AvailabilityZone[]): string[] {
  return zones
    .filter(({ ZoneId = "" }) => !ZONES_WITHOUT_EKS.includes(ZoneId))
    .flatMap(({ ZoneName }) => ZoneName ?? [])
    .sort();
}

export function judgeZones(
  { num_azs, aws_region }: Pick<Variables, "num_azs" | "aws_region">,
  zones: readonly AvailabilityZone[],
): CheckResult {
  const names = namesForEks(zones);
  if (names.length >= num_azs) {
    return ok(CHECK, `${names.length} for EKS, num_azs is ${num_azs}: ${names.slice(0, num_azs).join(", ")}`);
  }
  return failed(
    CHECK,
    `${aws_region} has ${names.length} for EKS (${names.join(", ") || "none"}), num_azs is ${num_azs}`,
    `Set num_azs to ${Math.max(names.length, 2)} or less, with as many public_subnets and private_subnets, or choose another aws_region.`,
  );
}

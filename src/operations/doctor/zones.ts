import { DescribeAvailabilityZonesCommand, type AvailabilityZone } from "@aws-sdk/client-ec2";
import { ZONE_FILTER, ZONES_WITHOUT_EKS } from "../../model/facts/eks";
import type { Variables } from "../../model/variables";
import { failed, ok, type CheckResult } from "./check";
import type { Check } from "./context";

const CHECK = "availability zones";

/** Whether the region has as many zones for EKS as the environment spreads over. */
export const checkZones: Check = async ({ aws, variables }) => {
  const { name: Name, values: Values } = ZONE_FILTER;
  const command = new DescribeAvailabilityZonesCommand({ Filters: [{ Name, Values }] });
  const { AvailabilityZones = [] } = await aws.ec2.send(command);
  return [judgeZones(variables, AvailabilityZones)];
};

export function judgeZones(
  { num_azs, aws_region }: Pick<Variables, "num_azs" | "aws_region">,
  zones: readonly AvailabilityZone[],
): CheckResult {
  const names = zones
    .filter(({ ZoneId = "" }) => !ZONES_WITHOUT_EKS.includes(ZoneId))
    .flatMap(({ ZoneName }) => ZoneName ?? [])
    .sort();
  if (names.length >= num_azs) {
    return ok(CHECK, `${names.length} for EKS, num_azs is ${num_azs}: ${names.slice(0, num_azs).join(", ")}`);
  }
  return failed(
    CHECK,
    `${aws_region} has ${names.length} for EKS (${names.join(", ") || "none"}), num_azs is ${num_azs}`,
    `Set num_azs to ${Math.max(names.length, 2)} or less, with as many public_subnets and private_subnets, or choose another aws_region.`,
  );
}

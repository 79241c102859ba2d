import { DescribeAvailabilityZonesCommand, type AvailabilityZone } from "@aws-sdk/client-ec2";
import type { Variables } from "../../model/variables";
import { failed, ok, type CheckResult } from "./check";
import type { Check } from "./context";

/**
 * Zones that EKS refuses, as construct `Vpc` leaves them out (a test compares the two).
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
 */
export const ZONES_WITHOUT_EKS = ["use1-az3", "usw1-az2", "cac1-az3"];

/** Local and Wavelength Zones are opted into, and cannot hold an EKS control plane. */
export const ZONE_FILTER = { Name: "opt-in-status", Values: ["opt-in-not-required"] };

const CHECK = "availability zones";

/** Whether the region has as many zones for EKS as the environment spreads over. */
export const checkZones: Check = async ({ aws, variables }) => {
  const command = new DescribeAvailabilityZonesCommand({ Filters: [ZONE_FILTER] });
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

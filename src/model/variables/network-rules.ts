import { cidrsOverlap, containsCidr } from "../cidr";
import type { Variables } from "../variables";
import type { VariableProblem, VariableRule } from "./rule";

interface Subnet {
  readonly variable: "public_subnets" | "private_subnets";
  readonly index: number;
  readonly cidr: string;
}

/** Subnets fit the zones, the VPC and each other. */
export const NETWORK_RULES: readonly VariableRule[] = [
  { reads: ["num_azs", "public_subnets", "private_subnets"], check: subnetCounts },
  { reads: ["vpc_cidr", "public_subnets", "private_subnets"], check: subnetsOutsideVpc },
  { reads: ["public_subnets", "private_subnets"], check: overlappingSubnets },
];

function subnetCounts(variables: Variables): VariableProblem[] {
  return (["public_subnets", "private_subnets"] as const)
    .filter((variable) => variables[variable].length !== variables.num_azs)
    .map((variable) => ({
      variable,
      message: `must have one block for each of the num_azs (${variables.num_azs}) zones, got ${variables[variable].length}`,
    }));
}

function subnetsOf(variables: Variables): Subnet[] {
  return (["public_subnets", "private_subnets"] as const).flatMap((variable) =>
    variables[variable].map((cidr, index) => ({ variable, index, cidr })),
  );
}

function subnetsOutsideVpc(variables: Variables): VariableProblem[] {
  return subnetsOf(variables)
    .filter(({ cidr }) => !containsCidr(variables.vpc_cidr, cidr))
    .map(({ variable, index, cidr }) => ({
      variable,
      message: `[${index}] must lie inside vpc_cidr (${variables.vpc_cidr}), got ${cidr}`,
    }));
}

function overlappingSubnets(variables: Variables): VariableProblem[] {
  const subnets = subnetsOf(variables);
  return subnets.flatMap((subnet, position) =>
    subnets
      .slice(0, position)
      .filter((earlier) => cidrsOverlap(earlier.cidr, subnet.cidr))
      .map((earlier) => ({
        variable: subnet.variable,
        message: `[${subnet.index}] must not overlap ${earlier.variable}[${earlier.index}] (${earlier.cidr}), got ${subnet.cidr}`,
      })),
  );
}

import { cidrsOverlap, containsCidr } from "./cidr";
import type { VariableName, Variables } from "./variables";

/** A broken rule: the variable to change and the end of a sentence that begins with its name. */
export interface VariableProblem {
  readonly variable: VariableName;
  readonly message: string;
}

interface Subnet {
  readonly variable: "public_subnets" | "private_subnets";
  readonly index: number;
  readonly cidr: string;
}

/** What no variable shows alone; each rule reads some variables and takes them as valid in themselves. */
const RULES: readonly {
  readonly reads: readonly VariableName[];
  readonly check: (variables: Variables) => VariableProblem[];
}[] = [
  { reads: ["num_azs", "public_subnets", "private_subnets"], check: subnetCounts },
  { reads: ["vpc_cidr", "public_subnets", "private_subnets"], check: subnetsOutsideVpc },
  { reads: ["public_subnets", "private_subnets"], check: overlappingSubnets },
  { reads: ["eks_public_cluster_endpoint", "eks_private_cluster_endpoint"], check: endpoints },
  { reads: ["aws_batch_min_vcpus", "aws_batch_max_vcpus"], check: vcpus },
];

/**
 * Checks what no variable shows alone.
 *
 * @param invalid variables whose value is wrong in itself: rules that read them are left out
 * @returns every broken rule
 */
export function brokenRules(variables: Variables, invalid: ReadonlySet<VariableName>): VariableProblem[] {
  return RULES.filter(({ reads }) => !reads.some((name) => invalid.has(name))).flatMap(({ check }) =>
    check(variables),
  );
}

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

function endpoints(variables: Variables): VariableProblem[] {
  if (variables.eks_public_cluster_endpoint || variables.eks_private_cluster_endpoint) return [];
  return [
    {
      variable: "eks_private_cluster_endpoint",
      message:
        "must be true when eks_public_cluster_endpoint is false: the Kubernetes API needs one of the two",
    },
  ];
}

function vcpus(variables: Variables): VariableProblem[] {
  const { aws_batch_min_vcpus: min, aws_batch_max_vcpus: max } = variables;
  if (max >= min) return [];
  return [
    { variable: "aws_batch_max_vcpus", message: `must be at least aws_batch_min_vcpus (${min}), got ${max}` },
  ];
}

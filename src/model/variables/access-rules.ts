import { partitionOf } from "../aws-region";
import type { Variables } from "../variables";
import type { VariableProblem, VariableRule } from "./rule";

/** The Kubernetes API can be reached, by principals that exist in the partition. */
export const ACCESS_RULES: readonly VariableRule[] = [
  { reads: ["eks_public_cluster_endpoint", "eks_private_cluster_endpoint"], check: endpoints },
  { reads: ["aws_region", "eks_admin_principal_arns", "eks_viewer_principal_arns"], check: partitions },
  { reads: ["eks_admin_principal_arns", "eks_viewer_principal_arns"], check: principalsTwice },
];

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

const PRINCIPALS = ["eks_admin_principal_arns", "eks_viewer_principal_arns"] as const;

function partitions(variables: Variables): VariableProblem[] {
  const partition = partitionOf(variables.aws_region)!;
  return PRINCIPALS.flatMap((variable) =>
    variables[variable].flatMap((arn, index) =>
      arn.startsWith(`arn:${partition}:`)
        ? []
        : [
            {
              variable,
              message: `[${index}] must be of the partition ${partition}, to which ${variables.aws_region} belongs, got ${arn}`,
            },
          ],
    ),
  );
}

function principalsTwice(variables: Variables): VariableProblem[] {
  return variables.eks_viewer_principal_arns.flatMap((arn, index) =>
    variables.eks_admin_principal_arns.includes(arn)
      ? [
          {
            variable: "eks_viewer_principal_arns" as const,
            message: `[${index}] must not be among eks_admin_principal_arns too, got ${arn}`,
          },
        ]
      : [],
  );
}

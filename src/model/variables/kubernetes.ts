import { partitionOf } from "../aws-region";
import { BATCH_KUBERNETES_MINORS } from "../facts/batch";
import type { Variables } from "../variables";
import { define, type VariableProblem, type VariableRule } from "./definition";
import { bool, principalArns, publicCidrs, text } from "./schemas";

/** The EKS cluster and who gets in. */
export const KUBERNETES_VARIABLES = {
  eks_cluster_version: define({
    type: "string",
    default: `1.${BATCH_KUBERNETES_MINORS.max}`,
    staysAsDeployed: true,
    example: "1.35",
    suitsProduction: true,
    description:
      "Kubernetes version of the control plane and the nodes; the default is the newest that AWS Batch supports.",
    descriptionKo: "컨트롤 플레인과 노드의 쿠버네티스 버전. 기본값은 AWS Batch가 지원하는 가장 새로운 버전",
    schema: text().regex(/^1\.\d{2}$/, { error: 'must be a Kubernetes minor version such as "1.35"' }),
  }),
  eks_public_cluster_endpoint: define({
    type: "bool",
    default: true,
    example: false,
    suitsProduction: true,
    description:
      "Whether the Kubernetes API is reachable from outside the VPC; convenient, not for production.",
    descriptionKo: "VPC 밖에서 쿠버네티스 API에 접근할 수 있는지 여부. 편리하지만 프로덕션용은 아님",
    schema: bool,
  }),
  eks_private_cluster_endpoint: define({
    type: "bool",
    default: true,
    example: false,
    suitsProduction: true,
    description: "Whether the Kubernetes API is reachable from inside the VPC.",
    descriptionKo: "VPC 안에서 쿠버네티스 API에 접근할 수 있는지 여부",
    schema: bool,
  }),
  eks_public_access_cidrs: define<string[]>({
    type: "list(string)",
    default: ["0.0.0.0/0"],
    example: ["203.0.113.0/24"],
    description: "IPv4 blocks from which the public endpoint answers; narrow it to your own.",
    descriptionKo: "퍼블릭 엔드포인트에 접근할 수 있는 IPv4 블록. 자신의 블록으로 좁힐 것",
    schema: publicCidrs,
  }),
  eks_admin_principal_arns: define<string[]>({
    type: "list(string)",
    default: [],
    example: ["arn:aws:iam::111122223333:role/platform"],
    description: "IAM roles and users that administer the cluster, beside the one that creates it.",
    descriptionKo: "클러스터를 만드는 주체 외에 클러스터를 관리하는 IAM 역할과 사용자",
    schema: principalArns,
  }),
  eks_viewer_principal_arns: define<string[]>({
    type: "list(string)",
    default: [],
    example: ["arn:aws:iam::111122223333:user/auditor"],
    description: "IAM roles and users that may see what is in the cluster's namespaces, but no secrets.",
    descriptionKo: "클러스터의 네임스페이스에 있는 것을 볼 수 있는 IAM 역할과 사용자. 시크릿은 볼 수 없음",
    schema: principalArns,
  }),
  enable_container_insights: define<boolean>({
    type: "bool",
    default: false,
    before: true,
    example: true,
    suitsProduction: true,
    description:
      "Whether the CloudWatch agent sends the metrics of Container Insights, billed as custom metrics (docs/costs.md).",
    descriptionKo:
      "CloudWatch 에이전트가 Container Insights 지표를 보내는지 여부. 사용자 지정 지표로 청구됨(docs/costs.md)",
    schema: bool,
  }),
};

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

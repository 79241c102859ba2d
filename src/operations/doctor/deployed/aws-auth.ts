import { BATCH_SERVICE_ROLE } from "../../../model/facts/iam";
import { failed, warning, type CheckResult } from "../check";
import type { DoctorContext } from "../context";
import { reasonOf } from "../../terminal/commands";
import type { Kubectl } from "../../aws/kubectl";

export const AWS_AUTH = "aws-auth";

const NO_ACCESS = "AWS Batch has no access to the cluster";

interface ConfigMap {
  readonly data?: Readonly<Record<string, string>>;
}

/**
 * Whether others have entries in the ConfigMap of principals, such as Karpenter, eksctl and people. Stack kubernetes
 * writes the whole of it, so that they would go.
 *
 * @returns nothing while only the environment's own entries are there
 */
export async function checkAwsAuth(
  kubectl: Kubectl,
  { state, variables }: Pick<DoctorContext, "state" | "variables">,
): Promise<CheckResult[]> {
  const result = await kubectl.run(
    "get",
    "configmap",
    "aws-auth",
    "--namespace",
    "kube-system",
    "-o",
    "json",
  );
  if (result.status !== 0) {
    if (!result.stderr.includes("NotFound"))
      throw new Error(`kubectl get configmap aws-auth: ${reasonOf(result)}`);
    return [failed(AWS_AUTH, `does not exist: ${NO_ACCESS}`, "Run ./install.sh.")];
  }
  const { data = {} } = JSON.parse(result.stdout) as ConfigMap;
  const arns = [
    ...Object.values(data)
      .join("\n")
      .matchAll(/(?:role|user)arn"?:\s*["']?([^\s"',}]+)/g),
  ].map(([, arn]) => arn!);
  const nameOf = (arn: string): string => arn.split("/").at(-1)!;
  if (!arns.some((arn) => nameOf(arn) === BATCH_SERVICE_ROLE))
    return [failed(AWS_AUTH, `has no entry of ${BATCH_SERVICE_ROLE}: ${NO_ACCESS}`, "Run ./install.sh.")];
  const others = arns.filter(
    (arn) => nameOf(arn) !== BATCH_SERVICE_ROLE && !state.owns("aws_iam_role", nameOf(arn)),
  );
  if (others.length === 0) return [];
  return [
    warning(
      AWS_AUTH,
      `has entries of others, which the next ./install.sh takes out: ${others.join(", ")}`,
      `Give each an access entry instead: aws eks create-access-entry --cluster-name ${variables.eks_cluster_name} --principal-arn ARN --region ${variables.aws_region}; for nodes with --type EC2_LINUX.`,
    ),
  ];
}

import { judgeMappings, mappedArns, readAwsAuth, wantedMappings } from "../../aws/aws-auth";
import { callerIdentity } from "../../aws/caller-identity";
import type { Kubectl } from "../../aws/kubectl";
import { failed, ok, warning, type CheckResult } from "../check";
import type { DoctorContext } from "../context";

export const AWS_AUTH = "aws-auth";

/** Whether AWS Batch and the managed nodes are mapped to their users; the entries of others are named. */
export async function checkAwsAuth(
  kubectl: Kubectl,
  { aws, variables }: Pick<DoctorContext, "aws" | "variables">,
): Promise<CheckResult> {
  const found = await readAwsAuth(kubectl);
  if (!found) {
    return failed(AWS_AUTH, "does not exist: AWS Batch has no access to the cluster", "Run ./install.sh.");
  }
  const [batch, ...nodes] = await wantedMappings(
    aws.eks,
    variables.eks_cluster_name,
    await callerIdentity(aws.sts),
  );
  const { wrong } = judgeMappings(found.data?.mapRoles ?? "", [batch!, ...nodes]);
  if (wrong.includes(batch!)) {
    return failed(
      AWS_AUTH,
      `does not map ${batch!.rolearn} to user ${batch!.username}: AWS Batch has no access to the cluster, and jobs fail with 401`,
      "Run ./install.sh, which puts the mapping back.",
    );
  }
  if (wrong.length > 0) {
    const roles = wrong.map(({ rolearn }) => rolearn).join(", ");
    return warning(
      AWS_AUTH,
      `does not map ${roles} as nodes: they have access only as long as EKS keeps an access entry for them`,
      "Run ./install.sh, which puts the mapping back.",
    );
  }
  const own = [batch!, ...nodes].map(({ rolearn }) => rolearn.toLowerCase());
  const others = mappedArns(found).filter((arn) => !own.includes(arn.toLowerCase()));
  const more = others.length === 0 ? "" : `; entries of others: ${others.join(", ")}`;
  return ok(AWS_AUTH, `maps AWS Batch and the managed nodes${more}`);
}

import {
  ListAssociatedAccessPoliciesCommand,
  paginateListAccessEntries,
  type AssociatedAccessPolicy,
} from "@aws-sdk/client-eks";
import { BATCH_ACCESS_POLICIES } from "../../../model/facts/batch";
import { BATCH_SERVICE_ROLE } from "../../../model/facts/iam";
import { failed, warning, type CheckResult } from "../check";
import type { DoctorContext } from "../context";

export const BATCH_ACCESS = "access of AWS Batch";

/**
 * Whether AWS Batch manages an access entry of its own on the cluster. This project asks for none; who sets
 * `accessEntry` of the compute environments does. It takes precedence over aws-auth, so that roles and bindings of
 * user `aws-batch` say nothing any more.
 *
 * @returns nothing while AWS Batch acts through aws-auth
 * @see https://docs.aws.amazon.com/batch/latest/userguide/eks-access-entries.html
 */
export async function checkBatchAccess({ aws, variables }: DoctorContext): Promise<CheckResult[]> {
  const { eks_cluster_name: clusterName, aws_batch_doeks_namespace: namespace } = variables;
  for await (const { accessEntries = [] } of paginateListAccessEntries(
    { client: aws.eks },
    { clusterName },
  )) {
    const principalArn = accessEntries.find((arn) => arn.endsWith(`/${BATCH_SERVICE_ROLE}`));
    if (principalArn === undefined) continue;
    const command = new ListAssociatedAccessPoliciesCommand({ clusterName, principalArn });
    const { associatedAccessPolicies = [] } = await aws.eks.send(command);
    return [judgeBatchAccess(associatedAccessPolicies, namespace)];
  }
  return [];
}

export function judgeBatchAccess(
  policies: readonly AssociatedAccessPolicy[],
  namespace: string,
): CheckResult {
  const found =
    "AWS Batch has an access entry of its own, which takes precedence over aws-auth: somebody enabled accessEntry of the compute environments";
  const isHeld = (name: string, isOfNamespace: boolean): boolean =>
    policies.some(({ policyArn, accessScope }) => {
      const reaches = accessScope?.type !== "namespace" || accessScope.namespaces?.includes(namespace);
      return policyArn?.endsWith(`/${name}`) && (!isOfNamespace || reaches);
    });
  const { cluster, ofNamespace } = BATCH_ACCESS_POLICIES;
  const missing = [
    ...(isHeld(cluster, false) ? [] : [cluster]),
    ...(isHeld(ofNamespace, true) ? [] : [`${ofNamespace} in ${namespace}`]),
  ];
  if (missing.length === 0)
    return warning(
      BATCH_ACCESS,
      `${found}; it has the two policies that AWS asks for`,
      "Nothing has to be done. The roles and bindings of user aws-batch do not decide what AWS Batch may do any more.",
    );
  return failed(
    BATCH_ACCESS,
    `${found}; it lacks ${missing.join(" and ")}`,
    "Let AWS Batch try again, as someone who may do eks:AssociateAccessPolicy: aws batch update-compute-environment with accessEntry of every compute environment of the cluster.",
  );
}

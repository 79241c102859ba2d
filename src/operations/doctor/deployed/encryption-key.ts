import { DescribeClusterCommand } from "@aws-sdk/client-eks";
import { DescribeKeyCommand } from "@aws-sdk/client-kms";
import { unlessDenied, unlessMissing } from "../../aws/errors";
import { failed, type CheckResult } from "../check";
import type { Check } from "../context";

/**
 * Whether the key that encrypts the secrets of this environment's cluster can be used. EKS cannot change
 * it: another key would be of no use, and without this one the secrets are lost.
 *
 * @returns nothing while all is well: the cluster's own health tells that
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html
 */
export const checkEncryptionKey: Check = async ({ aws, state, variables }) => {
  const { eks_cluster_name: name, aws_region: region } = variables;
  if (!state.owns("aws_eks_cluster", name)) return [];
  const answer = await unlessMissing(aws.eks.send(new DescribeClusterCommand({ name })));
  const keys = (answer?.cluster?.encryptionConfig ?? []).flatMap(({ provider }) => provider?.keyArn ?? []);
  const results: CheckResult[] = [];
  for (const KeyId of keys) {
    const key = (await unlessDenied(aws.kms.send(new DescribeKeyCommand({ KeyId }))))?.KeyMetadata;
    if (key?.KeyState !== "PendingDeletion" && key?.KeyState !== "Disabled") continue;
    const end = key.DeletionDate ? ` on ${key.DeletionDate.toISOString().slice(0, 10)}` : "";
    const isDying = key.KeyState === "PendingDeletion";
    results.push(
      failed(
        "encryption key",
        `${key.KeyId}, with which cluster ${name} encrypts, ${isDying ? `is deleted${end}: its secrets are lost then` : "is disabled"}`,
        ...(isDying ? [`aws kms cancel-key-deletion --key-id ${key.KeyId} --region ${region}`] : []),
        `aws kms enable-key --key-id ${key.KeyId} --region ${region}`,
      ),
    );
  }
  return results;
};

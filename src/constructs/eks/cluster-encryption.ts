import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";
import type { Partition } from "../../model/aws-region";
import { namePrefix, secretsKeyAlias } from "../../model/names";
import { policyDocument, type PolicyDocument } from "../iam/policy-document";

export interface ClusterEncryptionProps {
  /** Name of the cluster, in the alias of the key. */
  readonly clusterName: string;
  /** AWS partition of the region. */
  readonly partition: Partition;
  /** Account that owns the key. */
  readonly accountId: string;
  /** IAM principal that may administer the key. */
  readonly adminPrincipalArn: string;
  /** The control plane's role, which uses the key. */
  readonly clusterRole: { readonly roleArn: string; readonly roleName: string };
}

/**
 * The KMS key that encrypts the cluster's Kubernetes secrets.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html
 */
export class ClusterEncryption extends Construct {
  readonly keyArn: string;

  constructor(scope: Construct, id: string, props: ClusterEncryptionProps) {
    super(scope, id);
    const key = new KmsKey(this, "key", {
      description: `${props.clusterName} cluster encryption key`,
      enableKeyRotation: true,
      policy: JSON.stringify(keyPolicy(props)),
    });
    new KmsAlias(this, "alias", { name: secretsKeyAlias(props.clusterName), targetKeyId: key.keyId });
    const policy = new IamPolicy(this, "policy", {
      namePrefix: namePrefix(props.clusterName, "-cluster-ClusterEncryption", "iamPolicy"),
      description: "Cluster encryption policy to allow cluster role to utilize CMK provided",
      policy: JSON.stringify(
        policyDocument({
          Effect: "Allow",
          Action: ["kms:Encrypt", "kms:Decrypt", "kms:ListGrants", "kms:DescribeKey"],
          Resource: key.arn,
        }),
      ),
    });
    new IamRolePolicyAttachment(this, "policy-attachment", {
      role: props.clusterRole.roleName,
      policyArn: policy.arn,
    });
    this.keyArn = key.arn;
  }
}

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
function keyPolicy(props: ClusterEncryptionProps): PolicyDocument {
  return policyDocument(
    {
      Sid: "Default",
      Effect: "Allow",
      Principal: { AWS: `arn:${props.partition}:iam::${props.accountId}:root` },
      Action: "kms:*",
      Resource: "*",
    },
    {
      Sid: "KeyAdministration",
      Effect: "Allow",
      Principal: { AWS: props.adminPrincipalArn },
      Action: [
        "kms:Create*",
        "kms:Describe*",
        "kms:Enable*",
        "kms:List*",
        "kms:Put*",
        "kms:Update*",
        "kms:Revoke*",
        "kms:Disable*",
        "kms:Get*",
        "kms:Delete*",
        "kms:TagResource",
        "kms:UntagResource",
        "kms:ScheduleKeyDeletion",
        "kms:CancelKeyDeletion",
        "kms:ReplicateKey",
        "kms:ImportKeyMaterial",
      ],
      Resource: "*",
    },
    {
      Sid: "KeyUsage",
      Effect: "Allow",
      Principal: { AWS: props.clusterRole.roleArn },
      Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
      Resource: "*",
    },
  );
}

import type { Partition } from "./aws-region";
import { BATCH_USER } from "./facts/batch";
import { BATCH_SERVICE_ROLE } from "./facts/iam";

/** An IAM role that `aws-auth` maps to a user of Kubernetes. */
export interface RoleMapping {
  readonly rolearn: string;
  readonly username: string;
  readonly groups?: readonly string[];
}

/**
 * The mapping of AWS Batch. Its role is service-linked: EKS lets nobody but AWS Batch make an access entry for it, and
 * provider 5.100.0 cannot ask Batch to. The authenticator knows no paths, so the ARN is without its
 * aws-service-role/batch.amazonaws.com/.
 */
export function batchMapping(partition: Partition, accountId: string): RoleMapping {
  return { rolearn: `arn:${partition}:iam::${accountId}:role/${BATCH_SERVICE_ROLE}`, username: BATCH_USER };
}

/**
 * The mapping of the managed nodes, as EKS would add it itself. EKS also makes an access entry for their role, with the
 * node group, and looks at that first.
 */
export function nodesMapping(rolearn: string): RoleMapping {
  return {
    rolearn,
    username: "system:node:{{EC2PrivateDNSName}}",
    groups: ["system:bootstrappers", "system:nodes"],
  };
}

import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import type { Partition } from "../../model/aws-region";
import { BATCH_USER } from "../../model/facts/batch";
import { BATCH_SERVICE_ROLE } from "../../model/facts/iam";
import { OBJECT_LABELS } from "../../model/names";

export interface AwsAuthProps {
  /** AWS partition of the region. */
  readonly partition: Partition;
  /** Account of the service-linked role of AWS Batch. */
  readonly accountId: string;
  /** Role of the managed nodes. */
  readonly nodeRoleArn: string;
}

/**
 * The ConfigMap that maps IAM roles to Kubernetes users, with only what must be there. It is made
 * before any node group, so that EKS finds the mapping that it would otherwise add itself.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html
 * @see https://docs.aws.amazon.com/batch/latest/userguide/getting-started-eks-configmap.html
 */
export class AwsAuth extends Construct {
  constructor(scope: Construct, id: string, { partition, accountId, nodeRoleArn }: AwsAuthProps) {
    super(scope, id);
    const mapRoles = [
      {
        // The role is service-linked: EKS lets nobody but AWS Batch make an access entry for it, and provider
        // 5.100.0 cannot ask Batch to. The authenticator knows no paths, so the ARN is without its
        // aws-service-role/batch.amazonaws.com/.
        rolearn: `arn:${partition}:iam::${accountId}:role/${BATCH_SERVICE_ROLE}`,
        username: BATCH_USER,
      },
      {
        // EKS also makes an access entry for this role, with the node group, and looks at that first. The
        // mapping is what EKS would add here itself.
        rolearn: nodeRoleArn,
        username: "system:node:{{EC2PrivateDNSName}}",
        groups: ["system:bootstrappers", "system:nodes"],
      },
    ];
    new ConfigMapV1(this, "config-map", {
      metadata: { name: "aws-auth", namespace: "kube-system", labels: OBJECT_LABELS },
      data: { mapRoles: Fn.yamlencode(mapRoles) },
    });
  }
}

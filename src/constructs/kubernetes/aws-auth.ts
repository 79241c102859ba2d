import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { batchMapping, nodesMapping } from "../../model/aws-auth";
import type { Partition } from "../../model/aws-region";
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
 * The ConfigMap that maps IAM roles to Kubernetes users, at first with only what must be there. It is made before any
 * node group, so that EKS finds the mapping that it would otherwise add itself. What Karpenter, eksctl and people put
 * into it later stays: Terraform does not look at its entries any more, and install.sh repairs those that must be there.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html
 * @see https://docs.aws.amazon.com/batch/latest/userguide/getting-started-eks-configmap.html
 */
export class AwsAuth extends Construct {
  constructor(scope: Construct, id: string, { partition, accountId, nodeRoleArn }: AwsAuthProps) {
    super(scope, id);
    const mapRoles = [batchMapping(partition, accountId), nodesMapping(nodeRoleArn)];
    new ConfigMapV1(this, "config-map", {
      metadata: { name: "aws-auth", namespace: "kube-system", labels: OBJECT_LABELS },
      data: { mapRoles: Fn.yamlencode(mapRoles) },
      lifecycle: { ignoreChanges: ["data"] },
    });
  }
}

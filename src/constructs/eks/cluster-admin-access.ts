import { EksAccessEntry } from "@cdktf/provider-aws/lib/eks-access-entry";
import { EksAccessPolicyAssociation } from "@cdktf/provider-aws/lib/eks-access-policy-association";
import { Construct } from "constructs";
import type { Partition } from "../../model/aws-region";

export interface ClusterAdminAccessProps {
  /** Name of the cluster. */
  readonly clusterName: string;
  /** AWS partition of the region. */
  readonly partition: Partition;
  /** IAM user or role; never the ARN of a role's session. */
  readonly principalArn: string;
}

/**
 * Makes an IAM principal administrator of the whole cluster.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
 */
export class ClusterAdminAccess extends Construct {
  readonly entry: EksAccessEntry;

  constructor(scope: Construct, id: string, props: ClusterAdminAccessProps) {
    super(scope, id);
    const { clusterName, principalArn } = props;
    this.entry = new EksAccessEntry(this, "entry", { clusterName, principalArn, type: "STANDARD" });
    new EksAccessPolicyAssociation(this, "policy", {
      clusterName,
      principalArn,
      policyArn: `arn:${props.partition}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`,
      accessScope: { type: "cluster" },
      dependsOn: [this.entry],
    });
  }
}

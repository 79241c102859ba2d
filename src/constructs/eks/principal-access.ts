import { EksAccessEntry } from "@cdktf/provider-aws/lib/eks-access-entry";
import { EksAccessPolicyAssociation } from "@cdktf/provider-aws/lib/eks-access-policy-association";
import { Fn, TerraformIterator } from "cdktf";
import { Construct } from "constructs";
import type { Partition } from "../../model/aws-region";

export interface PrincipalAccessProps {
  /** Name of the cluster. */
  readonly clusterName: string;
  /** AWS partition of the region. */
  readonly partition: Partition;
  /** IAM roles and users. */
  readonly adminPrincipalArns: readonly string[];
  /** IAM roles and users, none of them among the administrators. */
  readonly viewerPrincipalArns: readonly string[];
  /** Who deploys, known only to Terraform, and the access entry that it has in any case. */
  readonly deployer: { readonly principalArn: string; readonly entry: EksAccessEntry };
}

/**
 * Lets IAM principals into the whole cluster, as administrators or as viewers.
 *
 * EKS allows a principal one access entry. So there is one for each ARN, whatever it may do, and none
 * for the principal that deploys, which has its own.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html
 */
export class PrincipalAccess extends Construct {
  constructor(scope: Construct, id: string, props: PrincipalAccessProps) {
    super(scope, id);
    const { clusterName, deployer } = props;
    const policyOf = (principals: readonly string[], name: string): [string, string][] =>
      principals.map((arn) => [arn, `arn:${props.partition}:eks::aws:cluster-access-policy/${name}`]);
    const policies = Object.fromEntries([
      ...policyOf(props.adminPrincipalArns, "AmazonEKSClusterAdminPolicy"),
      // AmazonEKSAdminViewPolicy would show secrets too.
      ...policyOf(props.viewerPrincipalArns, "AmazonEKSViewPolicy"),
    ]);
    const principals = TerraformIterator.fromList(
      Fn.setsubtract(Object.keys(policies), [deployer.principalArn]),
    );
    const principalArn = principals.value as string;
    const entry = new EksAccessEntry(this, "entry", {
      forEach: principals,
      clusterName,
      principalArn,
      type: "STANDARD",
      // When one of these deploys instead, the two principals exchange their entries: EKS allows a principal
      // one entry, so the old one must be deleted before the new one is made.
      dependsOn: [deployer.entry],
    });
    new EksAccessPolicyAssociation(this, "policy", {
      forEach: principals,
      clusterName,
      principalArn,
      policyArn: Fn.lookup(policies, principalArn) as string,
      accessScope: { type: "cluster" },
      dependsOn: [entry],
    });
  }
}

import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { namePrefix } from "../../model/names";
import { INGRESS_RULES } from "./security-group-rules";

export interface ClusterSecurityGroupsProps {
  /** Name of the cluster, prefix of those of the groups. */
  readonly clusterName: string;
  /** VPC of the groups. */
  readonly vpcId: string;
}

/**
 * The security groups of the control plane and of the nodes, and what may pass between them.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html
 */
export class ClusterSecurityGroups extends Construct {
  readonly clusterSecurityGroupId: string;
  /** Of every node, managed or launched by AWS Batch. */
  readonly nodeSecurityGroupId: string;

  constructor(scope: Construct, id: string, { clusterName, vpcId }: ClusterSecurityGroupsProps) {
    super(scope, id);
    const lifecycle = { createBeforeDestroy: true };
    const cluster = new SecurityGroup(this, "cluster", {
      namePrefix: namePrefix(clusterName, "-cluster-", "securityGroup"),
      description: "EKS cluster security group",
      vpcId,
      tags: { Name: `${clusterName}-cluster` },
      lifecycle,
    });
    const node = new SecurityGroup(this, "node", {
      namePrefix: namePrefix(clusterName, "-node-", "securityGroup"),
      description: "EKS node shared security group",
      vpcId,
      tags: { Name: `${clusterName}-node`, [`kubernetes.io/cluster/${clusterName}`]: "owned" },
      lifecycle,
    });
    const groupId = { cluster: cluster.id, node: node.id };
    for (const rule of INGRESS_RULES) {
      new VpcSecurityGroupIngressRule(this, rule.id, {
        securityGroupId: groupId[rule.on],
        referencedSecurityGroupId: groupId[rule.from],
        description: rule.description,
        ipProtocol: rule.protocol,
        fromPort: rule.fromPort,
        toPort: rule.toPort,
      });
    }
    new VpcSecurityGroupEgressRule(this, "node-egress", {
      securityGroupId: node.id,
      description: "Allow all egress",
      ipProtocol: "-1",
      cidrIpv4: "0.0.0.0/0",
    });
    this.clusterSecurityGroupId = cluster.id;
    this.nodeSecurityGroupId = node.id;
  }
}

import { EksAccessEntry } from "@cdktf/provider-aws/lib/eks-access-entry";
import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Partition } from "../../aws-region";
import { namePrefix } from "../../names";
import { NodeLaunchTemplate } from "../eks/node-launch-template";
import { BATCH_NODE_POLICIES } from "../iam/managed-policies";
import { ec2TrustPolicy } from "../iam/policy-document";
import { Role } from "../iam/role";

export interface BatchNodesProps {
  readonly clusterName: string;
  readonly partition: Partition;
  /** Kubernetes minor version of the cluster. */
  readonly clusterVersion: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** What the nodes that AWS Batch launches are made of, and their way into the cluster. */
export class BatchNodes extends Construct {
  readonly instanceProfileArn: string;
  readonly launchTemplate: NodeLaunchTemplate;
  /** What a job needs for its node to join the cluster; an environment becomes VALID without it. */
  readonly admission: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: BatchNodesProps) {
    super(scope, id);
    const { clusterName } = props;
    const role = new Role(this, "role", {
      clusterName,
      partition: props.partition,
      purpose: "batch-node",
      description: "Nodes of AWS Batch",
      trustPolicy: ec2TrustPolicy(props.partition),
      managedPolicies: BATCH_NODE_POLICIES,
    });
    const profile = new IamInstanceProfile(this, "instance-profile", {
      namePrefix: namePrefix(clusterName, "-batch-node-", "instanceProfile"),
      role: role.roleName,
    });
    const accessEntry = new EksAccessEntry(this, "access-entry", {
      clusterName,
      principalArn: role.roleArn,
      type: "EC2_LINUX",
    });
    this.launchTemplate = new NodeLaunchTemplate(this, "launch-template", {
      namePrefix: namePrefix(clusterName, "-batch-node-", "launchTemplate"),
      // AWS Batch takes the nodes' version from the cluster when it makes an environment: a new
      // cluster version must make a new version of the template, and so new environments.
      description: `Nodes of AWS Batch for Kubernetes ${props.clusterVersion}`,
      nodeName: `${clusterName}-batch-node`,
      tags: props.tags,
    });
    this.instanceProfileArn = profile.arn;
    this.admission = [accessEntry, ...role.policyAttachments];
  }
}

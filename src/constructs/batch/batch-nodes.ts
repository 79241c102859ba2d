import { EksAccessEntry } from "@cdktf/provider-aws/lib/eks-access-entry";
import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Partition } from "../../model/aws-region";
import type { OwnNodes } from "../../model/batch-capacity";
import { GPU_NODE_LABEL } from "../../model/facts/eks";
import { BATCH_NODE_POLICIES } from "../../model/facts/iam";
import { ENVIRONMENT_TAG, namePrefix } from "../../model/names";
import { NodeLaunchTemplate } from "../eks/node-launch-template";
import { ec2TrustPolicy } from "../iam/policy-document";
import { Role } from "../iam/role";

export interface BatchNodesProps {
  /** Name of the cluster that the nodes join. */
  readonly clusterName: string;
  /** AWS partition of the region. */
  readonly partition: Partition;
  /** Kubernetes minor version of the cluster. */
  readonly clusterVersion: string;
  /** Tags of the instances, their volumes and network interfaces. */
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Labels a node as one with GPUs. AWS Batch adds what nodeadm needs to join the cluster.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/eks-launch-templates.html
 */
const GPU_NODE_USER_DATA = `MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="//"

--//
Content-Type: application/node.eks.aws

apiVersion: node.eks.aws/v1alpha1
kind: NodeConfig
spec:
  kubelet:
    flags:
      - --node-labels=${GPU_NODE_LABEL.key}=${GPU_NODE_LABEL.value}

--//--
`;

/**
 * The role, instance profile, access entry and launch templates of the nodes that AWS Batch launches.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/instance_IAM_role.html
 */
export class BatchNodes extends Construct {
  readonly instanceProfileArn: string;
  readonly launchTemplate: NodeLaunchTemplate;
  /** What must exist before a node can join the cluster. A compute environment becomes VALID without it. */
  readonly admission: readonly ITerraformDependable[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: BatchNodesProps,
  ) {
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
    this.launchTemplate = this.template("launch-template", "batch-node");
    this.instanceProfileArn = profile.arn;
    this.admission = [accessEntry, ...role.policyAttachments];
  }

  /**
   * Adds a launch template for nodes that are other than the common ones.
   *
   * @param capacityId of the capacity that has them
   */
  addLaunchTemplate(capacityId: string, nodes: OwnNodes): NodeLaunchTemplate {
    return this.template(`${capacityId}-launch-template`, `batch-${capacityId}-node`, nodes);
  }

  private template(id: string, purpose: string, nodes: OwnNodes = {}): NodeLaunchTemplate {
    const { clusterName, clusterVersion, tags } = this.props;
    return new NodeLaunchTemplate(this, id, {
      namePrefix: namePrefix(clusterName, `-${purpose}-`, "launchTemplate"),
      description: `Nodes of AWS Batch for Kubernetes ${clusterVersion}`,
      nodeName: `${clusterName}-batch-node`,
      tags: {
        ...tags,
        ...nodes.tags,
        // The tags of a compute environment never replace the tag that marks what belongs to the environment.
        ...(tags[ENVIRONMENT_TAG] === undefined ? {} : { [ENVIRONMENT_TAG]: tags[ENVIRONMENT_TAG] }),
        // AWS Batch chooses the Kubernetes version of the nodes when it makes a compute environment. The API's
        // reference says: the newest that it supports, unless imageKubernetesVersion names one, which provider
        // 5.100.0 cannot set. The user guide says: that of the cluster. In both cases a compute environment keeps
        // what it has, so another version of the cluster must make new ones: through a new version of the
        // template, which this tag makes. The provider does not see a change of the description alone coming.
        KubernetesVersion: clusterVersion,
      },
      rootVolumeGib: nodes.rootVolumeGib,
      userData: nodes.hasGpus ? GPU_NODE_USER_DATA : undefined,
    });
  }
}

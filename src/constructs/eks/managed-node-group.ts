import { EksNodeGroup } from "@cdktf/provider-aws/lib/eks-node-group";
import { Construct } from "constructs";
import { MANAGED_NODE_TYPE } from "../../model/facts/eks";
import { NODE_GROUP_PREFIX } from "../../model/names";
import { NodeLaunchTemplate } from "./node-launch-template";

export interface ManagedNodeGroupProps {
  /** Name of the cluster that the nodes join. */
  readonly clusterName: string;
  /** Kubernetes minor version of the nodes. */
  readonly version: string;
  /** ARN of the role of the nodes. */
  readonly nodeRoleArn: string;
  /** Security groups of the nodes. */
  readonly securityGroupIds: readonly string[];
  /** Subnets with a route to the internet: nodes pull images and call AWS through it. */
  readonly subnetIds: readonly string[];
  /** Tags of the instances, their volumes and network interfaces. */
  readonly tags: Readonly<Record<string, string>>;
}

const NAME = "default";

/**
 * The nodes that run the cluster's own add-ons; jobs run on nodes that AWS Batch launches.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
 */
export class ManagedNodeGroup extends Construct {
  /** For what runs on these nodes. */
  readonly nodeGroup: EksNodeGroup;

  constructor(scope: Construct, id: string, props: ManagedNodeGroupProps) {
    super(scope, id);
    const launchTemplate = new NodeLaunchTemplate(this, "launch-template", {
      namePrefix: `${NAME}-`,
      description: `Custom launch template for ${NAME} EKS managed node group`,
      nodeName: NAME,
      tags: props.tags,
      securityGroupIds: props.securityGroupIds,
      detailedMonitoring: true,
    });
    this.nodeGroup = new EksNodeGroup(this, "node-group", {
      clusterName: props.clusterName,
      nodeGroupNamePrefix: NODE_GROUP_PREFIX,
      nodeRoleArn: props.nodeRoleArn,
      subnetIds: [...props.subnetIds],
      version: props.version,
      amiType: "AL2023_x86_64_STANDARD",
      instanceTypes: [MANAGED_NODE_TYPE],
      launchTemplate: { id: launchTemplate.launchTemplateId, version: launchTemplate.latestVersion },
      scalingConfig: { minSize: 2, desiredSize: 2, maxSize: 10 },
      updateConfig: { maxUnavailablePercentage: 33 },
      tags: { Name: NAME },
      lifecycle: {
        createBeforeDestroy: true,
        // An autoscaler or an operator may change it.
        ignoreChanges: ["scaling_config[0].desired_size"],
      },
    });
  }
}

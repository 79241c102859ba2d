import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { cloudwatchAddonConfiguration } from "../constructs/eks/cloudwatch-addon-configuration";
import { ClusterAddon } from "../constructs/eks/cluster-addon";
import { ManagedNodeGroup } from "../constructs/eks/managed-node-group";
import { CLOUDWATCH_NAMESPACE } from "../model/facts/eks";
import { CLOUDWATCH_AGENT_POLICIES, ebsCsiPolicies } from "../model/facts/iam";
import type { ClusterStack } from "./cluster-stack";
import type { Environment } from "./environment";
import type { KubernetesStack } from "./kubernetes-stack";

export interface SystemStackProps {
  /** Variables and what follows from them. */
  readonly environment: Environment;
  /** The network and the cluster that the nodes join. */
  readonly clusterStack: ClusterStack;
  /** `aws-auth` must exist before the first node group: EKS would make it otherwise. */
  readonly kubernetesStack: KubernetesStack | undefined;
}

/**
 * The managed nodes and the cluster's add-ons.
 *
 * Nodes need `vpc-cni` and `kube-proxy`, which begin with the node group, become ACTIVE without nodes, and are
 * there before an instance has started. They are no dependency of the node group: Terraform would pass
 * its create-before-destroy on to them, and EKS refuses to create an add-on again that exists, so that an
 * add-on that failed could never be replaced.
 *
 * The other add-ons have pods that need a node. They wait for the node group: EKS marks them as DEGRADED without
 * nodes and notices late that nodes are there. A node group that fails ends the run at once.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/eks-add-ons.html
 */
export class SystemStack extends TerraformStack {
  constructor(scope: Construct, id: string, props: SystemStackProps) {
    super(scope, id);
    const { environment, clusterStack } = props;
    environment.useBackend(this);
    environment.useAwsProvider(this);
    if (props.kubernetesStack) this.addDependency(props.kubernetesStack);
    const { partition } = environment;
    const version = environment.variables.eks_cluster_version;
    const clusterName = environment.variables.eks_cluster_name;
    const { oidcIssuer, oidcProviderArn, nodeSecurityGroupId } = clusterStack.cluster;

    const { nodeGroup: nodes } = new ManagedNodeGroup(this, "nodes", {
      clusterName,
      version,
      nodeRoleArn: clusterStack.nodeRole.roleArn,
      securityGroupIds: [nodeSecurityGroupId],
      subnetIds: clusterStack.vpc.privateSubnetIds,
      tags: environment.tags,
    });

    const cluster = { clusterName, version, partition, oidcIssuer, oidcProviderArn };
    new ClusterAddon(this, "vpc-cni", { cluster, addonName: "vpc-cni" });
    new ClusterAddon(this, "kube-proxy", { cluster, addonName: "kube-proxy" });
    new ClusterAddon(this, "coredns", { cluster, addonName: "coredns", nodes });
    new ClusterAddon(this, "ebs-csi", {
      cluster,
      addonName: "aws-ebs-csi-driver",
      nodes,
      permissions: {
        purpose: "ebs-csi",
        serviceAccount: { namespace: "kube-system", name: "ebs-csi-controller-sa" },
        managedPolicies: ebsCsiPolicies(partition),
      },
    });
    new ClusterAddon(this, "cloudwatch", {
      cluster,
      addonName: "amazon-cloudwatch-observability",
      nodes,
      configuration: cloudwatchAddonConfiguration(environment.variables.enable_container_insights),
      permissions: {
        purpose: "cloudwatch",
        serviceAccount: { namespace: CLOUDWATCH_NAMESPACE, name: "cloudwatch-agent" },
        managedPolicies: CLOUDWATCH_AGENT_POLICIES,
      },
    });
  }
}

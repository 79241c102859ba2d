import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { CLOUDWATCH_ADDON_CONFIGURATION } from "../constructs/eks/cloudwatch-addon-configuration";
import { ClusterAddon } from "../constructs/eks/cluster-addon";
import { ManagedNodeGroup } from "../constructs/eks/managed-node-group";
import { CLOUDWATCH_AGENT_POLICIES, EBS_CSI_POLICIES } from "../model/facts/iam";
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
 * The managed nodes and the add-ons that run on them. Neither waits for the other in Terraform:
 * add-ons with pods of their own become ACTIVE as soon as the nodes are there.
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

    new ManagedNodeGroup(this, "nodes", {
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
    new ClusterAddon(this, "coredns", { cluster, addonName: "coredns" });
    new ClusterAddon(this, "ebs-csi", {
      cluster,
      addonName: "aws-ebs-csi-driver",
      permissions: {
        purpose: "ebs-csi",
        serviceAccount: { namespace: "kube-system", name: "ebs-csi-controller-sa" },
        managedPolicies: EBS_CSI_POLICIES,
      },
    });
    new ClusterAddon(this, "cloudwatch", {
      cluster,
      addonName: "amazon-cloudwatch-observability",
      configuration: CLOUDWATCH_ADDON_CONFIGURATION,
      permissions: {
        purpose: "cloudwatch",
        serviceAccount: { namespace: "amazon-cloudwatch", name: "cloudwatch-agent" },
        managedPolicies: CLOUDWATCH_AGENT_POLICIES,
      },
    });
  }
}

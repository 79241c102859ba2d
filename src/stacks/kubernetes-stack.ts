import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { Fn, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { usesGpus } from "../model/batch-capacity";
import { AwsAuth } from "../constructs/kubernetes/aws-auth";
import { BatchNamespace } from "../constructs/kubernetes/batch-namespace";
import { JobServiceAccount } from "../constructs/kubernetes/job-service-account";
import { NvidiaDevicePlugin } from "../constructs/kubernetes/nvidia-device-plugin";
import type { ClusterStack } from "./cluster-stack";
import type { Environment } from "./environment";

export interface KubernetesStackProps {
  /** Variables and what follows from them. */
  readonly environment: Environment;
  /** The cluster to work in. */
  readonly clusterStack: ClusterStack;
}

/**
 * What AWS Batch and the nodes need inside the cluster. A stack of its own, so that the provider
 * always reads the endpoint of a cluster that exists.
 */
export class KubernetesStack extends TerraformStack {
  constructor(scope: Construct, id: string, { environment, clusterStack }: KubernetesStackProps) {
    super(scope, id);
    environment.useBackend(this);
    const { variables, partition } = environment;
    const { cluster } = clusterStack;

    const connection = {
      host: cluster.endpoint,
      clusterCaCertificate: Fn.base64decode(cluster.certificateAuthority),
    };
    const token = {
      apiVersion: "client.authentication.k8s.io/v1beta1",
      command: "aws",
      args: [
        "eks",
        "get-token",
        "--cluster-name",
        variables.eks_cluster_name,
        "--region",
        variables.aws_region,
      ],
    };
    new KubernetesProvider(this, "kubernetes", { ...connection, exec: [token] });
    const { namespaceName } = new BatchNamespace(this, "batch", {
      name: variables.aws_batch_doeks_namespace,
    });
    for (const [roleName, { roleArn }] of clusterStack.jobRoles) {
      new JobServiceAccount(this, `job-role-${roleName}`, { namespace: namespaceName, roleName, roleArn });
    }
    new AwsAuth(this, "aws-auth", {
      partition,
      accountId: cluster.accountId,
      nodeRoleArn: clusterStack.nodeRole.roleArn,
    });
    if (usesGpus(variables)) {
      new HelmProvider(this, "helm", { kubernetes: { ...connection, exec: token } });
      new NvidiaDevicePlugin(this, "nvidia-device-plugin");
    }
  }
}

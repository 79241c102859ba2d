import type { Variables } from "./variables";

/** Tag of everything in AWS that belongs to an environment; its value is the cluster's name. */
export const ENVIRONMENT_TAG = "Blueprint";

/** Label of everything in Kubernetes that stack `kubernetes` makes: what a run finds with it is its own. */
export const OBJECT_LABELS = { "app.kubernetes.io/part-of": "aws-batch-on-eks" } as const;

/** Tag of job definitions that a job file made; its value tells one content from another. */
export const JOB_FILE_TAG = "BlueprintJobFile";

/** Tag of jobs that run again what failed of another one; its value is the first job's id. */
export const RETRY_TAG = "BlueprintRetryOf";

/** Characters that Terraform appends to a name prefix to make a name unique. */
const UNIQUE_SUFFIX_LENGTH = 26;

/** Longest names that AWS and Terraform's AWS provider accept, in characters. */
export const MAX_NAME_LENGTH = {
  iamRole: 64,
  iamPolicy: 128,
  instanceProfile: 128,
  eventRule: 64,
  // AWS takes 128, the provider three less.
  launchTemplate: 125,
  securityGroup: 255,
} as const;

/**
 * A name prefix that is short enough for Terraform to complete: a long cluster name is cut, which
 * costs nothing because Terraform's suffix makes the whole name unique.
 *
 * Generated names also let two environments live in one account, and let a resource be replaced
 * before the old one goes.
 *
 * @param suffix what tells this name from the cluster's others, with its separators, such as `-node-`
 */
export function namePrefix(clusterName: string, suffix: string, kind: keyof typeof MAX_NAME_LENGTH): string {
  const length = MAX_NAME_LENGTH[kind] - UNIQUE_SUFFIX_LENGTH - suffix.length;
  return clusterName.slice(0, length) + suffix;
}

/** Name of the topic that alerts about an environment go through. */
export function alertTopicName(clusterName: string): string {
  return `${clusterName}-alerts`;
}

/** Alias of the key that encrypts a cluster's Kubernetes secrets. */
export function secretsKeyAlias(clusterName: string): string {
  return `alias/eks/${clusterName}`;
}

/** What the name of the managed node group begins with; Terraform completes it. */
export const NODE_GROUP_PREFIX = "default-";

/**
 * What the agents of the CloudWatch add-on write, each kind into a log group of its own. `application`
 * holds what jobs print.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-EKS-logs.html
 */
export const CONTAINER_LOG_TYPES = ["application", "dataplane", "host", "performance"] as const;

/** Beginnings of the names of a cluster's log groups, by who writes into them. */
export function logGroupPrefixes(clusterName: string): Record<"controlPlane" | "containers" | "vpc", string> {
  return {
    controlPlane: `/aws/eks/${clusterName}/`,
    containers: `/aws/containerinsights/${clusterName}/`,
    vpc: `/aws/vpc/${clusterName}/`,
  };
}

/** The log group that EKS writes the control plane's logs into. */
export function controlPlaneLogGroup(clusterName: string): string {
  return `${logGroupPrefixes(clusterName).controlPlane}cluster`;
}

/** The log group that the agents on the nodes write one kind of logs into. */
export function containerLogGroup(clusterName: string, type: (typeof CONTAINER_LOG_TYPES)[number]): string {
  return logGroupPrefixes(clusterName).containers + type;
}

/** The log group of the VPC's flow logs, where they are on. */
export function flowLogGroup(clusterName: string): string {
  return `${logGroupPrefixes(clusterName).vpc}flow-logs`;
}

/** Names of the log groups that stack `cluster` makes. */
export function logGroupNames({
  eks_cluster_name: cluster,
  enable_flow_logs,
}: Pick<Variables, "eks_cluster_name" | "enable_flow_logs">): string[] {
  return [
    controlPlaneLogGroup(cluster),
    ...CONTAINER_LOG_TYPES.map((type) => containerLogGroup(cluster, type)),
    ...(enable_flow_logs ? [flowLogGroup(cluster)] : []),
  ];
}

import type { Variables } from "../../model/variables";

const CONTAINER_LOG_TYPES = ["application", "dataplane", "host", "performance"];

/** Names of the log groups that stack `cluster` makes (a test compares the two). */
export function logGroupNames({
  eks_cluster_name: cluster,
  enable_flow_logs,
}: Pick<Variables, "eks_cluster_name" | "enable_flow_logs">): string[] {
  return [
    `/aws/eks/${cluster}/cluster`,
    ...CONTAINER_LOG_TYPES.map((type) => `/aws/containerinsights/${cluster}/${type}`),
    ...(enable_flow_logs ? [flowLogGroupName(cluster)] : []),
  ];
}

/** The log group of the VPC's flow logs, where they are on. */
export function flowLogGroupName(clusterName: string): string {
  return `/aws/vpc/${clusterName}/flow-logs`;
}

/** What the names of all log groups of a cluster begin with. */
export function logGroupPrefixes(clusterName: string): string[] {
  return [`/aws/eks/${clusterName}/`, `/aws/containerinsights/${clusterName}/`, `/aws/vpc/${clusterName}/`];
}

import type { ClusterState } from "./store";
import { invalidRequest, resourceInUse } from "./errors";

/**
 * @param doing what is asked of the cluster, such as `create Nodegroup x`
 * @throws AwsError when the cluster is not ACTIVE.
 */
export function requireActive({ cluster }: ClusterState, doing: string): void {
  if (cluster.status === "UPDATING") {
    throw resourceInUse(
      `Cannot ${doing} because cluster ${cluster.name} currently has an update in progress`,
      { clusterName: cluster.name },
    );
  }
  if (cluster.status !== "ACTIVE") throw notActive(cluster.name);
}

/**
 * Who may enter a cluster can be changed while it is updated, but only where access entries count.
 *
 * @throws AwsError when the cluster has no access entries, or is not there yet or any more.
 */
export function requireAccessEntries({ cluster }: ClusterState): void {
  if (cluster.accessConfig.authenticationMode === "CONFIG_MAP") {
    throw invalidRequest(
      "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.",
    );
  }
  if (cluster.status !== "ACTIVE" && cluster.status !== "UPDATING") throw notActive(cluster.name);
}

function notActive(clusterName: string): Error {
  return invalidRequest(`Cluster '${clusterName}' is not in ACTIVE status`, { clusterName });
}

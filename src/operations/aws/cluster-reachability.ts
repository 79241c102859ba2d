import { DescribeClusterCommand, type Cluster, type EKSClient } from "@aws-sdk/client-eks";
import { connect } from "./connect";

/**
 * Why the Kubernetes API of a cluster cannot be used from here.
 *
 * @returns undefined when it can
 */
export async function unreachableBecause(eks: EKSClient, clusterName: string): Promise<string | undefined> {
  let cluster: Cluster | undefined;
  try {
    cluster = (await eks.send(new DescribeClusterCommand({ name: clusterName }))).cluster;
  } catch (error) {
    if ((error as Error).name === "ResourceNotFoundException") return "the cluster does not exist";
    throw error;
  }
  if (!cluster?.endpoint) return "the cluster has no endpoint";
  const { hostname: host, port } = new URL(cluster.endpoint);
  const certificateAuthority = Buffer.from(cluster.certificateAuthority?.data ?? "", "base64").toString();
  return connect({ host, port: Number(port || 443), certificateAuthority }).then(
    () => undefined,
    ({ message }: Error) => `${host}: ${message}`,
  );
}

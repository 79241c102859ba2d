import { DescribeClusterCommand, type Cluster, type EKSClient } from "@aws-sdk/client-eks";
import { connect } from "./connect";
import { unlessMissing } from "./errors";

/** @returns undefined when there is no such cluster */
export async function findCluster(eks: EKSClient, name: string): Promise<Cluster | undefined> {
  return (await unlessMissing(eks.send(new DescribeClusterCommand({ name }))))?.cluster;
}

/**
 * Why the Kubernetes API of a cluster cannot be used from here.
 *
 * @returns undefined when it can
 */
export async function unreachableBecause(eks: EKSClient, clusterName: string): Promise<string | undefined> {
  const cluster = await findCluster(eks, clusterName);
  if (!cluster) return "the cluster does not exist";
  if (!cluster.endpoint) return "the cluster has no endpoint";
  const { hostname: host, port } = new URL(cluster.endpoint);
  const certificateAuthority = Buffer.from(cluster.certificateAuthority?.data ?? "", "base64").toString();
  return connect({ host, port: Number(port || 443), certificateAuthority }).then(
    () => undefined,
    ({ message }: Error) => `${host}: ${message}`,
  );
}

/** Whether this is a rehearsal without Kubernetes: behind its clusters there is no API. */
export function isWithoutKubernetes(env: NodeJS.ProcessEnv): boolean {
  return Boolean(env.AWS_ENDPOINT_URL) && env.WITHOUT_KUBERNETES === "1";
}

import { DescribeClusterCommand, type EKSClient } from "@aws-sdk/client-eks";
import { connect } from "node:net";

const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Why the Kubernetes API of a cluster cannot be used from here.
 *
 * @returns undefined when it can
 */
export async function unreachableBecause(eks: EKSClient, clusterName: string): Promise<string | undefined> {
  let endpoint: string | undefined;
  try {
    endpoint = (await eks.send(new DescribeClusterCommand({ name: clusterName }))).cluster?.endpoint;
  } catch (error) {
    if ((error as Error).name === "ResourceNotFoundException") return "the cluster does not exist";
    throw error;
  }
  if (!endpoint) return "the cluster has no endpoint";
  const { hostname, port } = new URL(endpoint);
  return connectionProblem(hostname, Number(port || 443));
}

function connectionProblem(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: CONNECT_TIMEOUT_MS });
    const end = (problem?: string): void => {
      socket.destroy();
      resolve(problem);
    };
    socket.once("connect", () => end());
    socket.once("timeout", () => end(`${host} does not answer`));
    socket.once("error", ({ message }) => end(message));
  });
}

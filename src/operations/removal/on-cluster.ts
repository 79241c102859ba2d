import type { Found } from "../resources/found";
import type { Owner } from "../resources/ownership";

/**
 * Whether something of AWS Batch is of no use without a cluster: a compute environment on it, or a queue that leads to
 * nothing but such.
 *
 * @param own names of the compute environments that are known to be on it
 */
export function isOnCluster({ attributes }: Found, clusterName: string, own: ReadonlySet<string>): boolean {
  const { "eks_configuration.0.eks_cluster_arn": cluster, compute_environments: environments } = attributes;
  // A queue for SageMaker has none.
  if (Array.isArray(environments) && environments.length > 0)
    return environments.every((environment: string) => own.has(environment.split("/").at(-1)!));
  return typeof cluster === "string" && cluster.endsWith(`:cluster/${clusterName}`);
}

/** Of what has the environment's tag and is in no state, has no name of the variables, and is not on the cluster. */
export const MADE_BY_HAND: Owner = {
  is: "undecided",
  why: "it has the environment's tag, but no name of it, and is not on its cluster",
};

import type { KubernetesClient } from "../client";
import { aggregateClusterRoles } from "./cluster-roles";

/**
 * Plays what kube-controller-manager does on EKS, as far as it is seen here.
 *
 * @returns what ends it
 */
export function startControllers(api: KubernetesClient): () => void {
  const watches = [aggregateClusterRoles(api)];
  return () => {
    for (const watch of watches) watch.close();
  };
}

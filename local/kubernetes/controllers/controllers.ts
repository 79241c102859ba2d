import type { KubernetesClient } from "../client";
import { aggregateClusterRoles } from "./cluster-roles";
import { keepNamespaces } from "./namespaces";
import { removeDeletedPods } from "./pods";
import { tellUseOfQuotas } from "./quotas";
import { tellStatusOfWorkloads } from "./workloads";

/**
 * Plays what kube-controller-manager does on EKS, as far as it is seen here.
 *
 * @param certificateAuthority of the API server, as PEM
 * @returns what ends it
 */
export function startControllers(api: KubernetesClient, certificateAuthority: string): () => void {
  const watches = [
    aggregateClusterRoles(api),
    keepNamespaces(api, certificateAuthority),
    ...removeDeletedPods(api),
    ...tellUseOfQuotas(api),
    ...tellStatusOfWorkloads(api),
  ];
  return () => {
    for (const watch of watches) watch.close();
  };
}

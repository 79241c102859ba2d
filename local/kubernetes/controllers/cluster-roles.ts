import type { KubernetesClient } from "../client";
import type { KubernetesObject } from "../objects";
import type { Closeable } from "../watch";

interface ClusterRole extends KubernetesObject {
  readonly rules?: readonly object[] | null;
  readonly aggregationRule?: {
    readonly clusterRoleSelectors?: readonly { readonly matchLabels?: Readonly<Record<string, string>> }[];
  };
}

const CLUSTER_ROLES = "/apis/rbac.authorization.k8s.io/v1/clusterroles";

/** Fills the ClusterRoles that are put together from others, such as `admin`, `edit` and `view`. */
export function aggregateClusterRoles(api: KubernetesClient): Closeable {
  const roles = new Map<string, ClusterRole>();
  let isPlanned = false;
  const aggregate = async (): Promise<void> => {
    isPlanned = false;
    for (const role of roles.values()) {
      const selectors = role.aggregationRule?.clusterRoleSelectors;
      if (!selectors) continue;
      const parts = [...roles.values()].filter(
        ({ metadata }) =>
          metadata.name !== role.metadata.name &&
          selectors.some(({ matchLabels = {} }) =>
            Object.entries(matchLabels).every(([label, value]) => metadata.labels?.[label] === value),
          ),
      );
      const rules = parts
        .sort((one, other) => one.metadata.name.localeCompare(other.metadata.name))
        .flatMap((part) => part.rules ?? []);
      if (JSON.stringify(rules) === JSON.stringify(role.rules ?? [])) continue;
      await api.patch(`${CLUSTER_ROLES}/${role.metadata.name}`, { rules });
    }
  };
  return api.watch<ClusterRole>(CLUSTER_ROLES, (type, role) => {
    if (type === "DELETED") roles.delete(role.metadata.name);
    else roles.set(role.metadata.name, role);
    if (isPlanned) return;
    isPlanned = true;
    // Once for all roles that are told of together. What fails is tried again with the next change.
    setImmediate(() => void aggregate().catch(() => undefined));
  });
}

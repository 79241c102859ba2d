import type { KubernetesClient } from "../client";

/** A kind of object that lives in namespaces and can be listed, and deleted all at once. */
export interface NamespacedResource {
  /** Empty for the core group. */
  readonly group: string;
  /** Plural, such as `pods`. */
  readonly resource: string;
  /** Path of its group and version, such as `/apis/batch/v1`. */
  readonly root: string;
}

interface ApiResourceList {
  readonly groupVersion: string;
  readonly resources: readonly {
    readonly name: string;
    readonly namespaced: boolean;
    readonly verbs: readonly string[];
  }[];
}

interface ApiGroupList {
  readonly groups: readonly { readonly preferredVersion: { readonly groupVersion: string } }[];
}

/** All kinds that a cluster has now, each in the version that its group prefers. */
export async function namespacedResources(api: KubernetesClient): Promise<NamespacedResource[]> {
  const { groups } = await api.get<ApiGroupList>("/apis");
  const roots = [
    "/api/v1",
    ...groups.map(({ preferredVersion }) => `/apis/${preferredVersion.groupVersion}`),
  ];
  const lists = await Promise.all(roots.map((root) => api.get<ApiResourceList>(root)));
  return lists.flatMap(({ groupVersion, resources }, index) =>
    resources
      .filter(({ namespaced, verbs }) => namespaced && verbs.includes("deletecollection"))
      .map(({ name: resource }) => ({
        group: groupVersion.includes("/") ? groupVersion.split("/")[0]! : "",
        resource,
        root: roots[index]!,
      })),
  );
}

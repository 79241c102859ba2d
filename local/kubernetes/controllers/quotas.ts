import type { KubernetesClient } from "../client";
import { KubernetesError, type KubernetesObject } from "../objects";
import { sumOf } from "../quantity";
import type { Closeable } from "../watch";

interface Quota extends KubernetesObject {
  readonly spec?: { readonly hard?: Readonly<Record<string, string>> };
  readonly status?: object;
}

type Quantities = Readonly<Record<string, string>>;

interface Pod extends KubernetesObject {
  readonly spec: {
    readonly containers: readonly {
      readonly resources?: { readonly requests?: Quantities; readonly limits?: Quantities };
    }[];
  };
  readonly status?: { readonly phase?: string };
}

/** What of a namespace is counted, besides its pods. */
const COUNTED: Readonly<Record<string, string>> = {
  configmaps: "/api/v1",
  persistentvolumeclaims: "/api/v1",
  secrets: "/api/v1",
  services: "/api/v1",
  "count/jobs.batch": "/apis/batch/v1",
};

/**
 * Tells in the status of quotas what is used: the API server refuses whatever counts until that is told, and does not see
 * what goes. Quotas with scopes count all pods.
 */
export function tellUseOfQuotas(api: KubernetesClient): Closeable[] {
  const quotas = new Map<string, Quota>();
  const planned = new Set<string>();
  const plan = (namespace = ""): void => {
    if (planned.has(namespace)) return;
    if (![...quotas.values()].some(({ metadata }) => metadata.namespace === namespace)) return;
    planned.add(namespace);
    setImmediate(() => {
      planned.delete(namespace);
      tellUse(api, namespace).catch((error: unknown) => {
        // Somebody else, such as the API server itself, told something meanwhile.
        if (error instanceof KubernetesError && error.reason === "Conflict") plan(namespace);
      });
    });
  };
  return [
    api.watch<Quota>("/api/v1/resourcequotas", (type, quota) => {
      const { uid = "", namespace } = quota.metadata;
      if (type === "DELETED") quotas.delete(uid);
      else quotas.set(uid, quota);
      plan(namespace);
    }),
    api.watch("/api/v1/pods", (_, { metadata }) => plan(metadata.namespace)),
  ];
}

async function tellUse(api: KubernetesClient, namespace: string): Promise<void> {
  const root = `/api/v1/namespaces/${namespace}`;
  // First, so that what the API server counts meanwhile leads to a conflict.
  const quotas = await api.list<Quota>(`${root}/resourcequotas`);
  const pods = (await api.list<Pod>(`${root}/pods`)).filter(
    ({ status }) => status?.phase !== "Succeeded" && status?.phase !== "Failed",
  );
  for (const quota of quotas) {
    const hard = quota.spec?.hard ?? {};
    const used: Record<string, string> = {};
    for (const name of Object.keys(hard)) {
      const counted = COUNTED[name] ?? COUNTED[name.replace(/^count\//, "")];
      const resource = name.replace(/^count\/|\..*$/g, "");
      if (counted === undefined) used[name] = usedBy(pods, name);
      else used[name] = `${(await api.list(`${counted}/namespaces/${namespace}/${resource}`)).length}`;
    }
    const status = { hard, used };
    if (JSON.stringify(status) === JSON.stringify(quota.status)) continue;
    await api.replace(`${root}/resourcequotas/${quota.metadata.name}/status`, {
      ...quota,
      apiVersion: "v1",
      kind: "ResourceQuota",
      status,
    });
  }
}

/** @param name as a quota calls it, such as `pods`, `requests.cpu`, `limits.memory` */
function usedBy(pods: readonly Pod[], name: string): string {
  if (name === "pods" || name === "count/pods") return `${pods.length}`;
  const isLimit = name.startsWith("limits.");
  const resource = name.replace(/^(requests|limits)\./, "");
  return sumOf(
    pods
      .flatMap(({ spec }) => spec.containers)
      .map(({ resources }) => (isLimit ? resources?.limits : resources?.requests)?.[resource] ?? "0"),
  );
}

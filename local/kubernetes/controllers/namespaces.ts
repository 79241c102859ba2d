import { setTimeout as sleep } from "node:timers/promises";
import type { KubernetesClient } from "../client";
import { KubernetesError, type KubernetesObject } from "../objects";
import type { Closeable } from "../watch";
import { namespacedResources } from "./discovery";

interface Namespace extends KubernetesObject {
  readonly spec?: { readonly finalizers?: readonly string[] };
  readonly status?: {
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly message: string;
    }[];
  };
}

/** Between two looks at a namespace whose content takes time to go. */
const PAUSE_MS = 250;

/** The finalizer of a namespace that stands for its content. */
const CONTENT = "kubernetes";

const NAMESPACES = "/api/v1/namespaces";

/**
 * Gives each namespace its default service account and the cluster's certificate authority, and empties those that are
 * deleted.
 */
export function keepNamespaces(api: KubernetesClient, certificateAuthority: string): Closeable {
  const emptying = new Set<string>();
  let isClosed = false;
  const empty = async (name: string, uid: string): Promise<void> => {
    while (!isClosed && !(await emptyFurther(api, name, uid))) await sleep(PAUSE_MS);
  };
  const watch = api.watch<Namespace>(NAMESPACES, (type, { metadata }) => {
    const { name, uid = "", deletionTimestamp } = metadata;
    if (type === "DELETED") return;
    if (!deletionTimestamp) {
      if (type === "ADDED") void furnish(api, name, certificateAuthority).catch(report);
      return;
    }
    if (emptying.has(uid)) return;
    emptying.add(uid);
    void empty(name, uid).finally(() => emptying.delete(uid));
  });
  return {
    close: () => {
      isClosed = true;
      watch.close();
    },
  };
}

/** A namespace may go, and the API server too, while something is done in it. */
function report(error: Error): void {
  const isExpected = error instanceof KubernetesError ? error.status < 500 : "code" in error;
  if (!isExpected) console.error("A namespace could not be kept:", error);
}

async function furnish(api: KubernetesClient, namespace: string, authority: string): Promise<void> {
  const create = (resource: string, object: object): Promise<void> =>
    api.create(`${NAMESPACES}/${namespace}/${resource}`, object).then(
      () => undefined,
      (error: KubernetesError) => {
        if (error.reason !== "AlreadyExists") throw error;
      },
    );
  await create("serviceaccounts", { metadata: { name: "default" } });
  await create("configmaps", {
    metadata: {
      name: "kube-root-ca.crt",
      annotations: {
        "kubernetes.io/description":
          "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.",
      },
    },
    data: { "ca.crt": authority },
  });
}

/**
 * Deletes what is in a namespace, and lets the namespace go when nothing is any more; else it tells what is.
 *
 * @returns whether nothing more is to be done
 */
async function emptyFurther(api: KubernetesClient, name: string, uid: string): Promise<boolean> {
  const path = `${NAMESPACES}/${name}`;
  try {
    const remaining = await deleteContent(api, name);
    const namespace = await api.find<Namespace>(path);
    if (namespace?.metadata.uid !== uid) return true;
    const told = await tell(api, namespace, conditionsOf(remaining));
    if (remaining.length > 0) return false;
    const finalizers = told.spec?.finalizers?.filter((finalizer) => finalizer !== CONTENT) ?? [];
    await api.replace(`${path}/finalize`, { ...told, spec: { ...told.spec, finalizers } });
    return true;
  } catch (error) {
    // Somebody else changed the namespace meanwhile, or the API server does not answer for a moment.
    report(error as Error);
    return false;
  }
}

async function tell(
  api: KubernetesClient,
  namespace: Namespace,
  conditions: ReturnType<typeof conditionsOf>,
): Promise<Namespace> {
  const before = namespace.status?.conditions ?? [];
  const isTold = conditions.every(({ type, status, message }) =>
    before.some((each) => each.type === type && each.status === status && each.message === message),
  );
  if (isTold) return namespace;
  const lastTransitionTime = new Date().toISOString();
  return api.patch<Namespace>(`${NAMESPACES}/${namespace.metadata.name}/status`, {
    status: { conditions: conditions.map((condition) => ({ ...condition, lastTransitionTime })) },
  });
}

interface Remaining {
  /** Such as `pods.` or `jobs.batch`, as Kubernetes writes it. */
  readonly resource: string;
  readonly objects: readonly KubernetesObject[];
}

async function deleteContent(api: KubernetesClient, namespace: string): Promise<Remaining[]> {
  const resources = await namespacedResources(api);
  const looked = await Promise.all(
    resources.map(async ({ group, resource, root }) => {
      const list = `${root}/namespaces/${namespace}/${resource}`;
      const found = await api.list(list);
      if (found.some(({ metadata }) => !metadata.deletionTimestamp)) await api.delete(list);
      const objects = found.length === 0 ? [] : await api.list(list);
      return { resource: `${resource}.${group}`, objects };
    }),
  );
  return looked.filter(({ objects }) => objects.length > 0);
}

/** Conditions of a namespace that is deleted, with the words of Kubernetes. */
function conditionsOf(remaining: readonly Remaining[]) {
  const finalizers = new Map<string, number>();
  for (const { metadata } of remaining.flatMap(({ objects }) => objects)) {
    for (const finalizer of metadata.finalizers ?? []) {
      finalizers.set(finalizer, (finalizers.get(finalizer) ?? 0) + 1);
    }
  }
  const counts = remaining.map(
    ({ resource, objects }) => `${resource} has ${objects.length} resource instances`,
  );
  const holds = [...finalizers].map(([finalizer, count]) => `${finalizer} in ${count} resource instances`);
  return [
    {
      type: "NamespaceDeletionDiscoveryFailure",
      status: "False",
      reason: "ResourcesDiscovered",
      message: "All resources successfully discovered",
    },
    {
      type: "NamespaceDeletionGroupVersionParsingFailure",
      status: "False",
      reason: "ParsedGroupVersions",
      message: "All legacy kube types successfully parsed",
    },
    {
      type: "NamespaceDeletionContentFailure",
      status: "False",
      reason: "ContentDeleted",
      message: "All content successfully deleted, may be waiting on finalization",
    },
    counts.length > 0
      ? {
          type: "NamespaceContentRemaining",
          status: "True",
          reason: "SomeResourcesRemain",
          message: `Some resources are remaining: ${counts.sort().join(", ")}`,
        }
      : {
          type: "NamespaceContentRemaining",
          status: "False",
          reason: "ContentRemoved",
          message: "All content successfully removed",
        },
    holds.length > 0
      ? {
          type: "NamespaceFinalizersRemaining",
          status: "True",
          reason: "SomeFinalizersRemain",
          message: `Some content in the namespace has finalizers remaining: ${holds.sort().join(", ")}`,
        }
      : {
          type: "NamespaceFinalizersRemaining",
          status: "False",
          reason: "ContentHasNoFinalizers",
          message: "All content-preserving finalizers finished",
        },
  ];
}

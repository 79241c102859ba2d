import type { KubernetesClient } from "../client";
import type { NodeObject } from "../nodes";
import type { KubernetesObject } from "../objects";
import type { Closeable } from "../watch";

interface Pod extends KubernetesObject {
  readonly spec: { readonly nodeName?: string };
}

/** Removes pods that are deleted where no kubelet would end them: on nodes without one, and on nodes that are gone. */
export function removeDeletedPods(api: KubernetesClient): Closeable[] {
  const withKubelet = new Set<string>();
  const terminating = new Map<string, Pod>();
  const remove = async ({ metadata: { name, namespace, uid } }: Pod): Promise<void> => {
    await api.remove(`/api/v1/namespaces/${namespace}/pods/${name}`, {
      gracePeriodSeconds: 0,
      preconditions: { uid: uid! },
    });
  };
  const removeAbandoned = (): void => {
    for (const [uid, pod] of terminating) {
      if (withKubelet.has(pod.spec.nodeName ?? "")) continue;
      terminating.delete(uid);
      // Another one may have been faster.
      void remove(pod).catch(() => undefined);
    }
  };
  const nodes = api.watch<NodeObject>("/api/v1/nodes", (type, { metadata: { name }, status }) => {
    const hasKubelet = Boolean(status.daemonEndpoints?.kubeletEndpoint?.Port);
    if (type !== "DELETED" && hasKubelet) withKubelet.add(name);
    else withKubelet.delete(name);
    if (type === "DELETED") removeAbandoned();
  });
  const pods = api.watch<Pod>("/api/v1/pods", (type, pod) => {
    const { uid = "", deletionTimestamp, deletionGracePeriodSeconds } = pod.metadata;
    if (type === "DELETED") {
      terminating.delete(uid);
    } else if (deletionTimestamp && deletionGracePeriodSeconds !== 0) {
      terminating.set(uid, pod);
      removeAbandoned();
    }
  });
  return [nodes, pods];
}

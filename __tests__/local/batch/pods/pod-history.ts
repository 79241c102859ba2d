import type { PodObject } from "../../../../local/batch/pods/pod-watches";
import type { KubernetesClient } from "../../../../local/kubernetes/client";
import type { Closeable } from "../../../../local/kubernetes/watch";

/** What the API server tells of the pods of a namespace to who watches them. */
export class PodHistory {
  private readonly byName = new Map<string, string[]>();
  private readonly watch: Closeable;

  constructor(api: KubernetesClient, namespace: string) {
    this.watch = api.watch<PodObject>(`/api/v1/namespaces/${namespace}/pods`, (type, pod) =>
      this.add(pod.metadata.name, type === "DELETED" ? type : shown(pod)),
    );
  }

  close(): void {
    this.watch.close();
  }

  /** The states of a pod, as kubectl calls them; the last one is DELETED. */
  of(podName: string): readonly string[] {
    return this.byName.get(podName) ?? [];
  }

  /** The states of all pods. */
  all(): readonly (readonly string[])[] {
    return [...this.byName.values()];
  }

  private add(name: string, state: string): void {
    const states = this.byName.get(name) ?? [];
    this.byName.set(name, states);
    if (states.at(-1) !== state) states.push(state);
  }
}

function shown({ metadata, status }: PodObject): string {
  const { phase = "" } = status ?? {};
  const hasEnded = phase === "Succeeded" || phase === "Failed";
  return metadata.deletionTimestamp && !hasEnded ? "Terminating" : phase;
}

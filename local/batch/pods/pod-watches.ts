import type { KubernetesClient } from "../../kubernetes/client";
import type { KubernetesObject } from "../../kubernetes/objects";
import type { Closeable, WatchEventType } from "../../kubernetes/watch";

/** A pod, as far as its end shows in it. */
export interface PodObject extends KubernetesObject {
  readonly status?: {
    readonly phase?: string;
    readonly reason?: string;
    readonly message?: string;
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason?: string;
      readonly message?: string;
    }[];
  };
}

type OnChange = (type: WatchEventType, pod: PodObject) => void;

interface Followed {
  readonly watch: Closeable;
  /** By the pod's name. */
  readonly listeners: Map<string, OnChange>;
}

/** Follows pods with one connection for each namespace of a cluster. */
export class PodWatches {
  private readonly followed = new Map<string, Followed>();

  /**
   * Tells of a pod's changes until it is closed.
   *
   * @param clusterArn of the cluster that the client is for
   */
  follow(
    clusterArn: string,
    client: KubernetesClient,
    { namespace, name }: { readonly namespace: string; readonly name: string },
    onChange: OnChange,
  ): { close(): void } {
    const key = `${clusterArn}/${namespace}`;
    const { listeners } = this.followed.get(key) ?? this.open(key, client, namespace);
    listeners.set(name, onChange);
    return {
      close: () => {
        if (listeners.delete(name) && listeners.size === 0) this.end(key);
      },
    };
  }

  close(): void {
    for (const key of this.followed.keys()) this.end(key);
  }

  private open(key: string, client: KubernetesClient, namespace: string): Followed {
    const listeners: Followed["listeners"] = new Map();
    const watch = client.watch<PodObject>(`/api/v1/namespaces/${namespace}/pods`, (type, pod) =>
      listeners.get(pod.metadata.name)?.(type, pod),
    );
    const followed = { watch, listeners };
    this.followed.set(key, followed);
    return followed;
  }

  private end(key: string): void {
    this.followed.get(key)?.watch.close();
    this.followed.delete(key);
  }
}

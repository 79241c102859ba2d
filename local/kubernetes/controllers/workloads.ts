import type { KubernetesClient } from "../client";
import type { NodeObject } from "../nodes";
import type { KubernetesObject } from "../objects";
import type { Closeable } from "../watch";

interface Workload extends KubernetesObject {
  readonly spec: {
    readonly replicas?: number;
    readonly template?: { readonly spec?: { readonly nodeSelector?: Readonly<Record<string, string>> } };
  };
  readonly status?: Readonly<Record<string, unknown>>;
}

/**
 * Tells in the status of DaemonSets and Deployments what it would be with their pods: each node that is ready has those of
 * the DaemonSets whose node selector it meets, and all of a Deployment once there is such a node. The pods themselves are
 * not there.
 */
export function tellStatusOfWorkloads(api: KubernetesClient): Closeable[] {
  const nodes = new Map<string, NodeObject>();
  const workloads = new Map<string, { readonly workload: Workload; readonly path: string }>();
  let isPlanned = false;
  const tell = async (): Promise<void> => {
    isPlanned = false;
    for (const { workload, path } of workloads.values()) {
      const { metadata, spec } = workload;
      const fit = [...nodes.values()].filter((node) => meets(node, spec.template?.spec?.nodeSelector));
      const status = path.endsWith("daemonsets")
        ? statusOfDaemonSet(workload, fit)
        : statusOfDeployment(workload, fit);
      if (Object.entries(status).every(([name, value]) => isSame(workload.status?.[name], value))) continue;
      const own = path.replace("/v1/", `/v1/namespaces/${metadata.namespace}/`);
      await api.patch(`${own}/${metadata.name}/status`, { status });
    }
  };
  const plan = (): void => {
    if (isPlanned) return;
    isPlanned = true;
    // What fails is told again with the next change.
    setImmediate(() => void tell().catch(() => undefined));
  };
  const follow = (path: string): Closeable =>
    api.watch<Workload>(path, (type, workload) => {
      const { uid = "" } = workload.metadata;
      if (type === "DELETED") workloads.delete(uid);
      else workloads.set(uid, { workload, path });
      plan();
    });
  return [
    api.watch<NodeObject>("/api/v1/nodes", (type, node) => {
      if (type === "DELETED") nodes.delete(node.metadata.name);
      else nodes.set(node.metadata.name, node);
      plan();
    }),
    follow("/apis/apps/v1/daemonsets"),
    follow("/apis/apps/v1/deployments"),
  ];
}

function meets({ metadata }: NodeObject, selector: Readonly<Record<string, string>> = {}): boolean {
  return Object.entries(selector).every(([label, value]) => metadata.labels?.[label] === value);
}

function isReady({ status }: NodeObject): boolean {
  return Boolean(
    status.conditions?.some((condition) => condition.type === "Ready" && condition.status === "True"),
  );
}

function statusOfDaemonSet({ metadata }: Workload, nodes: readonly NodeObject[]) {
  const ready = nodes.filter(isReady).length;
  return {
    observedGeneration: metadata.generation,
    desiredNumberScheduled: nodes.length,
    currentNumberScheduled: nodes.length,
    updatedNumberScheduled: nodes.length,
    numberMisscheduled: 0,
    numberReady: ready,
    numberAvailable: ready,
    numberUnavailable: nodes.length - ready,
  };
}

function statusOfDeployment({ metadata, spec }: Workload, nodes: readonly NodeObject[]) {
  const { replicas = 1 } = spec;
  const ready = nodes.some(isReady) ? replicas : 0;
  return {
    observedGeneration: metadata.generation,
    replicas,
    updatedReplicas: replicas,
    readyReplicas: ready,
    availableReplicas: ready,
    unavailableReplicas: replicas - ready,
  };
}

/** The API server leaves out a number that is zero. */
function isSame(before: unknown, after: unknown): boolean {
  return (before ?? 0) === (after ?? 0);
}

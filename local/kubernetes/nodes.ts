import { randomUUID } from "node:crypto";
import type { KubernetesClient } from "./client";
import type { KubernetesObject } from "./objects";

export interface NodeTaint {
  readonly key: string;
  readonly value?: string;
  readonly effect: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
}

export interface NodeProps {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly NodeTaint[];
  /** Quantities by resource, such as `cpu`, `memory`, `pods`. */
  readonly capacity: Readonly<Record<string, string>>;
  readonly allocatable: Readonly<Record<string, string>>;
  readonly addresses: readonly { readonly type: string; readonly address: string }[];
  /** Such as `aws:///us-east-1a/i-0123456789abcdef0`. @default - none */
  readonly providerId?: string;
  /** Such as `1.35`. */
  readonly kubernetesVersion: string;
  /** Where the node's kubelet answers. @default - there is none */
  readonly kubeletPort?: number;
}

const NODES = "/api/v1/nodes";

/** The Node objects of a cluster, as the kubelets of its instances would register them. */
export class NodeObjects {
  constructor(private readonly api: KubernetesClient) {}

  /**
   * A node that joins, and is not ready yet.
   *
   * @throws KubernetesError with reason AlreadyExists for a name that another node has
   */
  async register(props: NodeProps): Promise<void> {
    const { name, labels, taints, providerId } = props;
    await this.api.create(NODES, {
      apiVersion: "v1",
      kind: "Node",
      metadata: { name, labels },
      spec: { taints, ...(providerId !== undefined && { providerID: providerId }) },
      status: statusOf(props),
    });
  }

  /** Tells that a node takes pods now; nothing where it is gone. */
  async ready(name: string): Promise<void> {
    const node = await this.api.find<NodeObject>(`${NODES}/${name}`);
    if (!node) return;
    const taints = node.spec.taints?.filter(({ key }) => key !== NOT_READY) ?? [];
    await this.api.patch(`${NODES}/${name}`, { spec: { taints } });
    const conditions = [
      condition("Ready", "True", "KubeletReady", "kubelet is posting ready status"),
      ...(node.status.conditions ?? []).filter(({ type }) => type !== "Ready"),
    ];
    await this.api.patch(`${NODES}/${name}/status`, { status: { conditions } });
  }

  async remove(name: string): Promise<void> {
    await this.api.remove(`${NODES}/${name}`);
  }
}

/** The API server itself taints nodes that are not ready, and a controller takes the taint away. */
const NOT_READY = "node.kubernetes.io/not-ready";

export interface NodeObject extends KubernetesObject {
  readonly spec: { readonly taints?: readonly NodeTaint[]; readonly providerID?: string };
  readonly status: {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly daemonEndpoints?: { readonly kubeletEndpoint?: { readonly Port: number } };
  };
}

function condition(type: string, status: "True" | "False", reason: string, message: string) {
  const now = new Date().toISOString();
  return { type, status, reason, message, lastHeartbeatTime: now, lastTransitionTime: now };
}

function statusOf(props: NodeProps): object {
  const version = `v${props.kubernetesVersion}.0-eks-emulated`;
  return {
    capacity: props.capacity,
    allocatable: props.allocatable,
    addresses: props.addresses,
    conditions: [
      condition(
        "MemoryPressure",
        "False",
        "KubeletHasSufficientMemory",
        "kubelet has sufficient memory available",
      ),
      condition("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
      condition("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
      condition(
        "Ready",
        "False",
        "KubeletNotReady",
        "container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized",
      ),
    ],
    nodeInfo: {
      machineID: randomUUID().replaceAll("-", ""),
      systemUUID: randomUUID(),
      bootID: randomUUID(),
      kernelVersion: "6.12.0-emulated.amzn2023",
      osImage: "Amazon Linux 2023",
      containerRuntimeVersion: "containerd://2.1.0",
      kubeletVersion: version,
      kubeProxyVersion: "",
      operatingSystem: "linux",
      architecture: props.labels["kubernetes.io/arch"] ?? "amd64",
    },
    ...(props.kubeletPort !== undefined && {
      daemonEndpoints: { kubeletEndpoint: { Port: props.kubeletPort } },
    }),
  };
}

import { KubernetesError } from "../../kubernetes/objects";
import { catalogAddon } from "./catalog";
import type { ClusterState, StoredAddon } from "../store";

interface Workload {
  readonly kind: "DaemonSet" | "Deployment";
  readonly name: string;
  /** Of a Deployment. */
  readonly replicas?: number;
}

/** What runs of the add-ons. */
const WORKLOADS: Readonly<Record<string, readonly Workload[]>> = {
  "vpc-cni": [{ kind: "DaemonSet", name: "aws-node" }],
  "kube-proxy": [{ kind: "DaemonSet", name: "kube-proxy" }],
  coredns: [{ kind: "Deployment", name: "coredns", replicas: 2 }],
  "aws-ebs-csi-driver": [
    { kind: "Deployment", name: "ebs-csi-controller", replicas: 2 },
    { kind: "DaemonSet", name: "ebs-csi-node" },
  ],
  "amazon-cloudwatch-observability": [
    { kind: "Deployment", name: "amazon-cloudwatch-observability-controller-manager", replicas: 1 },
    { kind: "DaemonSet", name: "cloudwatch-agent" },
    { kind: "DaemonSet", name: "fluent-bit" },
  ],
  "eks-pod-identity-agent": [{ kind: "DaemonSet", name: "eks-pod-identity-agent" }],
};

/** The namespace that its add-on brings and takes away. */
const OWN_NAMESPACE = "amazon-cloudwatch";

/** Puts what runs of an add-on into the cluster. Nothing where no Kubernetes is behind it. */
export async function installWorkloads({ controlPlane }: ClusterState, addon: StoredAddon): Promise<void> {
  if (!controlPlane) return;
  const { api } = controlPlane;
  const namespace = catalogAddon(addon.addonName)?.namespace ?? "kube-system";
  if (namespace === OWN_NAMESPACE) {
    await unlessThere(api.create("/api/v1/namespaces", { metadata: { name: namespace } }));
  }
  for (const workload of workloadsOf(addon)) {
    await unlessThere(api.create(pathOf(workload, namespace), objectOf(workload, addon)));
  }
}

/** Takes it out again. */
export async function removeWorkloads({ controlPlane }: ClusterState, addon: StoredAddon): Promise<void> {
  if (!controlPlane) return;
  const { api } = controlPlane;
  const namespace = catalogAddon(addon.addonName)?.namespace ?? "kube-system";
  for (const workload of workloadsOf(addon)) {
    await api.remove(`${pathOf(workload, namespace)}/${workload.name}`);
  }
  if (namespace === OWN_NAMESPACE) await api.remove(`/api/v1/namespaces/${namespace}`);
}

function workloadsOf({ addonName }: StoredAddon): readonly Workload[] {
  return WORKLOADS[addonName] ?? [];
}

function pathOf({ kind }: Workload, namespace: string): string {
  return `/apis/apps/v1/namespaces/${namespace}/${kind.toLowerCase()}s`;
}

function objectOf({ kind, name, replicas }: Workload, { addonName, addonVersion }: StoredAddon): object {
  const labels = { "app.kubernetes.io/name": name };
  return {
    apiVersion: "apps/v1",
    kind,
    metadata: {
      name,
      labels: {
        ...labels,
        "app.kubernetes.io/managed-by": "EKS",
        "app.kubernetes.io/version": addonVersion,
        "eks.amazonaws.com/component": addonName,
      },
    },
    spec: {
      ...(replicas !== undefined && { replicas }),
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [{ name, image: `${addonName}:${addonVersion}` }],
          tolerations: [{ operator: "Exists" }],
        },
      },
    },
  };
}

async function unlessThere(creation: Promise<unknown>): Promise<void> {
  try {
    await creation;
  } catch (error) {
    if (!(error instanceof KubernetesError && error.reason === "AlreadyExists")) throw error;
  }
}

/** A version of an add-on and the Kubernetes versions that it runs on. */
export interface AddonRelease {
  readonly version: string;
  readonly kubernetes: readonly string[];
  /** Kubernetes versions for which it is the default. */
  readonly defaultFor: readonly string[];
}

export interface CatalogAddon {
  readonly name: string;
  readonly type: "networking" | "storage" | "observability" | "security";
  readonly namespace: string;
  /** Whether it becomes ACTIVE only with nodes for its pods: all but DaemonSets do. */
  readonly needsNodes: boolean;
  readonly requiresIamPermissions: boolean;
  /** Top-level keys of its configuration values, with their JSON schema. */
  readonly configuration: Readonly<Record<string, object>>;
  /** Newest first. */
  readonly releases: readonly AddonRelease[];
}

const ALL = ["1.30", "1.31", "1.32", "1.33", "1.34", "1.35", "1.36"];

/** Two releases for all Kubernetes versions, of which the older one is the default. */
function releases(newest: string, standard: string): AddonRelease[] {
  return [
    { version: newest, kubernetes: ALL, defaultFor: [] },
    { version: standard, kubernetes: ALL, defaultFor: ALL },
  ];
}

/** Builds of one upstream version, newest first, of which the last one is the default. */
function builds(upstream: string, numbers: readonly number[], from: string, until: string): AddonRelease[] {
  const kubernetes = ALL.slice(ALL.indexOf(from), ALL.indexOf(until) + 1);
  return numbers.map((number, index) => ({
    version: `v${upstream}-eksbuild.${number}`,
    kubernetes,
    defaultFor: index === numbers.length - 1 ? [from] : [],
  }));
}

const object = { type: "object" };
const resources = { resources: object, tolerations: { type: "array" } };

/**
 * The add-ons that the emulator offers, with versions like those of November 2026.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html
 */
export const ADDONS: readonly CatalogAddon[] = [
  {
    name: "vpc-cni",
    type: "networking",
    namespace: "kube-system",
    needsNodes: false,
    requiresIamPermissions: true,
    configuration: { env: object, enableNetworkPolicy: { type: "string" }, ...resources },
    releases: releases("v1.22.4-eksbuild.3", "v1.21.2-eksbuild.1"),
  },
  {
    name: "kube-proxy",
    type: "networking",
    namespace: "kube-system",
    needsNodes: false,
    requiresIamPermissions: false,
    configuration: { mode: { type: "string" }, ipvs: object, ...resources },
    // A kube-proxy may be up to three minor versions older than the control plane.
    releases: [
      ...builds("1.36.0", [17, 9], "1.36", "1.36"),
      ...builds("1.35.3", [21, 13], "1.35", "1.36"),
      ...builds("1.34.6", [21, 13], "1.34", "1.36"),
      ...builds("1.33.10", [21, 13], "1.33", "1.36"),
      ...builds("1.32.13", [24, 16], "1.32", "1.35"),
      ...builds("1.31.14", [28, 20], "1.31", "1.34"),
      ...builds("1.30.14", [31, 23], "1.30", "1.33"),
    ],
  },
  {
    name: "coredns",
    type: "networking",
    namespace: "kube-system",
    needsNodes: true,
    requiresIamPermissions: false,
    configuration: { replicaCount: { type: "integer" }, corefile: { type: "string" }, ...resources },
    releases: [
      { version: "v1.14.3-eksbuild.14", kubernetes: ["1.36"], defaultFor: [] },
      { version: "v1.14.3-eksbuild.6", kubernetes: ["1.36"], defaultFor: ["1.36"] },
      { version: "v1.13.2-eksbuild.21", kubernetes: ["1.35", "1.36"], defaultFor: [] },
      { version: "v1.13.2-eksbuild.13", kubernetes: ["1.35", "1.36"], defaultFor: ["1.35"] },
      { version: "v1.12.4-eksbuild.29", kubernetes: ["1.33", "1.34", "1.35"], defaultFor: [] },
      { version: "v1.12.4-eksbuild.21", kubernetes: ["1.33", "1.34", "1.35"], defaultFor: ["1.33", "1.34"] },
      {
        version: "v1.11.4-eksbuild.51",
        kubernetes: ["1.30", "1.31", "1.32", "1.33", "1.34"],
        defaultFor: [],
      },
      {
        version: "v1.11.4-eksbuild.43",
        kubernetes: ["1.30", "1.31", "1.32", "1.33", "1.34"],
        defaultFor: ["1.30", "1.31", "1.32"],
      },
    ],
  },
  {
    name: "aws-ebs-csi-driver",
    type: "storage",
    namespace: "kube-system",
    needsNodes: true,
    requiresIamPermissions: true,
    configuration: { controller: object, node: object, defaultStorageClass: object },
    releases: releases("v1.60.0-eksbuild.2", "v1.60.0-eksbuild.1"),
  },
  {
    name: "amazon-cloudwatch-observability",
    type: "observability",
    namespace: "amazon-cloudwatch",
    needsNodes: true,
    requiresIamPermissions: true,
    configuration: { agent: object, containerLogs: object, manager: object, tolerations: { type: "array" } },
    releases: releases("v5.4.0-eksbuild.1", "v5.3.1-eksbuild.1"),
  },
  {
    name: "eks-pod-identity-agent",
    type: "security",
    namespace: "kube-system",
    needsNodes: false,
    requiresIamPermissions: false,
    configuration: { agent: object, ...resources },
    releases: releases("v1.3.10-eksbuild.4", "v1.3.10-eksbuild.2"),
  },
];

/** @returns undefined when there is no such add-on */
export function catalogAddon(name: string): CatalogAddon | undefined {
  return ADDONS.find((addon) => addon.name === name);
}

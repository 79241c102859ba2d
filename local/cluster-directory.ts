import type { KubernetesClient } from "./kubernetes/client";
import type { KubeletServer } from "./kubernetes/kubelet-server";

/** What the emulated Batch knows of the emulated EKS. */
export interface ClusterDirectory {
  /** @returns undefined when there is no such cluster in the region */
  find(region: string, clusterArn: string): ClusterEntry | undefined;
}

export interface ClusterEntry {
  readonly name: string;
  /** EKS cluster status, such as `ACTIVE`. */
  readonly status: string;
  /** Kubernetes version, such as `1.35`. */
  readonly version: string;
  /** Issuer of service account tokens, without its scheme. */
  readonly oidcIssuer: string;
  /** Names of the add-ons that are ACTIVE. */
  readonly activeAddons: readonly string[];
  /** Whether nodes of this IAM role may join: through an access entry (the emulator cannot see `aws-auth`). */
  admitsNodeRole(roleArn: string): boolean;
  /** The cluster's Kubernetes API, as one who may do everything. @default - there is no Kubernetes behind it */
  readonly api?: KubernetesClient | undefined;
  /** Of all of its nodes. @default - there is no Kubernetes behind it */
  readonly kubelet?: KubeletServer | undefined;
  /** As whom an IAM role acts in the cluster, by an access entry or `aws-auth`; undefined when it may not enter. */
  identityOf(roleArn: string): Promise<KubernetesIdentity | undefined>;
}

/** A user of Kubernetes. */
export interface KubernetesIdentity {
  readonly username: string;
  readonly groups: readonly string[];
}

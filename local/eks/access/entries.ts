import { randomUUID } from "node:crypto";
import { arn, partitionOf } from "../../service-context";
import type { AccessEntryState, ClusterState, StoredAccessEntry, StoredNodegroup } from "../store";
import { resourceNotFound } from "../errors";
import { nameInArn } from "../iam-lookups";

/**
 * Types of access entries for nodes: EKS sets their Kubernetes user and groups itself.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html
 */
export const NODE_ENTRY_TYPES: Readonly<Record<string, { username: string; groups: readonly string[] }>> = {
  EC2_LINUX: { username: "system:node:{{EC2PrivateDNSName}}", groups: ["system:nodes"] },
  EC2_WINDOWS: {
    username: "system:node:{{EC2PrivateDNSName}}",
    groups: ["eks:kube-proxy-windows", "system:nodes"],
  },
  FARGATE_LINUX: { username: "system:node:{{SessionName}}", groups: ["system:node-proxier"] },
};

export interface AccessEntryProps {
  readonly principalArn: string;
  /** @default "STANDARD" */
  readonly type?: string | undefined;
  /** @default - those of its type, else none */
  readonly kubernetesGroups?: readonly string[] | undefined;
  /** @default - that of its type, else derived from the principal */
  readonly username?: string | undefined;
  /** @default - no tags */
  readonly tags?: Record<string, string> | undefined;
  /** @default - none */
  readonly token?: string | undefined;
  /** @default false */
  readonly madeForNodegroups?: boolean;
}

/** Puts an access entry into a cluster. */
export function newAccessEntry(state: ClusterState, props: AccessEntryProps): AccessEntryState {
  const { region, cluster } = state;
  const { principalArn, type = "STANDARD" } = props;
  const name = nameInArn(principalArn);
  const [, , , , account, resource] = principalArn.split(":");
  const kind = resource!.split("/")[0]!;
  const now = new Date();
  const entry: StoredAccessEntry = {
    clusterName: cluster.name,
    principalArn,
    kubernetesGroups: [...(props.kubernetesGroups ?? NODE_ENTRY_TYPES[type]?.groups ?? [])],
    accessEntryArn: arn(
      "eks",
      region,
      `access-entry/${cluster.name}/${kind}/${account}/${name}/${randomUUID()}`,
    ),
    createdAt: now,
    modifiedAt: now,
    tags: props.tags ?? {},
    username: props.username ?? NODE_ENTRY_TYPES[type]?.username ?? standardUsername(region, principalArn),
    type,
  };
  const made = {
    entry,
    token: props.token,
    policies: new Map(),
    madeForNodegroups: props.madeForNodegroups ?? false,
  };
  state.accessEntries.set(principalArn, made);
  return made;
}

/** Lets the nodes of a managed node group in, as EKS does wherever access entries count. */
export function nodeAccessEntry(state: ClusterState, nodegroup: StoredNodegroup): void {
  const { authenticationMode } = state.cluster.accessConfig;
  if (authenticationMode === "CONFIG_MAP" || state.accessEntries.has(nodegroup.nodeRole)) return;
  newAccessEntry(state, {
    principalArn: nodegroup.nodeRole,
    type: nodegroup.amiType.startsWith("WINDOWS") ? "EC2_WINDOWS" : "EC2_LINUX",
    madeForNodegroups: true,
  });
}

/** Takes back what `nodeAccessEntry` gave, once no node group has the role any more. */
export function dropNodeAccessEntry(state: ClusterState, nodeRole: string): void {
  const stillUsed = [...state.nodegroups.values()].some(({ nodegroup }) => nodegroup.nodeRole === nodeRole);
  if (!stillUsed && state.accessEntries.get(nodeRole)?.madeForNodegroups) {
    state.accessEntries.delete(nodeRole);
  }
}

/** @throws AwsError when the principal has no access entry. */
export function accessEntryOf(state: ClusterState, principalArn: string): AccessEntryState {
  const found = state.accessEntries.get(principalArn);
  if (!found) {
    throw resourceNotFound(
      "The specified principalArn could not be found. You can view your available access entries with 'list-access-entries'.",
    );
  }
  return found;
}

/** The Kubernetes user as whom a principal acts unless its entry says otherwise. */
export function standardUsername(region: string, principalArn: string): string {
  return principalArn.includes(":role/")
    ? `arn:${partitionOf(region)}:sts::${principalArn.split(":")[4]}:assumed-role/${nameInArn(principalArn)}/{{SessionName}}`
    : principalArn;
}

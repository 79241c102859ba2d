import {
  DeleteAddonCommand,
  DeleteClusterCommand,
  DeleteNodegroupCommand,
  DescribeAccessEntryCommand,
  DescribeAddonCommand,
  DescribeClusterCommand,
  DescribeNodegroupCommand,
  paginateListNodegroups,
  type ClusterStatus,
  type EKSClient,
  type NodegroupStatus,
} from "@aws-sdk/client-eks";
import type { ResourceKind } from "../resource-kind";
import { unlessMissing } from "../../aws/errors";
import type { Found } from "../found";
import { knownValues } from "../resource-kind";

/**
 * Imported only once it is ACTIVE: before, it has neither endpoint nor issuer, which Terraform reads
 * and hands on without waiting.
 */
const CLUSTER: ResourceKind = {
  type: "aws_eks_cluster",
  noun: "EKS cluster",
  isPrecious: true,
  // One that runs on other subnets than those of the state is not what the plan wants.
  identity: ["name", "vpc_config.0.subnet_ids"],
  commands: ({ id, attributes: { node_groups: groups } }) => {
    const names = Array.isArray(groups) ? (groups as string[]) : [];
    const group = (name: string): string => `--cluster-name ${id} --nodegroup-name ${name}`;
    return [
      ...names.map((name) => `eks delete-nodegroup ${group(name)}`),
      ...names.map((name) => `eks wait nodegroup-deleted ${group(name)}`),
      `eks delete-cluster --name ${id}`,
    ];
  },
  async list({ clients: { eks }, planned }) {
    const found: Found[] = [];
    for (const name of knownValues(planned, "name")) {
      const { cluster } = (await unlessMissing(eks.send(new DescribeClusterCommand({ name })))) ?? {};
      if (!cluster) continue;
      const { arn, tags = {}, status, createdAt, resourcesVpcConfig } = cluster;
      found.push({
        id: name,
        arn: arn!,
        tags,
        phase: clusterPhase(status!),
        attributes: {
          name,
          "vpc_config.0.subnet_ids": resourcesVpcConfig?.subnetIds,
          node_groups: await nodeGroupNames(eks, name),
        },
        createdAt,
        note: `its status is ${status}`,
      });
    }
    return found;
  },
  async remove({ eks }, { id }) {
    await eks.send(new DeleteClusterCommand({ name: id }));
  },
};

const ACCESS_ENTRY: ResourceKind = {
  type: "aws_eks_access_entry",
  noun: "access entry",
  commands: ({ attributes: { cluster_name: cluster, principal_arn: principal } }) => [
    `eks delete-access-entry --cluster-name ${String(cluster)} --principal-arn ${String(principal)}`,
  ],
  identity: ["cluster_name", "principal_arn"],
  async list({ clients: { eks }, planned }) {
    const found: Found[] = [];
    for (const resource of planned) {
      const [clusterName] = knownValues([resource], "cluster_name");
      const [principalArn] = knownValues([resource], "principal_arn");
      if (!clusterName || !principalArn) continue;
      // EKS refuses to tell of the entries of a cluster that failed; it is replaced, and they go with it.
      const answer = await unlessMissing(
        eks.send(new DescribeAccessEntryCommand({ clusterName, principalArn })),
        "InvalidRequest",
      );
      if (!answer?.accessEntry) continue;
      found.push({
        id: `${clusterName}:${principalArn}`,
        tags: answer.accessEntry.tags ?? {},
        phase: "ready",
        attributes: { cluster_name: clusterName, principal_arn: principalArn },
      });
    }
    return found;
  },
};

/** Imported even while AWS creates it: it may wait for nodes, which Terraform has yet to make. */
const ADDON: ResourceKind = {
  type: "aws_eks_addon",
  noun: "add-on",
  commands: ({ attributes: { cluster_name: cluster, addon_name: addon } }) => [
    `eks delete-addon --cluster-name ${String(cluster)} --addon-name ${String(addon)}`,
  ],
  identity: ["cluster_name", "addon_name"],
  async list({ clients: { eks }, planned }) {
    const found: Found[] = [];
    for (const resource of planned) {
      const [clusterName] = knownValues([resource], "cluster_name");
      const [addonName] = knownValues([resource], "addon_name");
      if (!clusterName || !addonName) continue;
      const { addon } =
        (await unlessMissing(eks.send(new DescribeAddonCommand({ clusterName, addonName })))) ?? {};
      if (!addon) continue;
      const { status, tags = {}, addonArn } = addon;
      found.push({
        id: `${clusterName}:${addonName}`,
        arn: addonArn!,
        tags,
        phase: status === "CREATE_FAILED" ? "failed" : status === "DELETING" ? "leaving" : "ready",
        attributes: { cluster_name: clusterName, addon_name: addonName },
      });
    }
    return found;
  },
  async remove({ eks }, { attributes }) {
    const { cluster_name: clusterName, addon_name: addonName } = attributes;
    await eks.send(
      new DeleteAddonCommand({ clusterName: String(clusterName), addonName: String(addonName) }),
    );
  },
};

const NODE_GROUP: ResourceKind = {
  type: "aws_eks_node_group",
  noun: "node group",
  commands: ({ attributes: { cluster_name: cluster, node_group_name_prefix: group } }) => [
    `eks delete-nodegroup --cluster-name ${String(cluster)} --nodegroup-name ${String(group)}`,
  ],
  identity: ["cluster_name", "node_group_name_prefix"],
  async list({ clients: { eks }, planned }) {
    const found: Found[] = [];
    for (const clusterName of knownValues(planned, "cluster_name")) {
      for (const nodegroupName of await nodeGroupNames(eks, clusterName)) {
        const answer = await unlessMissing(
          eks.send(new DescribeNodegroupCommand({ clusterName, nodegroupName })),
        );
        if (!answer?.nodegroup) continue;
        const { nodegroupArn, tags = {}, status } = answer.nodegroup;
        found.push({
          id: `${clusterName}:${nodegroupName}`,
          arn: nodegroupArn!,
          tags,
          phase: nodeGroupPhase(status!),
          attributes: { cluster_name: clusterName, node_group_name_prefix: nodegroupName },
        });
      }
    }
    return found;
  },
  async remove({ eks }, { attributes }) {
    const { cluster_name: clusterName, node_group_name_prefix: nodegroupName } = attributes;
    await eks.send(
      new DeleteNodegroupCommand({ clusterName: String(clusterName), nodegroupName: String(nodegroupName) }),
    );
  },
};

/** A cluster and what EKS keeps for it. */
export const EKS_TYPES: readonly ResourceKind[] = [CLUSTER, ACCESS_ENTRY, ADDON, NODE_GROUP];

async function nodeGroupNames(client: EKSClient, clusterName: string): Promise<string[]> {
  const names: string[] = [];
  const collect = async (): Promise<void> => {
    for await (const { nodegroups = [] } of paginateListNodegroups({ client }, { clusterName })) {
      names.push(...nodegroups);
    }
  };
  await unlessMissing(collect());
  return names;
}

function clusterPhase(status: ClusterStatus): Found["phase"] {
  if (status === "FAILED") return "failed";
  if (status === "DELETING") return "leaving";
  return status === "ACTIVE" ? "ready" : "pending";
}

function nodeGroupPhase(status: NodegroupStatus): Found["phase"] {
  if (status === "CREATE_FAILED" || status === "DELETE_FAILED") return "failed";
  if (status === "DELETING") return "leaving";
  return status === "CREATING" || status === "UPDATING" ? "pending" : "ready";
}

import { paginateListNodegroups, type EKSClient } from "@aws-sdk/client-eks";
import { ENVIRONMENT_TAG } from "../../../model/names";
import { findCluster } from "../../aws/cluster-reachability";
import type { Check } from "../context";
import { judgeLeftovers } from "./leftover";

/** A cluster of the environment's name. */
export const checkLeftoverCluster: Check = async (context) => {
  const { eks_cluster_name: name, aws_region: region } = context.variables;
  const kind = { check: "leftover cluster", noun: "EKS cluster", variable: "eks_cluster_name" } as const;
  const type = "aws_eks_cluster";
  const cluster = await findCluster(context.aws.eks, name);
  if (!cluster) return judgeLeftovers(kind, [], context);
  const isOwn = context.state.owns(type, name);
  const nodeGroups = isOwn ? [] : await nodeGroupsOf(context.aws.eks, name);
  const target = `--cluster-name ${name} --region ${region}`;
  const remove = [
    ...nodeGroups.map((group) => `aws eks delete-nodegroup ${target} --nodegroup-name ${group}`),
    ...nodeGroups.map((group) => `aws eks wait nodegroup-deleted ${target} --nodegroup-name ${group}`),
    `aws eks delete-cluster --name ${name} --region ${region}`,
  ];
  const note = `its status is ${cluster.status}`;
  return judgeLeftovers(
    kind,
    [{ type, name, blueprint: cluster.tags?.[ENVIRONMENT_TAG], blocks: true, remove, note }],
    context,
  );
};

async function nodeGroupsOf(client: EKSClient, clusterName: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { nodegroups = [] } of paginateListNodegroups({ client }, { clusterName })) {
    names.push(...nodegroups);
  }
  return names;
}

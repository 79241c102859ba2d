import { AutoScalingClient, DescribeScalingActivitiesCommand } from "@aws-sdk/client-auto-scaling";
import { paginateDescribeComputeEnvironments } from "@aws-sdk/client-batch";
import {
  DescribeAddonCommand,
  DescribeClusterCommand,
  DescribeNodegroupCommand,
  paginateListNodegroups,
} from "@aws-sdk/client-eks";
import { ADDONS } from "../../model/facts/eks";
import { NODE_GROUP_PREFIX } from "../../model/names";
import { awsClients, type AwsClients } from "../aws/aws-clients";
import { clientConfig } from "../aws/client-config";

export interface WhatAwsSaysProps {
  readonly clusterName: string;
  readonly region: string;
  /** @default - those of the region */
  readonly clients?: Pick<AwsClients, "batch" | "eks"> | undefined;
  /** @default - that of the region */
  readonly autoScaling?: AutoScalingClient | undefined;
  /** What failed before is not told. @default - now */
  readonly since?: Date | undefined;
}

type Ask = (props: Required<WhatAwsSaysProps>, address: string) => Promise<string[]>;

/** By types of resources that are made by AWS in the background, and may wait for something. */
const QUESTIONS: Readonly<Record<string, Ask>> = {
  aws_eks_cluster: clusterIssues,
  aws_eks_node_group: nodeGroupIssues,
  aws_eks_addon: addonIssues,
  aws_batch_compute_environment: environmentReasons,
};

/** Activities of an Auto Scaling group that are looked at, the newest first. */
const ACTIVITIES = 5;

/** Asks what AWS says of a resource while Terraform waits for it, by its address; nothing of other types. */
export function whatAwsSays(props: WhatAwsSaysProps): (address: string) => Promise<string[]> {
  const clients = props.clients ?? awsClients(props.region);
  const autoScaling = props.autoScaling ?? new AutoScalingClient(clientConfig(props.region));
  const since = props.since ?? new Date();
  return async (address) => {
    const question = QUESTIONS[address.split(".")[0]!];
    return question ? question({ ...props, clients, autoScaling, since }, address) : [];
  };
}

async function clusterIssues({ clients, clusterName: name }: Required<WhatAwsSaysProps>): Promise<string[]> {
  const { cluster } = await clients.eks.send(new DescribeClusterCommand({ name }));
  return issuesOf(cluster?.health?.issues);
}

/** Of the managed nodes, and what Auto Scaling says of instances that it could not launch. */
async function nodeGroupIssues({
  clients,
  autoScaling,
  since,
  clusterName,
}: Required<WhatAwsSaysProps>): Promise<string[]> {
  const found: string[] = [];
  for await (const { nodegroups = [] } of paginateListNodegroups({ client: clients.eks }, { clusterName })) {
    for (const nodegroupName of nodegroups.filter((name) => name.startsWith(NODE_GROUP_PREFIX))) {
      const command = new DescribeNodegroupCommand({ clusterName, nodegroupName });
      const { nodegroup } = await clients.eks.send(command);
      found.push(...issuesOf(nodegroup?.health?.issues));
      for (const { name } of nodegroup?.resources?.autoScalingGroups ?? [])
        found.push(...(await failedLaunches(autoScaling, name!, since)));
    }
  }
  return [...new Set(found)];
}

async function failedLaunches(
  client: AutoScalingClient,
  AutoScalingGroupName: string,
  since: Date,
): Promise<string[]> {
  try {
    const command = new DescribeScalingActivitiesCommand({ AutoScalingGroupName, MaxRecords: ACTIVITIES });
    const { Activities = [] } = await client.send(command);
    return Activities.filter(
      ({ StatusCode, StartTime }) => StatusCode === "Failed" && StartTime !== undefined && StartTime >= since,
    ).flatMap(({ StatusMessage }) => StatusMessage ?? []);
  } catch {
    // Who may not ask Auto Scaling is told what EKS says.
    return [];
  }
}

/** @param address such as `aws_eks_addon.ebs-csi_addon_24CC4AD8` */
async function addonIssues(
  { clients, clusterName }: Required<WhatAwsSaysProps>,
  address: string,
): Promise<string[]> {
  const id = address.split(".")[1]!.split("_addon")[0]!;
  const addonName = ADDONS.find((name) => name.includes(id));
  const { addon } = await clients.eks.send(new DescribeAddonCommand({ clusterName, addonName }));
  return issuesOf(addon?.health?.issues);
}

async function environmentReasons({ clients, clusterName }: Required<WhatAwsSaysProps>): Promise<string[]> {
  const found: string[] = [];
  for await (const { computeEnvironments = [] } of paginateDescribeComputeEnvironments(
    { client: clients.batch },
    {},
  )) {
    for (const { computeEnvironmentName, eksConfiguration, status, statusReason } of computeEnvironments) {
      const isOurs = eksConfiguration?.eksClusterArn?.split("/").at(-1) === clusterName;
      if (isOurs && status === "INVALID" && statusReason)
        found.push(
          `Batch Compute Environment ${computeEnvironmentName} is in state 'INVALID', reason: ${statusReason}`,
        );
    }
  }
  return found;
}

function issuesOf(
  issues: readonly { code?: string | undefined; message?: string | undefined }[] = [],
): string[] {
  return issues.map(({ code, message }) => [code, message].filter(Boolean).join(": "));
}

import {
  DeleteAutoScalingGroupCommand,
  paginateDescribeAutoScalingGroups,
  type AutoScalingClient,
} from "@aws-sdk/client-auto-scaling";
import {
  DeleteLogGroupCommand,
  paginateDescribeLogGroups,
  type CloudWatchLogsClient,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  DeleteNetworkInterfaceCommand,
  DeleteVolumeCommand,
  paginateDescribeNetworkInterfaces,
  paginateDescribeVolumes,
  type EC2Client,
  type Filter,
} from "@aws-sdk/client-ec2";
import { logGroupPrefixes } from "../../model/names";
import { removeAll, type Removal, type Say, type Unremoved } from "./removal";

/** What the VPC CNI and the EBS CSI driver put on what they create for a cluster. */
function clusterTags(clusterName: string): Filter[] {
  return [
    { Name: "tag-key", Values: [`kubernetes.io/cluster/${clusterName}`, "cluster.k8s.amazonaws.com/name"] },
  ];
}

/**
 * Removes network interfaces that the cluster's nodes left behind: they would keep Terraform from
 * deleting the subnets and security groups.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/troubleshooting.html
 */
export function sweepNetworkInterfaces(ec2: EC2Client, clusterName: string, say: Say): Promise<Unremoved[]> {
  return removeAll(networkInterfaces(ec2, clusterName), ec2.config, say);
}

async function* networkInterfaces(ec2: EC2Client, clusterName: string): AsyncGenerator<Removal> {
  const Filters = [...clusterTags(clusterName), { Name: "status", Values: ["available"] }];
  for await (const page of paginateDescribeNetworkInterfaces({ client: ec2 }, { Filters })) {
    for (const { NetworkInterfaceId: id = "", TagSet = [] } of page.NetworkInterfaces ?? []) {
      if (!belongsTo(clusterName, TagSet)) continue;
      yield {
        id,
        what: `network interface ${id}, left by a node,`,
        command: `ec2 delete-network-interface --network-interface-id ${id}`,
        run: () => ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: id })),
      };
    }
  }
}

/** Removes detached volumes that were made for pods of the cluster, which is gone. */
export function sweepVolumes(ec2: EC2Client, clusterName: string, say: Say): Promise<Unremoved[]> {
  return removeAll(volumes(ec2, clusterName), ec2.config, say);
}

async function* volumes(ec2: EC2Client, clusterName: string): AsyncGenerator<Removal> {
  const Filters = [...clusterTags(clusterName), { Name: "status", Values: ["available"] }];
  for await (const page of paginateDescribeVolumes({ client: ec2 }, { Filters })) {
    for (const { VolumeId: id = "", Tags = [] } of page.Volumes ?? []) {
      if (!belongsTo(clusterName, Tags)) continue;
      yield {
        id,
        what: `volume ${id}, made for a pod,`,
        command: `ec2 delete-volume --volume-id ${id}`,
        run: () => ec2.send(new DeleteVolumeCommand({ VolumeId: id })),
      };
    }
  }
}

/** Removes log groups of the cluster that agents made, or made anew after Terraform deleted them. */
export function sweepLogGroups(
  logs: CloudWatchLogsClient,
  clusterName: string,
  say: Say,
): Promise<Unremoved[]> {
  return removeAll(logGroups(logs, clusterName), logs.config, say);
}

async function* logGroups(logs: CloudWatchLogsClient, clusterName: string): AsyncGenerator<Removal> {
  const prefixes = logGroupPrefixes(clusterName);
  for (const logGroupNamePrefix of [prefixes.controlPlane, prefixes.containers]) {
    for await (const page of paginateDescribeLogGroups({ client: logs }, { logGroupNamePrefix })) {
      for (const { logGroupName: id = "" } of page.logGroups ?? []) {
        yield {
          id,
          what: `log group ${id}`,
          command: `logs delete-log-group --log-group-name ${id}`,
          run: () => logs.send(new DeleteLogGroupCommand({ logGroupName: id })),
        };
      }
    }
  }
}

/** Removes Auto Scaling groups that outlived their compute environment. */
export function sweepAutoScalingGroups(
  autoScaling: AutoScalingClient,
  environmentNames: readonly string[],
  say: Say,
): Promise<Unremoved[]> {
  return removeAll(autoScalingGroups(autoScaling, environmentNames), autoScaling.config, say);
}

async function* autoScalingGroups(
  autoScaling: AutoScalingClient,
  environmentNames: readonly string[],
): AsyncGenerator<Removal> {
  for await (const page of paginateDescribeAutoScalingGroups({ client: autoScaling }, {})) {
    for (const { AutoScalingGroupName: id = "" } of page.AutoScalingGroups ?? []) {
      if (!environmentNames.some((name) => id.startsWith(`AWSBatch-${name}-`))) continue;
      yield {
        id,
        what: `Auto Scaling group ${id}, left by AWS Batch,`,
        command: `autoscaling delete-auto-scaling-group --auto-scaling-group-name ${id} --force-delete`,
        run: () =>
          autoScaling.send(
            new DeleteAutoScalingGroupCommand({ AutoScalingGroupName: id, ForceDelete: true }),
          ),
      };
    }
  }
}

function belongsTo(clusterName: string, tags: readonly { Key?: string; Value?: string }[]): boolean {
  return tags.some(
    ({ Key, Value }) =>
      Key === `kubernetes.io/cluster/${clusterName}` ||
      (Key === "cluster.k8s.amazonaws.com/name" && Value === clusterName),
  );
}

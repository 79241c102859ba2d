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

/** Tells of each thing that is removed. */
type Say = (line: string) => void;

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
export async function sweepNetworkInterfaces(ec2: EC2Client, clusterName: string, say: Say): Promise<void> {
  const Filters = [...clusterTags(clusterName), { Name: "status", Values: ["available"] }];
  for await (const page of paginateDescribeNetworkInterfaces({ client: ec2 }, { Filters })) {
    for (const { NetworkInterfaceId, TagSet = [] } of page.NetworkInterfaces ?? []) {
      if (!belongsTo(clusterName, TagSet)) continue;
      say(`network interface ${NetworkInterfaceId}, left by a node, is removed`);
      await ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId }));
    }
  }
}

/** Removes detached volumes that were made for pods of the cluster, which is gone. */
export async function sweepVolumes(ec2: EC2Client, clusterName: string, say: Say): Promise<void> {
  const Filters = [...clusterTags(clusterName), { Name: "status", Values: ["available"] }];
  for await (const page of paginateDescribeVolumes({ client: ec2 }, { Filters })) {
    for (const { VolumeId, Tags = [] } of page.Volumes ?? []) {
      if (!belongsTo(clusterName, Tags)) continue;
      say(`volume ${VolumeId}, made for a pod, is removed`);
      await ec2.send(new DeleteVolumeCommand({ VolumeId }));
    }
  }
}

/** Removes log groups of the cluster that agents made, or made anew after Terraform deleted them. */
export async function sweepLogGroups(
  logs: CloudWatchLogsClient,
  clusterName: string,
  say: Say,
): Promise<void> {
  for (const logGroupNamePrefix of [`/aws/eks/${clusterName}/`, `/aws/containerinsights/${clusterName}/`]) {
    for await (const page of paginateDescribeLogGroups({ client: logs }, { logGroupNamePrefix })) {
      for (const { logGroupName } of page.logGroups ?? []) {
        say(`log group ${logGroupName} is removed`);
        await logs.send(new DeleteLogGroupCommand({ logGroupName }));
      }
    }
  }
}

/** Removes Auto Scaling groups that outlived their compute environment. */
export async function sweepAutoScalingGroups(
  autoScaling: AutoScalingClient,
  environmentNames: readonly string[],
  say: Say,
): Promise<void> {
  for await (const page of paginateDescribeAutoScalingGroups({ client: autoScaling }, {})) {
    for (const { AutoScalingGroupName } of page.AutoScalingGroups ?? []) {
      const isOurs = environmentNames.some((name) => AutoScalingGroupName!.startsWith(`AWSBatch-${name}-`));
      if (!isOurs) continue;
      say(`Auto Scaling group ${AutoScalingGroupName}, left by AWS Batch, is removed`);
      await autoScaling.send(new DeleteAutoScalingGroupCommand({ AutoScalingGroupName, ForceDelete: true }));
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

import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DeleteSecurityGroupCommand,
  type EC2Client,
} from "@aws-sdk/client-ec2";
import { randomInt } from "node:crypto";

const DESCRIPTION =
  "EKS created security group applied to ENI that is attached to EKS Control Plane master nodes, as well as any managed workloads.";

/**
 * Creates the security group that EKS makes for a cluster: what carries it may talk to each other.
 *
 * @returns its id
 * @see https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html
 */
export async function createClusterSecurityGroup(
  ec2: EC2Client,
  clusterName: string,
  vpcId: string,
): Promise<string> {
  const name = `eks-cluster-sg-${clusterName}-${randomInt(10_000_000, 2_000_000_000)}`;
  const { GroupId } = await ec2.send(
    new CreateSecurityGroupCommand({
      GroupName: name,
      Description: DESCRIPTION,
      VpcId: vpcId,
      TagSpecifications: [
        {
          ResourceType: "security-group",
          Tags: [
            { Key: "Name", Value: name },
            { Key: `kubernetes.io/cluster/${clusterName}`, Value: "owned" },
          ],
        },
      ],
    }),
  );
  await ec2.send(
    new AuthorizeSecurityGroupIngressCommand({
      GroupId,
      IpPermissions: [{ IpProtocol: "-1", UserIdGroupPairs: [{ GroupId }] }],
    }),
  );
  return GroupId!;
}

/** Deletes it with its cluster; like AWS, leaves it behind when something else still refers to it. */
export async function deleteClusterSecurityGroup(ec2: EC2Client, groupId: string): Promise<void> {
  try {
    await ec2.send(new DeleteSecurityGroupCommand({ GroupId: groupId }));
  } catch (error) {
    if (!["DependencyViolation", "InvalidGroup.NotFound"].includes((error as Error).name)) throw error;
  }
}

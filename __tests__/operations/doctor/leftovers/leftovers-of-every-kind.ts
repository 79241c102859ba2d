import { Batch } from "@aws-sdk/client-batch";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { EC2 } from "@aws-sdk/client-ec2";
import { EKS } from "@aws-sdk/client-eks";
import { IAM } from "@aws-sdk/client-iam";
import { KMS } from "@aws-sdk/client-kms";
import { CLUSTER } from "../fakes";
import type { ClientConfig } from "../rehearsed-doctor";

export const LOG_GROUP = `/aws/eks/${CLUSTER}/cluster`;

/**
 * What an environment leaves when its state is lost: log group, key and alias, role, cluster,
 * compute environment and queue. All but the role are without the environment's tag.
 *
 * @returns ARN of the queue
 */
export async function createLeftovers(config: ClientConfig): Promise<string> {
  const [iam, ec2, eks, kms] = [new IAM(config), new EC2(config), new EKS(config), new KMS(config)];
  await new CloudWatchLogs(config).createLogGroup({ logGroupName: LOG_GROUP });
  const { KeyMetadata } = await kms.createKey({});
  await kms.createAlias({ AliasName: `alias/eks/${CLUSTER}`, TargetKeyId: KeyMetadata!.KeyId });
  const { Role } = await iam.createRole({
    RoleName: `${CLUSTER}-cluster-1`,
    AssumeRolePolicyDocument: trust("eks"),
    Tags: [{ Key: "Blueprint", Value: CLUSTER }],
  });
  const { Subnets = [] } = await ec2.describeSubnets({});
  const subnetIds = Subnets.slice(0, 2).flatMap(({ SubnetId }) => SubnetId ?? []);
  await eks.createCluster({
    name: CLUSTER,
    version: "1.36",
    roleArn: Role!.Arn,
    resourcesVpcConfig: { subnetIds },
    accessConfig: {
      authenticationMode: "API_AND_CONFIG_MAP",
      bootstrapClusterCreatorAdminPermissions: false,
    },
  });
  return createQueue(config, subnetIds);
}

async function createQueue(config: ClientConfig, subnets: string[]): Promise<string> {
  const iam = new IAM(config);
  const InstanceProfileName = "leftover";
  await iam.createInstanceProfile({ InstanceProfileName });
  const role = { RoleName: "leftover", AssumeRolePolicyDocument: trust("ec2") };
  await iam.createRole(role);
  await iam.addRoleToInstanceProfile({ InstanceProfileName, RoleName: "leftover" });
  const { InstanceProfile } = await iam.getInstanceProfile({ InstanceProfileName });
  const { SecurityGroups = [] } = await new EC2(config).describeSecurityGroups({});
  const batch = new Batch(config);
  const { cluster } = await new EKS(config).describeCluster({ name: CLUSTER });
  const { computeEnvironmentArn } = await batch.createComputeEnvironment({
    computeEnvironmentName: "doeks-CE1_OD-1",
    type: "MANAGED",
    state: "ENABLED",
    eksConfiguration: { eksClusterArn: cluster!.arn, kubernetesNamespace: "doeks-aws-batch" },
    computeResources: {
      type: "EC2",
      allocationStrategy: "BEST_FIT_PROGRESSIVE",
      minvCpus: 0,
      maxvCpus: 4,
      instanceTypes: ["optimal"],
      instanceRole: InstanceProfile!.Arn,
      securityGroupIds: [SecurityGroups[0]!.GroupId!],
      subnets,
    },
  });
  // The emulator settles an environment after its delay, and queues take settled ones only.
  for (;;) {
    const { computeEnvironments } = await batch.describeComputeEnvironments({});
    if (computeEnvironments![0]!.status !== "CREATING") break;
  }
  const computeEnvironmentOrder = [{ order: 1, computeEnvironment: computeEnvironmentArn! }];
  const queue = { jobQueueName: "doeks-JQ1_OD", priority: 1, computeEnvironmentOrder };
  return (await batch.createJobQueue(queue)).jobQueueArn!;
}

function trust(service: string): string {
  const Principal = { Service: `${service}.amazonaws.com` };
  const Statement = [{ Effect: "Allow", Action: "sts:AssumeRole", Principal }];
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

import type { ComputeResource, LaunchTemplateSpecification } from "@aws-sdk/client-batch";
import {
  DescribeLaunchTemplateVersionsCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
} from "@aws-sdk/client-ec2";
import { GetInstanceProfileCommand } from "@aws-sdk/client-iam";
import type { ClusterDirectory, ClusterEntry } from "../../cluster-directory";
import type { MotoClients } from "../../moto/moto";
import { checkNamespace } from "../pods/batch-user";
import type { ComputeEnvironment } from "../store";
import { SUPPORTED_KUBERNETES_VERSIONS } from "./rules";

export interface EnvironmentHealth {
  /** Why the environment is INVALID; undefined when it is VALID. */
  readonly problem?: string;
  /** The role that nodes of the environment run as; undefined when the profile holds none. */
  readonly nodeRoleArn?: string | undefined;
}

/**
 * What Batch finds out about an environment after it has accepted it. Namespace and RBAC are looked at where the
 * cluster has a Kubernetes API.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/batch_eks_invalid_compute_environment.html
 */
export async function environmentHealth(
  environment: ComputeEnvironment,
  clusters: ClusterDirectory,
  clients: MotoClients,
): Promise<EnvironmentHealth> {
  try {
    const cluster = checkCluster(environment, clusters);
    const { serviceRole, eksConfiguration, computeResources } = environment.detail;
    const resources = computeResources!;
    const nodeRoleArn = await instanceProfileRole(resources.instanceRole!, clients);
    await checkNetwork(resources, clients);
    await checkLaunchTemplate(resources.launchTemplate, clients);
    await checkNamespace(cluster, serviceRole!, eksConfiguration!.kubernetesNamespace!);
    return { nodeRoleArn };
  } catch (error) {
    return { problem: `CLIENT_ERROR - ${error instanceof Error ? error.message : String(error)}` };
  }
}

function checkCluster({ region, detail }: ComputeEnvironment, clusters: ClusterDirectory): ClusterEntry {
  const arn = detail.eksConfiguration!.eksClusterArn!;
  const cluster = clusters.find(region, arn);
  if (!cluster) throw new Error(`No cluster found for name: ${arn.slice(arn.indexOf("/") + 1)}.`);
  // A cluster that is UPDATING serves its API all the same.
  if (cluster.status !== "ACTIVE" && cluster.status !== "UPDATING") {
    throw new Error(`EKS Cluster ${arn} is not ACTIVE, its status is ${cluster.status}`);
  }
  if (!SUPPORTED_KUBERNETES_VERSIONS.includes(cluster.version)) {
    throw new Error(`EKS Cluster version [${cluster.version}] is unsupported`);
  }
  return cluster;
}

async function instanceProfileRole(nameOrArn: string, { iam }: MotoClients): Promise<string | undefined> {
  const name = nameOrArn.slice(nameOrArn.lastIndexOf("/") + 1);
  try {
    const { InstanceProfile } = await iam.send(new GetInstanceProfileCommand({ InstanceProfileName: name }));
    return InstanceProfile?.Roles?.[0]?.Arn;
  } catch (error) {
    if (error instanceof Error && error.name.startsWith("NoSuchEntity")) {
      throw new Error(`Instance profile ${nameOrArn} does not exist`, { cause: error });
    }
    throw error;
  }
}

async function checkNetwork(
  { subnets = [], securityGroupIds = [] }: ComputeResource,
  { ec2 }: MotoClients,
): Promise<void> {
  // Filters, because a lookup by id that fails names the ids in moto's own way.
  const { Subnets = [] } = await ec2.send(
    new DescribeSubnetsCommand({ Filters: [{ Name: "subnet-id", Values: subnets }] }),
  );
  const subnet = subnets.find((id) => !Subnets.some(({ SubnetId }) => SubnetId === id));
  if (subnet) throw new Error(`The subnet ID '${subnet}' does not exist`);
  if (securityGroupIds.length === 0) return;
  const { SecurityGroups = [] } = await ec2.send(
    new DescribeSecurityGroupsCommand({ Filters: [{ Name: "group-id", Values: securityGroupIds }] }),
  );
  const group = securityGroupIds.find((id) => !SecurityGroups.some(({ GroupId }) => GroupId === id));
  if (group) throw new Error(`The security group '${group}' does not exist`);
}

async function checkLaunchTemplate(
  template: LaunchTemplateSpecification | undefined,
  { ec2 }: MotoClients,
): Promise<void> {
  if (!template) return;
  await ec2.send(
    new DescribeLaunchTemplateVersionsCommand({
      LaunchTemplateId: template.launchTemplateId,
      LaunchTemplateName: template.launchTemplateName,
      // Terraform sends an empty version for one that is not set.
      Versions: [template.version || "$Default"],
    }),
  );
}

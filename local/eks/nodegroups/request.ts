import type { CreateNodegroupRequest, NodegroupScalingConfig } from "@aws-sdk/client-eks";
import { randomUUID } from "node:crypto";
import { arn, type ServiceContext } from "../../service-context";
import type { ClusterState, StoredNodegroup } from "../store";
import { minorOf } from "../clusters/version-catalog";
import { checkInstanceTypes, launchTemplateVersion, subnetsOf } from "../ec2-lookups";
import { invalidParameter, notEmulated } from "../errors";
import { findRole, nameInArn, trusts } from "../iam-lookups";
import { latestRelease } from "./images";
import { checkScaling, checkTemplate, checkUpdateConfig, versionMismatch } from "./rules";
import type { Sent } from "../requests";

const DEFAULT_SCALING: NodegroupScalingConfig = { minSize: 1, maxSize: 2, desiredSize: 2 };

/**
 * The node group that a CreateNodegroup request asks for, in status CREATING, with EKS's defaults.
 *
 * @throws AwsError when EKS would refuse it.
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html
 */
export async function newNodegroup(
  context: ServiceContext,
  { region, cluster }: ClusterState,
  request: Sent<CreateNodegroupRequest>,
): Promise<StoredNodegroup> {
  const { clusterName, nodegroupName, nodeRole } = request;
  const subject = { clusterName, nodegroupName };
  if (!/^[0-9A-Za-z][A-Za-z0-9\-_]{0,62}$/.test(nodegroupName)) {
    throw invalidParameter(
      "The nodegroupName parameter is not valid: it must begin with an alphanumeric character, contain only alphanumeric characters, hyphens and underscores, and have at most 63 characters",
      subject,
    );
  }
  if (request.remoteAccess) throw notEmulated("remote access to node groups");
  if (request.warmPoolConfig?.enabled) throw notEmulated("warm pools of node groups");
  const { ec2, iam } = context.clients(region);
  const role = await findRole(iam, nodeRole);
  if (!role) throw invalidParameter(`The role with name ${nameInArn(nodeRole)} cannot be found.`, subject);
  if (!trusts(role, "ec2")) {
    throw invalidParameter(
      `Following required service principals [ec2.amazonaws.com] were not found in the trust relationships of nodeRole ${nodeRole}`,
      subject,
    );
  }
  const strangers = (await subnetsOf(ec2, request.subnets, subject)).filter(
    (subnet) => subnet.VpcId !== cluster.resourcesVpcConfig.vpcId,
  );
  if (strangers.length > 0 || request.subnets.length === 0) {
    throw invalidParameter(
      `Subnets must be in the cluster's VPC ${cluster.resourcesVpcConfig.vpcId}: [${strangers.map((subnet) => subnet.SubnetId).join(", ")}]`,
      subject,
    );
  }
  const template =
    request.launchTemplate && (await launchTemplateVersion(ec2, request.launchTemplate, subject));
  checkTemplate(request, template, subject);
  const version = request.version ?? cluster.version;
  if (version !== cluster.version) throw versionMismatch(subject);
  const image = template?.LaunchTemplateData?.ImageId;
  const amiType = image ? "CUSTOM" : (request.amiType ?? "AL2023_x86_64_STANDARD");
  if (/^AL2_/.test(amiType) && minorOf(version) > 32) {
    throw invalidParameter(
      `AMI Type ${amiType} is only supported for kubernetes versions 1.32 or earlier`,
      subject,
    );
  }
  const templateType = template?.LaunchTemplateData?.InstanceType;
  const instanceTypes = templateType ? undefined : (request.instanceTypes ?? ["t3.medium"]);
  if (!image) {
    const architecture = amiType.includes("ARM_64") ? "arm64" : "x86_64";
    await checkInstanceTypes(ec2, instanceTypes ?? [templateType!], architecture, amiType, subject);
  }
  const scalingConfig = { ...DEFAULT_SCALING, ...request.scalingConfig };
  checkScaling(scalingConfig, subject);
  checkUpdateConfig(request.updateConfig, scalingConfig, subject);
  const now = new Date();
  return {
    nodegroupName,
    nodegroupArn: arn("eks", region, `nodegroup/${clusterName}/${nodegroupName}/${randomUUID()}`),
    clusterName,
    version,
    releaseVersion: image ?? request.releaseVersion ?? latestRelease(version, amiType),
    createdAt: now,
    modifiedAt: now,
    status: "CREATING",
    capacityType: request.capacityType ?? "ON_DEMAND",
    scalingConfig,
    instanceTypes,
    subnets: request.subnets,
    amiType,
    nodeRole,
    labels: request.labels ?? {},
    taints: request.taints?.length ? request.taints : undefined,
    diskSize: template ? undefined : (request.diskSize ?? (amiType.startsWith("WINDOWS") ? 50 : 20)),
    health: { issues: [] },
    updateConfig: request.updateConfig ?? { maxUnavailable: 1 },
    nodeRepairConfig: request.nodeRepairConfig,
    launchTemplate: template && {
      id: template.LaunchTemplateId,
      name: template.LaunchTemplateName,
      version: String(template.VersionNumber),
    },
    tags: request.tags ?? {},
  };
}

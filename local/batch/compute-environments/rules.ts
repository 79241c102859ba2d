import type { ComputeResource, CreateComputeEnvironmentRequest, UpdatePolicy } from "@aws-sdk/client-batch";
import { BATCH_KUBERNETES_MINORS } from "../../../src/model/facts/batch";
import { checkName, invalidRequest, notEmulated } from "../errors";

const { min, max } = BATCH_KUBERNETES_MINORS;

/** Oldest first. */
export const SUPPORTED_KUBERNETES_VERSIONS = Array.from(
  { length: max - min + 1 },
  (_, index) => `1.${min + index}`,
);

const CLUSTER_ARN = /^arn:[^:]+:eks:[^:]+:\d{12}:cluster\/[A-Za-z0-9][A-Za-z0-9_-]*$/;
const NAMESPACE = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const EKS_IMAGE_TYPES = ["EKS_AL2", "EKS_AL2_NVIDIA", "EKS_AL2023", "EKS_AL2023_NVIDIA"];

const ALLOCATION_STRATEGIES: Readonly<Record<string, readonly string[]>> = {
  EC2: ["BEST_FIT_PROGRESSIVE", "BEST_FIT_PROGRESSIVE_ORDERED"],
  SPOT: [
    "BEST_FIT_PROGRESSIVE",
    "BEST_FIT_PROGRESSIVE_ORDERED",
    "SPOT_CAPACITY_OPTIMIZED",
    "SPOT_CAPACITY_OPTIMIZED_PRIORITIZED",
    "SPOT_PRICE_CAPACITY_OPTIMIZED",
  ],
};

/**
 * Refuses what Batch refuses at once; what it finds out later is in `health.ts`.
 *
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_CreateComputeEnvironment.html
 */
export function checkNewEnvironment(request: CreateComputeEnvironmentRequest): void {
  checkName("Compute environment name", request.computeEnvironmentName);
  if (!request.eksConfiguration) throw notEmulated("compute environment without eksConfiguration");
  if (request.type !== "MANAGED") {
    throw invalidRequest("Compute environments on EKS must be of type MANAGED");
  }
  if (request.unmanagedvCpus !== undefined) {
    throw invalidRequest("unmanagedvCpus is not allowed for MANAGED compute environments");
  }
  const { eksClusterArn, kubernetesNamespace } = request.eksConfiguration;
  if (!CLUSTER_ARN.test(eksClusterArn ?? "")) {
    throw invalidRequest(`eksClusterArn ${eksClusterArn} is not the ARN of an EKS cluster`);
  }
  checkNamespace(kubernetesNamespace);
  if (!request.computeResources) {
    throw invalidRequest("computeResources must be provided for a MANAGED compute environment");
  }
  checkComputeResources(request.computeResources);
}

/** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_EksConfiguration.html */
function checkNamespace(namespace: string | undefined): void {
  if (!NAMESPACE.test(namespace ?? "")) {
    throw invalidRequest(`kubernetesNamespace should match valid pattern ${NAMESPACE.source}`);
  }
  if (namespace === "default") throw invalidRequest('kubernetesNamespace can not be set to "default"');
  if (namespace?.startsWith("kube-")) throw invalidRequest('kubernetesNamespace can not start with "kube-"');
}

/** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_ComputeResource.html */
export function checkComputeResources(resources: ComputeResource): void {
  const { type, allocationStrategy, instanceTypes, subnets, instanceRole, bidPercentage } = resources;
  const strategies = ALLOCATION_STRATEGIES[type ?? ""];
  if (!strategies) throw invalidRequest(`computeResources.type must be EC2 or SPOT for EKS, got ${type}`);
  if (!allocationStrategy || !strategies.includes(allocationStrategy)) {
    throw invalidRequest(
      `allocationStrategy ${allocationStrategy ?? "BEST_FIT (the default)"} is not allowed for ${type} on EKS`,
    );
  }
  if (!instanceTypes?.length) throw invalidRequest("instanceTypes can not be empty");
  if (!subnets?.length) throw invalidRequest("subnets can not be empty");
  if (!instanceRole) throw invalidRequest("instanceRole must be provided");
  if (bidPercentage !== undefined && type !== "SPOT") {
    throw invalidRequest("bidPercentage is allowed for SPOT only");
  }
  checkVcpus(resources);
  checkLaunchTemplate(resources);
  checkEc2Configuration(resources);
}

function checkVcpus({ minvCpus = 0, maxvCpus, desiredvCpus }: ComputeResource): void {
  if (maxvCpus === undefined || !Number.isInteger(maxvCpus) || maxvCpus < 1) {
    throw invalidRequest("maxvCpus must be a positive integer");
  }
  if (!Number.isInteger(minvCpus) || minvCpus < 0) throw invalidRequest("minvCpus can not be negative");
  if (minvCpus > maxvCpus) {
    throw invalidRequest(`minvCpus (${minvCpus}) can not be greater than maxvCpus (${maxvCpus})`);
  }
  if (desiredvCpus !== undefined && (desiredvCpus < minvCpus || desiredvCpus > maxvCpus)) {
    throw invalidRequest(`desiredvCpus (${desiredvCpus}) must be between minvCpus and maxvCpus`);
  }
}

function checkLaunchTemplate({ launchTemplate }: ComputeResource): void {
  if (!launchTemplate) return;
  const { launchTemplateId, launchTemplateName } = launchTemplate;
  if (Boolean(launchTemplateId) === Boolean(launchTemplateName)) {
    throw invalidRequest("Either launchTemplateId or launchTemplateName must be provided, but not both");
  }
}

function checkEc2Configuration({ ec2Configuration = [] }: ComputeResource): void {
  if (ec2Configuration.length > 2) throw invalidRequest("ec2Configuration can have at most 2 entries");
  for (const { imageType, imageKubernetesVersion } of ec2Configuration) {
    if (!EKS_IMAGE_TYPES.includes(imageType ?? "")) {
      throw invalidRequest(
        `imageType ${imageType} is not valid for EKS, expected one of ${EKS_IMAGE_TYPES.join(", ")}`,
      );
    }
    if (imageKubernetesVersion && !SUPPORTED_KUBERNETES_VERSIONS.includes(imageKubernetesVersion)) {
      throw invalidRequest("At least one imageKubernetesVersion in EC2Configuration is not supported.");
    }
  }
}

/** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_UpdatePolicy.html */
export function checkUpdatePolicy({ jobExecutionTimeoutMinutes: minutes = 30 }: UpdatePolicy): void {
  if (minutes < 1 || minutes > 7200) {
    throw invalidRequest(`jobExecutionTimeoutMinutes must be between 1 and 7200, got ${minutes}`);
  }
}

import type { CreateNodegroupRequest, NodegroupScalingConfig } from "@aws-sdk/client-eks";
import type { LaunchTemplateVersion } from "@aws-sdk/client-ec2";
import { invalidParameter, type ErrorSubject } from "../errors";
import type { Sent } from "../requests";

/** @throws AwsError when the sizes contradict each other. */
export function checkScaling(scaling: NodegroupScalingConfig, subject: ErrorSubject): void {
  const { minSize = 0, maxSize = 0, desiredSize = 0 } = scaling;
  if (minSize > maxSize) {
    throw invalidParameter(
      `Minimum capacity ${minSize} can't be greater than maximum capacity ${maxSize}`,
      subject,
    );
  }
  if (minSize > desiredSize) {
    throw invalidParameter(
      `Minimum capacity ${minSize} can't be greater than desired size ${desiredSize}`,
      subject,
    );
  }
  if (desiredSize > maxSize) {
    throw invalidParameter(
      `desired capacity ${desiredSize} can't be greater than max size ${maxSize}`,
      subject,
    );
  }
}

/** @throws AwsError when nodes could not be updated this way. */
export function checkUpdateConfig(
  update: CreateNodegroupRequest["updateConfig"],
  { maxSize = 0 }: NodegroupScalingConfig,
  subject: ErrorSubject,
): void {
  const { maxUnavailable, maxUnavailablePercentage: percentage } = update ?? {};
  if (maxUnavailable !== undefined && percentage !== undefined) {
    throw invalidParameter(
      "Only one of maxUnavailable and maxUnavailablePercentage can be specified",
      subject,
    );
  }
  if (maxUnavailable !== undefined && (maxUnavailable < 1 || maxUnavailable > Math.max(maxSize, 1))) {
    throw invalidParameter(
      "max-unavailable must be within the range 1 and max size of the node group",
      subject,
    );
  }
  if (percentage !== undefined && (percentage < 1 || percentage > 100)) {
    throw invalidParameter("max-unavailable-percentage must be within the range 1 and 100", subject);
  }
}

/** The refusal of nodes that are neither of their own nor of the cluster's Kubernetes version. */
export function versionMismatch(subject: ErrorSubject): Error {
  return invalidParameter(
    "Nodegroup Kubernetes version should be equal to Cluster kubernetes version or NodeGroup kubernetes version",
    subject,
  );
}

/** @throws AwsError when the request and its launch template say the same thing twice. */
export function checkTemplate(
  request: Sent<CreateNodegroupRequest>,
  template: LaunchTemplateVersion | undefined,
  subject: ErrorSubject,
): void {
  const data = template?.LaunchTemplateData;
  if (!data) return;
  if (request.diskSize !== undefined) {
    throw invalidParameter("Disk size must be specified within the launch template.", subject);
  }
  if (data.InstanceType && request.instanceTypes?.length) {
    throw invalidParameter("Cannot specify instance types in launch template and API request", subject);
  }
  if (data.ImageId && request.amiType && request.amiType !== "CUSTOM") {
    throw invalidParameter("Cannot specify AMI type and an image in the launch template", subject);
  }
  if (data.IamInstanceProfile) {
    throw invalidParameter(
      "Launch template should not specify an instance profile. The noderole in your request will be used to construct an instance profile.",
      subject,
    );
  }
}

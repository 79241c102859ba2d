import type { ComputeResource, ComputeResourceUpdate } from "@aws-sdk/client-batch";
import { hasNvidiaGpus } from "../../../src/model/instance-types";

/**
 * What Batch uses where a request on EKS names no image type.
 *
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_Ec2Configuration.html
 */
const DEFAULT_IMAGE_TYPE = { withGpus: "EKS_AL2023_NVIDIA", other: "EKS_AL2023" };

/** The compute resources of a new environment, with what Batch shows for members that were left out. */
export function newComputeResources(resources: ComputeResource): ComputeResource {
  const minvCpus = resources.minvCpus ?? 0;
  return {
    ...resources,
    minvCpus,
    desiredvCpus: resources.desiredvCpus ?? minvCpus,
    ec2Configuration: resources.ec2Configuration ?? [{ imageType: defaultImageType(resources) }],
    tags: resources.tags ?? {},
  };
}

function defaultImageType({ instanceTypes = [] }: ComputeResource): string {
  const { withGpus, other } = DEFAULT_IMAGE_TYPE;
  return instanceTypes.every(hasNvidiaGpus) ? withGpus : other;
}

/** The compute resources after an update: members that it leaves out stay as they are. */
export function updatedComputeResources(
  resources: ComputeResource,
  update: ComputeResourceUpdate,
): ComputeResource {
  const changes = { ...update };
  // It asks for new instances, which leave no trace in the environment.
  delete changes.updateToLatestImageVersion;
  delete changes.managedInstancesProvider;
  const updated: ComputeResource = { ...resources, ...(changes as Partial<ComputeResource>) };
  // An empty id means that there is to be no launch template any more.
  const { launchTemplateId, launchTemplateName } = updated.launchTemplate ?? {};
  if (!launchTemplateId && !launchTemplateName) delete updated.launchTemplate;
  if (update.desiredvCpus === undefined) {
    const { minvCpus = 0, maxvCpus = Infinity, desiredvCpus = minvCpus } = updated;
    updated.desiredvCpus = Math.min(Math.max(desiredvCpus, minvCpus), maxvCpus);
  }
  return updated;
}

import type { ComputeResource, ComputeResourceUpdate } from "@aws-sdk/client-batch";

/**
 * What Batch uses where a request on EKS names no image type.
 *
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_Ec2Configuration.html
 */
const DEFAULT_IMAGE_TYPE = { withGpus: "EKS_AL2023_NVIDIA", other: "EKS_AL2023" };

/** Families with GPUs of NVIDIA; those of g4ad are AMD's. */
const GPU_FAMILY = /^(p\d|gr?\d(?!ad))/;

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
  return instanceTypes.every((type) => GPU_FAMILY.test(type)) ? withGpus : other;
}

/** Whether its nodes have GPUs that pods can use: the GPUs themselves, and NVIDIA's drivers for them. */
export function offersGpus({ instanceTypes = [], ec2Configuration = [] }: ComputeResource): boolean {
  return (
    instanceTypes.some((type) => GPU_FAMILY.test(type)) &&
    ec2Configuration.some(({ imageType }) => imageType?.endsWith("_NVIDIA"))
  );
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

import { isDeepStrictEqual } from "node:util";
import type { ComputeResource, ComputeResourceUpdate, Ec2Configuration } from "@aws-sdk/client-batch";
import { hasNvidiaGpus } from "../../../src/model/instance-types";
import { SUPPORTED_KUBERNETES_VERSIONS } from "./rules";

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
    ec2Configuration: withVersions(
      resources.ec2Configuration ?? [{ imageType: defaultImageType(resources) }],
    ),
    tags: resources.tags ?? {},
  };
}

function defaultImageType({ instanceTypes = [] }: ComputeResource): string {
  const { withGpus, other } = DEFAULT_IMAGE_TYPE;
  return instanceTypes.every(hasNvidiaGpus) ? withGpus : other;
}

/** Where no version of Kubernetes is asked for, nodes get the newest that Batch supports, whatever their cluster has. */
function withVersions(configurations: readonly Ec2Configuration[]): Ec2Configuration[] {
  return configurations.map((configuration) => ({
    ...configuration,
    imageKubernetesVersion: configuration.imageKubernetesVersion ?? SUPPORTED_KUBERNETES_VERSIONS.at(-1),
  }));
}

/** The compute resources after an update: members that it leaves out stay as they are. */
export function updatedComputeResources(
  resources: ComputeResource,
  update: ComputeResourceUpdate,
): ComputeResource {
  const changes: ComputeResourceUpdate = { ...update };
  if (update.ec2Configuration) changes.ec2Configuration = withVersions(update.ec2Configuration);
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

/**
 * Whether an update needs other instances than there are: sizes alone do not.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/infrastructure-updates.html
 */
export function replacesInstances(before: ComputeResource, after: ComputeResource): boolean {
  return !isDeepStrictEqual(ofInstances(before), ofInstances(after));
}

/** What is in an answer, without members that are undefined, but for the sizes. */
function ofInstances(resources: ComputeResource): unknown {
  const scaling = { minvCpus: undefined, maxvCpus: undefined, desiredvCpus: undefined };
  return JSON.parse(JSON.stringify({ ...resources, ...scaling }));
}

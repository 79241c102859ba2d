import type { EksContainer, EksPodProperties } from "@aws-sdk/client-batch";
import { invalidRequest } from "../errors";
import { checkResources } from "./pod-resources";

/** Name of a container that has none. */
export const DEFAULT_CONTAINER_NAME = "Default";

const CONTAINER_NAME = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const DNS_POLICIES = ["Default", "ClusterFirst", "ClusterFirstWithHostNet"];
const IMAGE_PULL_POLICIES = ["Always", "IfNotPresent", "Never"];

/** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_EksPodProperties.html */
export function checkPod(pod: EksPodProperties | undefined): void {
  if (!pod) throw invalidRequest("eksProperties must have podProperties");
  const { containers = [], initContainers = [], dnsPolicy } = pod;
  if (containers.length < 1 || containers.length > 10) {
    throw invalidRequest(`podProperties must have 1 to 10 containers, got ${containers.length}`);
  }
  if (initContainers.length > 10) throw invalidRequest("podProperties can have at most 10 initContainers");
  if (dnsPolicy !== undefined && !DNS_POLICIES.includes(dnsPolicy)) {
    throw invalidRequest(`dnsPolicy must be one of ${DNS_POLICIES.join(", ")}, got ${dnsPolicy}`);
  }
  const names = new Set<string>();
  for (const container of [...containers, ...initContainers]) {
    const name = containerName(container);
    if (names.has(name)) throw invalidRequest(`Container name ${name} must be unique in the pod`);
    names.add(name);
    checkContainer(name, container, pod);
  }
}

function checkContainer(name: string, container: EksContainer, pod: EksPodProperties): void {
  if (container.name !== undefined && !CONTAINER_NAME.test(container.name)) {
    throw invalidRequest(`Container name ${container.name} should match valid pattern`);
  }
  if (!container.image) throw invalidRequest(`Container ${name} must have an image`);
  const { imagePullPolicy } = container;
  if (imagePullPolicy !== undefined && !IMAGE_PULL_POLICIES.includes(imagePullPolicy)) {
    throw invalidRequest(
      `imagePullPolicy must be one of ${IMAGE_PULL_POLICIES.join(", ")}, got ${imagePullPolicy}`,
    );
  }
  for (const variable of container.env ?? []) checkVariableName(variable.name);
  for (const mount of container.volumeMounts ?? []) {
    if (!pod.volumes?.some((volume) => volume.name === mount.name)) {
      throw invalidRequest(`Container ${name} mounts volume ${mount.name}, which the pod does not have`);
    }
  }
  checkResources(name, container.resources);
}

/** @see https://docs.aws.amazon.com/batch/latest/userguide/job_env_vars.html */
function checkVariableName(name: string | undefined): void {
  if (!name) throw invalidRequest("Environment variables must have a name");
  if (name.startsWith("AWS_BATCH")) {
    throw invalidRequest(`Environment variable ${name} can not start with "AWS_BATCH"`);
  }
}

export function containerName(container: { readonly name?: string | undefined }): string {
  return container.name ?? DEFAULT_CONTAINER_NAME;
}

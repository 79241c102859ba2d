import type { EksContainer, EksContainerResourceRequirements, EksPodProperties } from "@aws-sdk/client-batch";
import { invalidRequest } from "../errors";
import type { PodSize } from "../scheduling/fit";

type Quantities = Readonly<Record<string, string>>;

const GPU = "nvidia.com/gpu";

/**
 * Checks what a container asks for, in the units that Batch allows.
 *
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_EksContainerResourceRequirements.html
 */
export function checkResources(container: string, resources: EksContainerResourceRequirements = {}): void {
  const { limits = {}, requests = {} } = resources;
  for (const quantities of [limits, requests]) checkQuantities(container, quantities);
  for (const name of ["cpu", "memory"]) {
    if (limits[name] === undefined && requests[name] === undefined) {
      throw invalidRequest(
        `Container ${container} must specify ${name} in resources.limits or resources.requests`,
      );
    }
  }
  for (const name of ["memory", GPU]) {
    if (limits[name] !== undefined && requests[name] !== undefined && limits[name] !== requests[name]) {
      throw invalidRequest(
        `Container ${container}: ${name} in resources.limits must be equal to resources.requests`,
      );
    }
  }
  if (Number(limits.cpu) < Number(requests.cpu)) {
    throw invalidRequest(
      `Container ${container}: cpu in resources.limits can not be less than in resources.requests`,
    );
  }
}

function checkQuantities(container: string, quantities: Quantities): void {
  for (const [name, value] of Object.entries(quantities)) {
    const problem = problemOf(name, value);
    if (problem) throw invalidRequest(`Container ${container}: ${problem}, got ${JSON.stringify(value)}`);
  }
}

function problemOf(name: string, value: string): string | undefined {
  switch (name) {
    case "cpu":
      if (/^\d+(\.\d+)?$/.test(value) && Number(value) > 0 && (Number(value) * 4) % 1 === 0) return undefined;
      return "cpu must be an even multiple of 0.25";
    case "memory":
      if (/^\d+Mi$/.test(value) && parseInt(value) >= 4) return undefined;
      return 'memory must be whole MiB with the suffix "Mi", at least 4Mi';
    case GPU:
      return /^\d+$/.test(value) ? undefined : `${GPU} must be a whole number`;
    default:
      return `resource ${name} is not supported`;
  }
}

/** What Kubernetes reserves for a pod. */
export function podSize(pod: EksPodProperties): PodSize {
  return { vcpus: reserved(pod, "cpu"), memoryMiB: reserved(pod, "memory"), gpus: reserved(pod, GPU) };
}

/** GPUs that a container asks for. */
export function gpusOf(container: EksContainer): number {
  return quantity(container, GPU);
}

/** MiB that a container may use at most, as far as it is bounded. */
export function memoryLimit({ resources }: EksContainer): number {
  return parseInt(resources?.limits?.memory ?? "") || Infinity;
}

/** What a pod's containers ask for together, or its largest init container. */
function reserved({ containers = [], initContainers = [] }: EksPodProperties, resource: string): number {
  const together = containers.reduce((sum, container) => sum + quantity(container, resource), 0);
  return Math.max(together, ...initContainers.map((container) => quantity(container, resource)));
}

function quantity({ resources }: EksContainer, resource: string): number {
  const text = resources?.requests?.[resource] ?? resources?.limits?.[resource] ?? "0";
  return Number(text.replace(/Mi$/, ""));
}

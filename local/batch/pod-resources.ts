import type { EksContainer, EksContainerResourceRequirements, EksPodProperties } from "@aws-sdk/client-batch";
import { invalidRequest } from "./client-exception";

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

/** vCPUs that Kubernetes reserves for a pod: its containers together, or its largest init container. */
export function podVcpus({ containers = [], initContainers = [] }: EksPodProperties): number {
  const together = containers.reduce((sum, container) => sum + vcpusOf(container), 0);
  return Math.max(together, ...initContainers.map(vcpusOf));
}

function vcpusOf({ resources }: EksContainer): number {
  return Number(resources?.requests?.cpu ?? resources?.limits?.cpu ?? 0);
}

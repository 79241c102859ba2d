import type { EksContainerDetail, EksContainer, JobDefinition, JobDetail } from "@aws-sdk/client-batch";

/** What a job asks for. */
export interface Demand {
  /** Of all its nodes together. */
  readonly vcpus: number;
  /** Of its largest pod. */
  readonly podVcpus: number;
  readonly podMemoryMiB: number;
  readonly podGpus: number;
}

export interface PodContainers {
  readonly serviceAccountName?: string | undefined;
  readonly containers?: readonly (EksContainerDetail | EksContainer)[] | undefined;
  readonly initContainers?: readonly (EksContainerDetail | EksContainer)[] | undefined;
}

/** Adds up what the containers of a job ask for. */
export function demandOf(job: JobDetail): Demand {
  const pods = podsOf(job);
  const largest = (resource: string): number =>
    Math.max(0, ...pods.map(({ pod }) => podDemand(pod, resource)));
  return {
    vcpus: pods.reduce((sum, { pod, count }) => sum + count * podDemand(pod, "cpu"), 0),
    podVcpus: largest("cpu"),
    podMemoryMiB: largest("memory"),
    podGpus: largest("nvidia.com/gpu"),
  };
}

/** The pods of a job or a definition, and how many there are of each. */
export function podsOf({
  eksProperties,
  nodeProperties,
}: JobDetail | JobDefinition): { pod: PodContainers; count: number }[] {
  if (eksProperties?.podProperties) return [{ pod: eksProperties.podProperties, count: 1 }];
  const { numNodes = 0, nodeRangeProperties: nodeRanges = [] } = nodeProperties ?? {};
  return nodeRanges.flatMap(({ targetNodes = "", eksProperties: properties }) => {
    const pod = properties?.podProperties;
    return pod ? [{ pod, count: nodesIn(targetNodes, numNodes) }] : [];
  });
}

/** How many nodes `2`, `0:3`, `:3` or `4:` are. */
function nodesIn(targetNodes: string, numNodes: number): number {
  const [from = "", to = from] = targetNodes.split(":");
  return Number(to || numNodes - 1) - Number(from || 0) + 1;
}

/** Containers run together, init containers before them, one after the other. */
function podDemand({ containers = [], initContainers = [] }: PodContainers, resource: string): number {
  const together = containers.reduce((sum, container) => sum + quantity(container, resource), 0);
  return Math.max(together, ...initContainers.map((container) => quantity(container, resource)));
}

function quantity({ resources }: EksContainerDetail | EksContainer, resource: string): number {
  const value = resources?.requests?.[resource] ?? resources?.limits?.[resource];
  return value === undefined ? 0 : parseFloat(value);
}

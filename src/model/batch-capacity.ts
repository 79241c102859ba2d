import type { Variables } from "./variables";

/** A compute environment of AWS Batch, which has a queue that leads to it alone. */
export interface BatchCapacity {
  /** Unique among all, in kebab-case. */
  readonly id: string;
  /** What people call it. */
  readonly title: string;
  /** End of its environment's name, such as `SPOT`. */
  readonly suffix: string;
  /** Whether nodes are On-Demand (`EC2`) or Spot instances. */
  readonly type: "EC2" | "SPOT";
  /** Name without the version of the launch template and the suffix that makes it unique. */
  readonly environmentName: string;
  readonly instanceTypes: readonly string[];
  readonly minVcpus: number;
  readonly maxVcpus: number;
  readonly imageType: "EKS_AL2023" | "EKS_AL2023_NVIDIA";
  /** Of the queue, among those that share an environment. */
  readonly priority: number;
  /** What makes its nodes other than the common ones; undefined when nothing does. */
  readonly nodes?: OwnNodes;
}

/** Nodes that need a launch template of their own. */
export interface OwnNodes {
  readonly hasGpus?: boolean;
  readonly rootVolumeGib?: number;
  /** Beside the environment's. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** A job queue of AWS Batch. */
export interface BatchQueue {
  /** Unique among all, in kebab-case; that of its capacity, if it leads to one alone. */
  readonly id: string;
  readonly title: string;
  /** What tells its name from those of the environment's other queues, such as `SPOT`. */
  readonly suffix: string;
  readonly name: string;
  readonly priority: number;
  /** Ids of the capacities that it tries, in this order. */
  readonly capacityIds: readonly string[];
}

/** Container images for GPUs hold CUDA: 10 GiB and more. */
const GPU_ROOT_VOLUME_GIB = 100;

/** Every environment that the variables ask for, the blueprint's two first. */
export function batchCapacities(variables: Variables): BatchCapacity[] {
  const common = {
    instanceTypes: variables.aws_batch_instance_types,
    minVcpus: variables.aws_batch_min_vcpus,
    maxVcpus: variables.aws_batch_max_vcpus,
    imageType: "EKS_AL2023",
    priority: 1,
  } as const;
  const named = (suffix: string): { suffix: string; environmentName: string } => ({
    suffix,
    environmentName: `${variables.aws_batch_doeks_ce_name}_${suffix}`,
  });
  const capacities: BatchCapacity[] = [
    { id: "on-demand", title: "On-Demand", type: "EC2", ...named("OD"), ...common },
    { id: "spot", title: "Spot", type: "SPOT", ...named("SPOT"), ...common },
  ];
  if (variables.aws_batch_gpu_instance_types.length > 0) {
    capacities.push({
      id: "gpu",
      title: "GPU",
      type: "EC2",
      ...named("GPU"),
      ...common,
      instanceTypes: variables.aws_batch_gpu_instance_types,
      imageType: "EKS_AL2023_NVIDIA",
      nodes: { hasGpus: true, rootVolumeGib: GPU_ROOT_VOLUME_GIB },
    });
  }
  for (const [key, given] of Object.entries(variables.aws_batch_compute_environments)) {
    const imageType = given.image_type ?? common.imageType;
    const nodes: OwnNodes = {
      ...(imageType === "EKS_AL2023_NVIDIA" && { hasGpus: true }),
      ...(given.root_volume_gib !== undefined && { rootVolumeGib: given.root_volume_gib }),
      ...(given.tags !== undefined && { tags: given.tags }),
    };
    capacities.push({
      id: `additional-${key.toLowerCase()}`,
      title: key,
      type: given.capacity,
      ...named(key),
      instanceTypes: given.instance_types ?? common.instanceTypes,
      minVcpus: given.min_vcpus ?? common.minVcpus,
      maxVcpus: given.max_vcpus ?? common.maxVcpus,
      imageType,
      priority: given.priority ?? common.priority,
      ...(Object.keys(nodes).length > 0 && { nodes }),
    });
  }
  return capacities;
}

/** What the name of a capacity's compute environment begins with; the stack and Terraform complete it. */
export function environmentPrefix({ environmentName }: Pick<BatchCapacity, "environmentName">): string {
  return `${environmentName}-`;
}

/** Every queue that the variables ask for, the On-Demand one first. */
export function batchQueues(variables: Variables): BatchQueue[] {
  const queues = batchCapacities(variables).map(({ id, title, suffix, priority }) => ({
    ...{ id, title, suffix, priority },
    name: queueName(variables, suffix),
    capacityIds: [id],
  }));
  if (!variables.aws_batch_spot_fallback) return queues;
  const fallback = {
    id: "fallback",
    title: "Fallback",
    suffix: "FALLBACK",
    name: queueName(variables, "FALLBACK"),
    priority: 1,
    capacityIds: ["spot", "on-demand"],
  };
  return [...queues, fallback];
}

/** Whether any nodes have GPUs. */
export function usesGpus(variables: Variables): boolean {
  return batchCapacities(variables).some(({ nodes }) => nodes?.hasGpus);
}

/** Name of the policy by which the queues share their capacity. @returns undefined without shares */
export function schedulingPolicyName(variables: Variables): string | undefined {
  return isFair(variables) ? `${variables.aws_batch_doeks_jq_name}_FAIR` : undefined;
}

/** Share identifiers that jobs can be submitted with: a weight for `team*` is one for `team` too. */
export function shareIdentifiers({ aws_batch_fair_share: weights }: Variables): string[] {
  return Object.keys(weights).map((identifier) => identifier.replace(/\*$/, ""));
}

/**
 * AWS Batch neither adds a scheduling policy to a queue nor takes it away: a queue of another name
 * takes its place.
 */
function queueName(variables: Variables, suffix: string): string {
  return `${variables.aws_batch_doeks_jq_name}_${suffix}${isFair(variables) ? "_FAIR" : ""}`;
}

function isFair({ aws_batch_fair_share: weights }: Variables): boolean {
  return Object.keys(weights).length > 0;
}

import type { Variables } from "./variables";

/** A compute environment of AWS Batch and the queue that leads to it alone. */
export interface BatchCapacity {
  /** Unique among all, in kebab-case. */
  readonly id: string;
  /** Whether nodes are On-Demand (`EC2`) or Spot instances. */
  readonly type: "EC2" | "SPOT";
  /** Name without the suffix that makes it unique. */
  readonly environmentName: string;
  readonly queueName: string;
  readonly instanceTypes: readonly string[];
  readonly minVcpus: number;
  readonly maxVcpus: number;
  readonly imageType: "EKS_AL2023" | "EKS_AL2023_NVIDIA";
  /** Of the queue, among those that share an environment. */
  readonly priority: number;
  /** What makes its nodes other than the common ones; undefined when nothing does. */
  readonly nodes?: { readonly rootVolumeGib?: number; readonly tags?: Readonly<Record<string, string>> };
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
  const named = (suffix: string): { environmentName: string; queueName: string } => ({
    environmentName: `${variables.aws_batch_doeks_ce_name}_${suffix}`,
    queueName: queueName(variables, suffix),
  });
  const capacities: BatchCapacity[] = [
    { id: "on-demand", type: "EC2", ...named("OD"), ...common },
    { id: "spot", type: "SPOT", ...named("SPOT"), ...common },
  ];
  if (variables.aws_batch_gpu_instance_types.length > 0) {
    capacities.push({
      id: "gpu",
      type: "EC2",
      ...named("GPU"),
      ...common,
      instanceTypes: variables.aws_batch_gpu_instance_types,
      imageType: "EKS_AL2023_NVIDIA",
      nodes: { rootVolumeGib: GPU_ROOT_VOLUME_GIB },
    });
  }
  for (const [key, given] of Object.entries(variables.aws_batch_compute_environments)) {
    const { root_volume_gib: rootVolumeGib, tags } = given;
    capacities.push({
      id: `additional-${key.toLowerCase()}`,
      type: given.capacity,
      ...named(key),
      instanceTypes: given.instance_types ?? common.instanceTypes,
      minVcpus: given.min_vcpus ?? common.minVcpus,
      maxVcpus: given.max_vcpus ?? common.maxVcpus,
      imageType: given.image_type ?? common.imageType,
      priority: given.priority ?? common.priority,
      ...(rootVolumeGib === undefined && tags === undefined
        ? {}
        : {
            nodes: {
              ...(rootVolumeGib === undefined ? {} : { rootVolumeGib }),
              ...(tags === undefined ? {} : { tags }),
            },
          }),
    });
  }
  return capacities;
}

/** The queue that tries Spot first and On-Demand second. @returns undefined unless there is one */
export function fallbackQueueName(variables: Variables): string | undefined {
  return variables.aws_batch_spot_fallback ? queueName(variables, "FALLBACK") : undefined;
}

/** Every queue that the variables ask for, the On-Demand one first. */
export function batchQueueNames(variables: Variables): string[] {
  const fallback = fallbackQueueName(variables);
  return [
    ...batchCapacities(variables).map(({ queueName }) => queueName),
    ...(fallback === undefined ? [] : [fallback]),
  ];
}

/**
 * AWS Batch neither adds a scheduling policy to a queue nor takes it away: a queue of another name
 * takes its place.
 */
function queueName(
  { aws_batch_doeks_jq_name: prefix, aws_batch_fair_share }: Variables,
  suffix: string,
): string {
  return `${prefix}_${suffix}${Object.keys(aws_batch_fair_share).length > 0 ? "_FAIR" : ""}`;
}

import type { ComputeResource } from "@aws-sdk/client-batch";
import { allocatable } from "../../../src/model/facts/instances";

/** What an instance type has. */
export interface NodeSize {
  /** Such as `m6i.large`. */
  readonly type: string;
  readonly vcpus: number;
  readonly memoryMiB: number;
  readonly gpus: number;
  /** Pods that its network interfaces have addresses for. */
  readonly maxPods: number;
}

/** What a pod asks for. */
export interface PodSize {
  readonly vcpus: number;
  readonly memoryMiB: number;
  readonly gpus: number;
}

/** Whether some node of these sizes could hold the pod, were it empty. */
export function fits(pod: PodSize, sizes: readonly NodeSize[], resources: ComputeResource): boolean {
  return sizes.some((size) => isWithin(pod, roomOf(size, resources)));
}

export function isWithin(pod: PodSize, room: PodSize): boolean {
  return pod.vcpus <= room.vcpus && pod.memoryMiB <= room.memoryMiB && pod.gpus <= room.gpus;
}

/** What pods can have of a node of that size. */
export function roomOf(size: NodeSize, { ec2Configuration }: ComputeResource): PodSize {
  const hasDrivers = ec2Configuration?.some(({ imageType }) => imageType?.endsWith("_NVIDIA"));
  return { ...allocatable(size, size.maxPods), gpus: hasDrivers ? size.gpus : 0 };
}

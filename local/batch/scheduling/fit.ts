import type { ComputeResource } from "@aws-sdk/client-batch";
import { allocatable } from "../../../src/model/facts/instances";

/** What an instance type has. */
export interface NodeSize {
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
  const hasDrivers = resources.ec2Configuration?.some(({ imageType }) => imageType?.endsWith("_NVIDIA"));
  return sizes.some((size) => {
    const free = allocatable(size, size.maxPods);
    const gpus = hasDrivers ? size.gpus : 0;
    return pod.vcpus <= free.vcpus && pod.memoryMiB <= free.memoryMiB && pod.gpus <= gpus;
  });
}

/** The pod of a job, with one container. */
export interface PodProps {
  /** Name of the container in the pod. */
  readonly containerName: string;
  /** Container image, with its registry. */
  readonly image: string;
  /** Program and arguments; `Ref::name` stands for the parameter of that name. */
  readonly command: readonly string[];
  /** Kubernetes quantity in steps of 0.25; AWS Batch takes no millicpu. */
  readonly cpu: string;
  /** Memory that the container gets and may not exceed, in MiB. */
  readonly memoryMiB: number;
  /** Whole GPUs of NVIDIA. @default - none */
  readonly gpus?: number;
}

/** Whether a pod has the network of its node, with its ports and addresses, or one of its own. */
export type Network = "host" | "pod";

/** What a container of a job may use: requests equal limits. */
export function resourceLimits({ cpu, memoryMiB, gpus }: PodProps): Record<string, string> {
  return {
    cpu,
    memory: `${memoryMiB}Mi`,
    ...(gpus === undefined ? {} : { "nvidia.com/gpu": String(gpus) }),
  };
}

import { Fn } from "cdktf";

/** The pod of a job: one container, on the network of its node. */
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

/** What a container of a job may use: requests equal limits. */
export function resourceLimits({ cpu, memoryMiB, gpus }: PodProps): Record<string, string> {
  return {
    cpu,
    memory: `${memoryMiB}Mi`,
    ...(gpus === undefined ? {} : { "nvidia.com/gpu": String(gpus) }),
  };
}

/**
 * Text in which Terraform finds no expression: `${` and `%{` stand for themselves when doubled.
 * (`Fn.rawString` would also escape quotes and backslashes, which JSON has done by then.)
 */
export function literal(text: string): string {
  return text.replace(/[$%](?=\{)/g, "$&$&");
}

/** The same within an expression, where CDKTF escapes everything but backslashes and `%{`. */
export function literalInExpression(text: string): string {
  return Fn.rawString(text.replaceAll("\\", "\\\\").replaceAll("%{", "%%{"));
}

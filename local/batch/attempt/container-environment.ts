import { existsSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import type { EksContainerEnvironmentVariable } from "@aws-sdk/client-batch";
import type { ComputeEnvironment } from "../store";
import type { Job } from "../job";
import { expandVariables } from "./command-line";
import type { PodIdentity } from "../pods/pod-identity";

/** Where the commands of jobs are looked up; nothing of the emulator's own environment gets through. */
const PATH = "/usr/local/bin:/usr/bin:/bin";

/**
 * What Batch tells every container of a job.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/job_env_vars.html
 */
export function batchVariables(
  job: Job,
  environment: ComputeEnvironment,
  pod: PodIdentity,
): EksContainerEnvironmentVariable[] {
  const variables: Record<string, string | number> = {
    AWS_BATCH_CE_NAME: environment.name,
    AWS_BATCH_JOB_ATTEMPT: job.attempts,
    AWS_BATCH_JOB_ID: job.id,
    AWS_BATCH_JOB_KUBERNETES_NODE_UID: pod.nodeUid,
    AWS_BATCH_JQ_NAME: job.queueArn.slice(job.queueArn.indexOf("/") + 1),
  };
  const { arrayProperties, nodeDetails } = job.detail;
  if (arrayProperties?.index !== undefined) {
    variables.AWS_BATCH_JOB_ARRAY_INDEX = arrayProperties.index;
    variables.AWS_BATCH_JOB_ARRAY_SIZE = job.parent!.children.length;
  }
  if (nodeDetails) {
    variables.AWS_BATCH_JOB_NODE_INDEX = nodeDetails.nodeIndex!;
    variables.AWS_BATCH_JOB_NUM_NODES = job.parent!.children.length;
    variables.AWS_BATCH_JOB_MAIN_NODE_INDEX = job.parent!.detail.nodeProperties!.mainNode!;
    // All nodes are this machine.
    if (!nodeDetails.isMainNode) variables.AWS_BATCH_JOB_MAIN_NODE_PRIVATE_IPV4_ADDRESS = "127.0.0.1";
  }
  return Object.entries(variables).map(([name, value]) => ({ name, value: String(value) }));
}

/** A container's variables by name, those of Batch among them: what `$(NAME)` can refer to. */
export function podEnvironment(
  batch: readonly EksContainerEnvironmentVariable[],
  own: readonly EksContainerEnvironmentVariable[] | undefined,
): Record<string, string> {
  return expandVariables([...batch, ...(own ?? [])]);
}

/**
 * What a container has beside: with GPUs their names, and `nvidia-smi` where the machine has none; in an image of the
 * AWS CLI the machine's own, wherever that is.
 */
export function imageEnvironment(image: string, gpus: number): Record<string, string> {
  const programs = [
    ...(gpus > 0 ? [join(__dirname, "gpu-programs")] : []),
    ...(/(^|\/)aws-cli(:|@|$)/.test(image) ? directoriesWith("aws") : []),
  ];
  return {
    ...(programs.length > 0 && { PATH: [PATH, ...programs].join(":") }),
    ...(gpus > 0 && {
      NVIDIA_VISIBLE_DEVICES: Array.from({ length: gpus }, (_, index) => `GPU-${index}`).join(","),
    }),
  };
}

/** The first directory of the emulator's own path that has a program; none where there is no such program. */
function directoriesWith(program: string): string[] {
  const directories = (process.env.PATH ?? "").split(delimiter).filter(isAbsolute);
  return directories.filter((directory) => existsSync(join(directory, program))).slice(0, 1);
}

/** The whole environment of a container's process. */
export function processEnvironment(
  variables: Readonly<Record<string, string>>,
  directory: string,
): Record<string, string> {
  return { PATH, HOME: directory, TMPDIR: directory, ...variables };
}

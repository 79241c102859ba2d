import type {
  EksAttemptContainerDetail,
  EksPodProperties,
  EksPodPropertiesDetail,
} from "@aws-sdk/client-batch";
import type { ComputeEnvironment } from "../store";
import type { Job } from "../job";
import { containerName } from "../job-definitions/pod-rules";
import { AttemptEnded, type AttemptOutcome } from "./outcome";
import type { PodIdentity } from "../pods/pod-identity";
import type { ContainerResult, PodResult } from "../pods/pod-result";

/** The result of a pod whose commands are not run. */
export function completedPod({ containers = [], initContainers = [] }: EksPodProperties): PodResult {
  const complete = (container: { name?: string | undefined }): ContainerResult => ({
    name: containerName(container),
    exitCode: 0,
    reason: "Completed",
  });
  return { initContainers: initContainers.map(complete), containers: containers.map(complete) };
}

/** How an attempt ended whose pod came to its end by itself. */
export function outcomeOf({ initContainers, containers }: PodResult): AttemptOutcome {
  const failed = [...initContainers, ...containers].find(({ exitCode }) => exitCode !== 0);
  if (!failed) return { succeeded: true, retryable: false };
  const { name, exitCode, reason } = failed;
  return {
    succeeded: false,
    statusReason: reason === "Error" ? `Container ${name} exited with code ${exitCode}` : reason,
    exitCode,
    reason,
    retryable: true,
  };
}

/** How an attempt ended that was broken off. */
export function brokenOff(error: unknown, result: PodResult): AttemptOutcome {
  if (!(error instanceof AttemptEnded)) throw error;
  const { exitCode, reason } = outcomeOf(result);
  return {
    succeeded: false,
    statusReason: error.statusReason,
    exitCode,
    reason,
    retryable: error.retryable,
  };
}

/** Writes an attempt down where DescribeJobs shows it. */
export function recordAttempt(
  job: Job,
  environment: ComputeEnvironment,
  identity: PodIdentity,
  result: PodResult,
  attempt: { startedAt: number | undefined; statusReason: string | undefined },
): void {
  const pod = job.detail.eksProperties!.podProperties!;
  pod.podName = undefined;
  pod.nodeName = undefined;
  showEnds(pod, result);
  job.detail.eksAttempts!.push({
    containers: result.containers.map(attemptDetail),
    initContainers: result.initContainers.map(attemptDetail),
    eksClusterArn: environment.detail.eksConfiguration!.eksClusterArn,
    podName: identity.podName,
    podNamespace: identity.namespace,
    nodeName: identity.nodeName,
    startedAt: attempt.startedAt,
    stoppedAt: Date.now(),
    statusReason: attempt.statusReason,
  });
}

/** Shows what became of the containers of a pod. */
export function showEnds(pod: EksPodPropertiesDetail, result: PodResult): void {
  for (const kind of ["containers", "initContainers"] as const) {
    for (const container of pod[kind] ?? []) {
      const end = result[kind].find(({ name }) => name === containerName(container));
      container.exitCode = end?.exitCode;
      container.reason = end?.reason;
    }
  }
}

function attemptDetail({ name, containerId, exitCode, reason }: ContainerResult): EksAttemptContainerDetail {
  return { name, containerID: containerId && `containerd://${containerId}`, exitCode, reason };
}

import type { EksAttemptContainerDetail, EksContainerDetail, EksPodProperties } from "@aws-sdk/client-batch";
import type { ComputeEnvironment } from "../store";
import type { Job } from "../job";
import { containerName } from "../job-definitions/pod-rules";
import { AttemptEnded, type AttemptOutcome } from "./outcome";
import type { PodIdentity } from "./pod-identity";
import type { ContainerResult, PodResult } from "./pod-runner";

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
  showEnds(pod.containers, result.containers);
  showEnds(pod.initContainers, result.initContainers);
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

function showEnds(containers: EksContainerDetail[] = [], results: readonly ContainerResult[]): void {
  for (const container of containers) {
    const result = results.find(({ name }) => name === containerName(container));
    container.exitCode = result?.exitCode;
    container.reason = result?.reason;
  }
}

function attemptDetail({ name, containerId, exitCode, reason }: ContainerResult): EksAttemptContainerDetail {
  return { name, containerID: containerId && `containerd://${containerId}`, exitCode, reason };
}

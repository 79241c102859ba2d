import { randomBytes, randomUUID } from "node:crypto";
import type { ComputeEnvironment } from "../store";
import type { Job } from "../job";
import type { Place } from "./instances";

/** A pod, and where it runs, as Kubernetes would know it. */
export interface PodIdentity {
  readonly podName: string;
  readonly podUid: string;
  readonly namespace: string;
  readonly nodeName: string;
  readonly nodeUid: string;
}

/** The pod of a new attempt; its uid is the cluster's where that has an API. */
export function newPodIdentity(
  job: Job,
  environment: ComputeEnvironment,
  { nodeName, nodeUid }: Place,
): PodIdentity {
  return {
    podName: `aws-batch.${randomUUID()}`,
    podUid: randomUUID(),
    namespace:
      job.detail.eksProperties?.podProperties?.metadata?.namespace ??
      environment.detail.eksConfiguration!.kubernetesNamespace!,
    nodeName,
    nodeUid,
  };
}

/** @returns 64 hexadecimal digits, as containerd names its containers */
export function newContainerId(): string {
  return randomBytes(32).toString("hex");
}

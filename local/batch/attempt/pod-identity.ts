import { randomBytes, randomUUID } from "node:crypto";
import type { ComputeEnvironment } from "../store";
import type { Job } from "../job";

/** A pod, and where it runs, as Kubernetes would know it. */
export interface PodIdentity {
  readonly podName: string;
  readonly podUid: string;
  readonly namespace: string;
  readonly nodeName: string;
  readonly nodeUid: string;
}

/** The pod of a new attempt, on a node that only its name knows of. */
export function newPodIdentity(job: Job, environment: ComputeEnvironment): PodIdentity {
  return {
    podName: `aws-batch.${randomUUID()}`,
    podUid: randomUUID(),
    namespace:
      job.detail.eksProperties?.podProperties?.metadata?.namespace ??
      environment.detail.eksConfiguration!.kubernetesNamespace!,
    nodeName: nodeName(environment.region, [...randomBytes(2)]),
    nodeUid: randomUUID(),
  };
}

/** @param host the last two bytes of the node's address */
export function nodeName(region: string, host: readonly number[]): string {
  const domain = region === "us-east-1" ? "ec2.internal" : `${region}.compute.internal`;
  return `ip-10-1-${host.join("-")}.${domain}`;
}

/** @returns 64 hexadecimal digits, as containerd names its containers */
export function newContainerId(): string {
  return randomBytes(32).toString("hex");
}

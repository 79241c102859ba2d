import type { Certainty } from "../../diagnosis/judge";
import type { Evidence, Statement } from "../../diagnosis/cause";
import type { FailedChildren } from "../model/summary";
import type { InstanceSize } from "./instance-sizes";

/** A cause that the facts show: what is, and what to do. */
export interface Finding {
  /** For machines, such as `environment-invalid`. */
  readonly cause: string;
  readonly what: string;
  readonly fix: string;
  /** @default "certain" */
  readonly certainty?: Certainty;
}

/** Text with a full stop. */
export function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** What is known of a job that does not move, of whatever it waits for. */
export interface DiagnosisFacts {
  readonly region: string;
  readonly namespace: string;
  readonly job: JobFacts;
  readonly queue?: QueueFacts | undefined;
  /** Those of the queue, in its order. */
  readonly environments: readonly EnvironmentFacts[];
  /** Id of the first job that waits in the queue. */
  readonly head?: string | undefined;
  /** How many jobs are before it; undefined when it is not among the first 100. */
  readonly position?: number | undefined;
  /** The cluster's own nodes, which the add-ons run on. */
  readonly nodeGroups: readonly NodeGroupFacts[];
  /** Instance types that the pod fits on when none of its environments does, the smallest first. */
  readonly alternatives?: readonly InstanceSize[] | undefined;
  /** In what the job is not one of this environment. */
  readonly foreign?: readonly string[] | undefined;
  /** What could not be looked at, and why. */
  readonly unknown: readonly string[];
}

export interface JobFacts {
  readonly jobId: string;
  readonly jobName: string;
  readonly status: string;
  readonly statusReason?: string | undefined;
  /** What AWS Batch, Kubernetes and its containers say of its end. */
  readonly evidence: Evidence;
  /** Lines at the end of its log that tell what AWS refused it. */
  readonly refusals: readonly Statement[];
  /** The one of `job_roles` that it has. */
  readonly role?: string | undefined;
  /** Of its pods. @default - the namespace's own */
  readonly serviceAccount?: string | undefined;
  /** Whether any container of it ran, so that there may be a log. */
  readonly hasRun: boolean;
  /** Whether its pod's events were asked for. */
  readonly hasEvents: boolean;
  /** Whether it ran on another platform or cluster, so that its log is not here. */
  readonly isElsewhere: boolean;
  /** How many attempts it had. */
  readonly attempts: number;
  /** The init container, or another one beside the main one, that ended its last attempt. */
  readonly decisive?: { readonly name: string; readonly isInit: boolean } | undefined;
  /** Ids of jobs that it depends on and that failed. */
  readonly failedDependencies: readonly string[];
  /** Of an array job. */
  readonly failedChildren: readonly FailedChildren[];
  /** Of a multi-node job as a whole: the id of its main node. */
  readonly mainNode?: string | undefined;
  /** Why it failed, in the words for users; empty otherwise. */
  readonly failure: string;
  /** For how long it has been in its state, as far as AWS tells. */
  readonly inStateMs: number;
  readonly podName?: string | undefined;
  readonly nodeName?: string | undefined;
  /** Ids of jobs that it depends on and that have not succeeded. */
  readonly waitsFor: readonly string[];
  readonly arraySize?: number | undefined;
  readonly isMultiNode: boolean;
  /** Of all its nodes together. */
  readonly vcpus: number;
  /** Of its largest pod. */
  readonly podVcpus: number;
  readonly podMemoryMiB: number;
  readonly podGpus: number;
}

export interface QueueFacts {
  readonly name: string;
  /** How many compute environments it is connected with. */
  readonly environmentCount: number;
  /** Whether it places jobs by their shares, not in the order in which they came. */
  readonly isFairShare: boolean;
  readonly state: string;
  readonly status: string;
  readonly statusReason?: string | undefined;
}

export interface EnvironmentFacts {
  readonly name: string;
  readonly state: string;
  readonly status: string;
  readonly statusReason?: string | undefined;
  readonly isSpot: boolean;
  readonly desiredVcpus: number;
  readonly maxVcpus: number;
  readonly instanceTypes: readonly string[];
  /** Sizes of its instance types; undefined when it could not be found out. */
  readonly sizes?: readonly InstanceSize[] | undefined;
  /** Undefined when it could not be found out. */
  readonly runningInstances?: number | undefined;
}

export interface NodeGroupFacts {
  readonly name: string;
  readonly status: string;
  readonly issues: readonly string[];
}

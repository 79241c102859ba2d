import type { InstanceSize } from "./instance-sizes";

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
  /** What could not be looked at, and why. */
  readonly unknown: readonly string[];
}

export interface JobFacts {
  readonly jobId: string;
  readonly jobName: string;
  readonly status: string;
  readonly statusReason?: string | undefined;
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

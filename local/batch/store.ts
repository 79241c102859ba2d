import type {
  ComputeEnvironmentDetail,
  JobDefinition,
  JobQueueDetail,
  SchedulingPolicyDetail,
} from "@aws-sdk/client-batch";
import { arn } from "../service-context";
import type { Job } from "./job";
import type { NodeSize } from "./scheduling/fit";

export interface ComputeEnvironment {
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  /** What DescribeComputeEnvironments answers. */
  readonly detail: ComputeEnvironmentDetail;
  /** What its nodes can be. */
  sizes: readonly NodeSize[];
  /** Role of the instance profile, as found when the environment was last validated. */
  nodeRoleArn?: string | undefined;
}

export interface JobQueue {
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  /** What DescribeJobQueues answers. */
  readonly detail: JobQueueDetail;
}

/** What one region holds. */
export interface BatchRegion {
  readonly environments: Map<string, ComputeEnvironment>;
  readonly queues: Map<string, JobQueue>;
  /** By ARN. */
  readonly policies: Map<string, SchedulingPolicyDetail>;
  /** Revisions by name, the first one first; deregistered ones stay. */
  readonly definitions: Map<string, JobDefinition[]>;
  /** By id, with the children of array jobs (`id:0`) and the nodes of multi-node ones (`id#0`). */
  readonly jobs: Map<string, Job>;
}

/** All that the emulated Batch knows, in memory. */
export class BatchState {
  private readonly byRegion = new Map<string, BatchRegion>();

  region(name: string): BatchRegion {
    let region = this.byRegion.get(name);
    if (!region) {
      region = {
        environments: new Map(),
        queues: new Map(),
        policies: new Map(),
        definitions: new Map(),
        jobs: new Map(),
      };
      this.byRegion.set(name, region);
    }
    return region;
  }

  regions(): IterableIterator<[string, BatchRegion]> {
    return this.byRegion.entries();
  }

  environment(region: string, nameOrArn: string | undefined): ComputeEnvironment | undefined {
    return this.region(region).environments.get(nameIn(region, "compute-environment", nameOrArn));
  }

  queue(region: string, nameOrArn: string | undefined): JobQueue | undefined {
    return this.region(region).queues.get(nameIn(region, "job-queue", nameOrArn));
  }
}

/** The name within a resource's ARN; whatever is no such ARN of this region is a name itself. */
export function nameIn(region: string, type: string, nameOrArn: string | undefined): string {
  const prefix = arn("batch", region, `${type}/`);
  const given = nameOrArn ?? "";
  return given.startsWith(prefix) ? given.slice(prefix.length) : given;
}

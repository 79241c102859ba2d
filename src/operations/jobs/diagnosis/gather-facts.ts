import {
  DescribeComputeEnvironmentsCommand,
  DescribeJobQueuesCommand,
  DescribeJobsCommand,
  GetJobQueueSnapshotCommand,
  type ComputeEnvironmentDetail,
  type JobQueueDetail,
} from "@aws-sdk/client-batch";
import { DescribeNodegroupCommand, ListNodegroupsCommand } from "@aws-sdk/client-eks";
import type { Job } from "../model/job";
import type { DiagnosisFacts, EnvironmentFacts, JobFacts, NodeGroupFacts } from "./diagnosis-facts";
import { failureOf } from "../model/summary";
import { instanceSizes, runningInstances } from "./instance-sizes";
import type { JobClients } from "../api/job-clients";
import type { JobEnvironment } from "../api/job-environment";
import { isNodeId, parentId } from "../model/job-id";
import { describeError } from "../../aws/errors";

/** Looks at everything that may hold a job up; what may not be looked at is left out and named. */
export class FactGatherer {
  private readonly unknown: string[] = [];

  constructor(
    private readonly clients: JobClients,
    private readonly environment: JobEnvironment,
  ) {}

  async factsOf(job: Job, now: number): Promise<DiagnosisFacts> {
    const isWaiting = job.state === "RUNNABLE";
    const queue = await this.attempt("the queue", () => this.queue(job.queue), undefined);
    const arns = (queue?.computeEnvironmentOrder ?? []).map(({ computeEnvironment }) => computeEnvironment!);
    const [environments, front, nodeGroups, waitsFor] = await Promise.all([
      this.list(isWaiting, "the compute environments", () => this.environments(arns)),
      this.list(isWaiting, "the queue's head", () => this.front(job.queue)),
      this.list(isWaiting, "the node groups", () => this.nodeGroups()),
      this.list(job.state === "PENDING", "the dependencies", () => this.unfinished(job)),
    ]);
    const position = front.indexOf(parentId(job.id));
    return {
      region: this.environment.region,
      namespace: this.environment.namespace,
      job: jobFacts(job, waitsFor, now),
      queue: queue && {
        name: queue.jobQueueName!,
        environmentCount: arns.length,
        isFairShare: Boolean(queue.schedulingPolicyArn),
        state: queue.state!,
        status: queue.status ?? "VALID",
        statusReason: queue.statusReason,
      },
      environments,
      head: front[0],
      position: position < 0 ? undefined : position,
      nodeGroups,
      unknown: this.unknown,
    };
  }

  private async queue(name: string): Promise<JobQueueDetail | undefined> {
    const { jobQueues } = await this.clients.batch.send(new DescribeJobQueuesCommand({ jobQueues: [name] }));
    return jobQueues?.[0];
  }

  /** Ids of the first jobs that wait in a queue. */
  private async front(jobQueue: string): Promise<string[]> {
    const { frontOfQueue } = await this.clients.batch.send(new GetJobQueueSnapshotCommand({ jobQueue }));
    return (frontOfQueue?.jobs ?? []).map(({ jobArn = "" }) => parentId(jobArn.replace(/^.*\//, "")));
  }

  private async environments(arns: string[]): Promise<EnvironmentFacts[]> {
    if (arns.length === 0) return [];
    const command = new DescribeComputeEnvironmentsCommand({ computeEnvironments: arns });
    const { computeEnvironments = [] } = await this.clients.batch.send(command);
    return Promise.all(
      arns.flatMap((arn) => {
        const detail = computeEnvironments.find((found) => found.computeEnvironmentArn === arn);
        return detail ? [this.environmentFacts(detail)] : [];
      }),
    );
  }

  private async environmentFacts(detail: ComputeEnvironmentDetail): Promise<EnvironmentFacts> {
    const resources = detail.computeResources;
    const instanceTypes = resources?.instanceTypes ?? [];
    const ec2 = await this.clients.ec2();
    const [sizes, running] = await Promise.all([
      this.attempt("instance types", () => instanceSizes(ec2, instanceTypes), undefined),
      this.attempt("instances", () => runningInstances(ec2, resources?.instanceRole ?? ""), undefined),
    ]);
    return {
      name: detail.computeEnvironmentName!,
      state: detail.state!,
      status: detail.status!,
      statusReason: detail.statusReason,
      isSpot: resources?.type === "SPOT",
      desiredVcpus: resources?.desiredvCpus ?? 0,
      maxVcpus: resources?.maxvCpus ?? 0,
      instanceTypes,
      sizes,
      runningInstances: running,
    };
  }

  private async nodeGroups(): Promise<NodeGroupFacts[]> {
    const { clusterName } = this.environment;
    const { nodegroups = [] } = await this.clients.eks.send(new ListNodegroupsCommand({ clusterName }));
    return Promise.all(
      nodegroups.map(async (nodegroupName) => {
        const command = new DescribeNodegroupCommand({ clusterName, nodegroupName });
        const { nodegroup } = await this.clients.eks.send(command);
        const issues = (nodegroup?.health?.issues ?? []).map(({ code, message }) => `${code}: ${message}`);
        return { name: nodegroupName, status: nodegroup?.status ?? "unknown", issues };
      }),
    );
  }

  private async unfinished({ dependsOn }: Job): Promise<string[]> {
    if (dependsOn.length === 0) return [];
    const { jobs = [] } = await this.clients.batch.send(new DescribeJobsCommand({ jobs: [...dependsOn] }));
    return jobs.filter(({ status }) => status !== "SUCCEEDED").map(({ jobId }) => jobId!);
  }

  private async list<T>(isWanted: boolean, what: string, look: () => Promise<T[]>): Promise<T[]> {
    return isWanted ? this.attempt<T[]>(what, look, []) : [];
  }

  private async attempt<T>(what: string, look: () => Promise<T>, otherwise: T): Promise<T> {
    try {
      return await look();
    } catch (error) {
      this.unknown.push(`${what} (${describeError(error)})`);
      return otherwise;
    }
  }
}

function jobFacts(job: Job, waitsFor: readonly string[], now: number): JobFacts {
  const last = job.attempts.at(-1);
  const since = job.state === "RUNNING" ? job.startedAt : (last?.stoppedAt ?? job.createdAt);
  return {
    jobId: job.id,
    jobName: job.name,
    status: job.state,
    statusReason: job.reason,
    failure: job.state === "FAILED" ? failureOf(job) : "",
    inStateMs: now - (since ?? now),
    podName: last?.podName,
    nodeName: last?.nodeName,
    waitsFor,
    arraySize: job.array?.size,
    isMultiNode: job.nodes !== undefined || isNodeId(job.id),
    ...job.demand,
  };
}

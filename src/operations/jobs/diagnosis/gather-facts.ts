import {
  DescribeComputeEnvironmentsCommand,
  DescribeJobQueuesCommand,
  DescribeJobsCommand,
  GetJobQueueSnapshotCommand,
  ListJobsCommand,
  type ComputeEnvironmentDetail,
  type JobQueueDetail,
} from "@aws-sdk/client-batch";
import { DescribeNodegroupCommand, ListNodegroupsCommand } from "@aws-sdk/client-eks";
import { jobServiceAccount } from "../../../model/job-roles";
import { architectureOf } from "../../../model/instance-types";
import { clueIn, type Evidence, type Statement } from "../../diagnosis/cause";
import { REFUSED_CALLS } from "../../diagnosis/causes/refused-calls";
import { decisiveContainer, hasRun, parseJob, type Job } from "../model/job";
import { UNFINISHED_STATES } from "../model/states";
import { isStated } from "./ended";
import { evidenceOf } from "./evidence";
import type { DiagnosisFacts, EnvironmentFacts, JobFacts, NodeGroupFacts } from "./diagnosis-facts";
import { failureOf, groupFailures } from "../model/summary";
import { bySize, fits, instanceSizes, runningInstances, type InstanceSize } from "./instance-sizes";
import type { JobClients } from "../api/job-clients";
import type { PodEvents } from "../api/pod-events";
import { foreignTo, isElsewhere, type JobEnvironment } from "../api/job-environment";
import { isNodeId, parentId } from "../model/job-id";
import { describeError } from "../../aws/errors";

/** Reads the last lines that a job printed. */
export type ReadLogEnd = (job: Job) => Promise<readonly string[]>;

/** Refusals that are looked at. */
const REFUSALS = 5;

/** Children of an array that are looked at. */
const CHILDREN = 100;

/** Looks at everything that may hold a job up; what may not be looked at is left out and named. */
export class FactGatherer {
  private readonly unknown: string[] = [];

  constructor(
    private readonly clients: JobClients,
    private readonly environment: JobEnvironment,
    private readonly readLogEnd: ReadLogEnd = () => Promise.resolve([]),
  ) {}

  async factsOf(job: Job, now: number): Promise<DiagnosisFacts> {
    const isWaiting = job.state === "RUNNABLE";
    const hasFailed = job.state === "FAILED";
    const asksEvents = isStuckPod(job) || isKilledSilently(job);
    const queue = await this.attempt("the queue", () => this.queue(job.queue), undefined);
    const arns = (queue?.computeEnvironmentOrder ?? []).map(({ computeEnvironment }) => computeEnvironment!);
    const [environments, front, nodeGroups, dependencies, children, main, refusals, ofPod, ofNode] =
      await Promise.all([
        this.list(isWaiting, "the compute environments", () => this.environments(arns)),
        this.list(isWaiting, "the queue's head", () => this.front(job.queue)),
        this.list(isWaiting, "the node groups", () => this.nodeGroups()),
        this.list(job.state === "PENDING" || hasFailed, "the dependencies", () =>
          this.described(job.dependsOn),
        ),
        this.list(hasFailed && job.array !== undefined, "its children", () => this.failedChildren(job)),
        this.list(hasFailed && job.nodes !== undefined, "its main node", () =>
          this.described([mainNodeOf(job)]),
        ),
        this.list(hasOwnEnd(job) && !isElsewhere(this.environment, job), "the end of its log", () =>
          this.refusals(job),
        ),
        this.events(asksEvents, "the events of its pod", (events) => events.ofPod(this.environment, job)),
        this.events(asksEvents, "the events of its node", (events) => events.ofNode(this.environment, job)),
      ]);
    const events = [...(ofPod ?? []), ...(ofNode ?? [])];
    const hasEvents = ofPod !== undefined && ofNode !== undefined;
    const position = front.indexOf(parentId(job.id));
    return {
      region: this.environment.region,
      namespace: this.environment.namespace,
      job: {
        ...jobFacts(job, { dependencies, children, main: main[0], events, hasEvents }, now),
        isElsewhere: isElsewhere(this.environment, job),
        refusals,
        role: this.environment.roles.find(({ name }) => jobServiceAccount(name) === job.serviceAccount)?.name,
      },
      foreign: foreignTo(this.environment, job),
      queue: queue && {
        name: queue.jobQueueName!,
        environmentCount: arns.length,
        isFairShare: Boolean(queue.schedulingPolicyArn),
        state: queue.state!,
        status: queue.status ?? "VALID",
        statusReason: queue.statusReason,
      },
      environments,
      alternatives: await this.alternatives(job, environments),
      head: front[0],
      position: position < 0 ? undefined : position,
      nodeGroups,
      unknown: this.unknown,
    };
  }

  /** Types of the families that AWS Batch chooses from by itself, when none of the environments' is large enough. */
  private async alternatives(job: Job, environments: readonly EnvironmentFacts[]): Promise<InstanceSize[]> {
    const sizes = environments.flatMap((environment) => environment.sizes ?? []);
    const isLarge = sizes.length > 0 && !sizes.some((size) => fits(size, job.demand));
    return this.list(isLarge, "larger instance types", async () => {
      const isArm = environments.some(({ instanceTypes }) =>
        instanceTypes.some((type) => architectureOf(type) === "Graviton"),
      );
      const found = await instanceSizes(await this.clients.ec2(), [
        isArm ? "default_arm64" : "default_x86_64",
      ]);
      return bySize(found.filter((size) => fits(size, job.demand)));
    });
  }

  /** Lines in which the job says what AWS refused it, each once, the last ones. */
  private async refusals(job: Job): Promise<Statement[]> {
    const lines = (await this.readLogEnd(job)).map((text) => ({ about: "its log", text: text.trim() }));
    const told = lines.filter((line) => clueIn(line, REFUSED_CALLS) !== undefined);
    const isFirst = ({ text }: Statement, index: number): boolean =>
      told.findIndex((line) => line.text === text) === index;
    return told.filter(isFirst).slice(-REFUSALS);
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

  private async described(ids: readonly string[]): Promise<Job[]> {
    if (ids.length === 0) return [];
    const { jobs = [] } = await this.clients.batch.send(new DescribeJobsCommand({ jobs: [...ids] }));
    return jobs.map(parseJob);
  }

  /** The first of the children that failed, as many as one call tells of. */
  private async failedChildren({ id }: Job): Promise<Job[]> {
    const command = new ListJobsCommand({ arrayJobId: id, jobStatus: "FAILED", maxResults: CHILDREN });
    const { jobSummaryList = [] } = await this.clients.batch.send(command);
    return this.described(jobSummaryList.map(({ jobId }) => jobId!));
  }

  private async list<T>(isWanted: boolean, what: string, look: () => Promise<T[]>): Promise<T[]> {
    return isWanted ? this.attempt<T[]>(what, look, []) : [];
  }

  /** @returns undefined where they are not asked for, or not told */
  private async events(
    isWanted: boolean,
    what: string,
    look: (events: PodEvents) => Promise<Statement[]>,
  ): Promise<Statement[] | undefined> {
    const { events } = this.clients;
    return isWanted && events ? this.attempt(what, () => look(events), undefined) : undefined;
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

interface Relatives {
  readonly dependencies: readonly Job[];
  readonly children: readonly Job[];
  readonly main?: Job | undefined;
  /** Of its pod and node. */
  readonly events: readonly Statement[];
  /** Whether both were asked for, and told. */
  readonly hasEvents: boolean;
}

/** Whether it has a pod that has not come to run, so that its events tell more than its containers. */
function isStuckPod(job: Job): boolean {
  if (job.attempts.at(-1)?.podName === undefined) return false;
  return job.state === "STARTING" || (job.state === "FAILED" && !hasRun(job));
}

/** Whether it failed by what its containers did, so that its log may tell why. */
function hasOwnEnd(job: Job): boolean {
  return job.state === "FAILED" && !job.isStopped && hasRun(job) && !isStated(evidenceOf(job));
}

/** Whether a signal ended it, and neither AWS nor its containers state why, so that its pod's or node's events may. */
function isKilledSilently(job: Job): boolean {
  const last = job.attempts.at(-1);
  if (job.state !== "FAILED" || job.isStopped || last?.podName === undefined) return false;
  const codes = last.containers.map(({ exitCode = 0 }) => exitCode);
  return codes.some((code) => code > 128) && !isStated(evidenceOf(job));
}

function mainNodeOf({ id, nodes }: Job): string {
  return `${id}#${nodes?.main ?? 0}`;
}

function jobFacts(
  job: Job,
  { dependencies, children, main, events, hasEvents }: Relatives,
  now: number,
): Omit<JobFacts, "isElsewhere" | "refusals" | "role"> {
  const last = job.attempts.at(-1);
  const since = job.state === "RUNNING" ? job.startedAt : (last?.stoppedAt ?? job.createdAt);
  const isOf = (...states: readonly string[]): string[] =>
    dependencies.filter(({ state }) => states.includes(state)).map(({ id }) => id);
  return {
    jobId: job.id,
    jobName: job.name,
    status: job.state,
    statusReason: job.reason,
    evidence: combined([
      evidenceOf(job),
      ...(main ? [evidenceOf(main)] : []),
      { statements: events, exits: [] },
    ]),
    hasRun: hasRun(job),
    serviceAccount: job.serviceAccount,
    hasEvents,
    attempts: job.attempts.length,
    decisive: decisiveBeside(job),
    failure: job.state === "FAILED" ? failureOf(job) : "",
    failedChildren: groupFailures(children),
    mainNode: job.nodes && mainNodeOf(job),
    inStateMs: now - (since ?? now),
    podName: last?.podName,
    nodeName: last?.nodeName,
    waitsFor: isOf(...UNFINISHED_STATES, "FAILED"),
    failedDependencies: isOf("FAILED"),
    arraySize: job.array?.size,
    isMultiNode: job.nodes !== undefined || isNodeId(job.id),
    ...job.demand,
  };
}

function combined(parts: readonly Evidence[]): Evidence {
  return {
    statements: parts.flatMap(({ statements }) => statements),
    exits: parts.flatMap(({ exits }) => exits),
  };
}

/** The container that ended the last attempt, where it is not the only one. */
function decisiveBeside({ attempts }: Job): JobFacts["decisive"] {
  const last = attempts.at(-1);
  const container = last && last.containers.length > 1 ? decisiveContainer(last) : undefined;
  return container?.exitCode ? { name: container.name, isInit: container.isInit ?? false } : undefined;
}

import type { ClusterDirectory } from "../../cluster-directory";
import type { BatchEvents } from "../events";
import type { BatchState, ComputeEnvironment, JobQueue } from "../store";
import { fits } from "./fit";
import { fairOrder } from "./fair-share";
import { isMultiNode, type Job } from "../job";

/** A job that waits in RUNNABLE. */
export interface WaitingJob {
  readonly job: Job;
  /** Called once, when a place was found. */
  start(environment: ComputeEnvironment): void;
  /** Called instead when the queue's time limit for stuck jobs has passed. */
  cancel(reason: string): void;
}

/** How long a job waits at most until what holds it up is looked at again. */
const RETRY_MS = 1000;

const INVALID_ENVIRONMENTS = "ACTION_REQUIRED - CE(s) associated with the job queue are invalid.";
const TOO_LARGE =
  "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE - CE(s) associated with the job queue cannot meet the CPU requirement of the job.";
const TOO_DEMANDING =
  "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT - The job resource requirement (vCPU/memory/GPU) is higher than that can be met by the CE(s) attached to the job queue.";
const NO_NODES = "UNDETERMINED - Batch job is blocked, root cause is undetermined.";

/**
 * Places RUNNABLE jobs, those of a queue in the order in which they came or, with a scheduling
 * policy, in that of their shares: a job that cannot be placed blocks those behind it.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/job_stuck_in_runnable.html
 */
export class Scheduler {
  private readonly waiting = new Map<string, Map<Job, WaitingJob>>();
  private readonly placed = new Map<string, Set<Job>>();
  /** Since when the job at the head of a queue is stuck for the same reason. */
  private readonly stuck = new Map<string, { job: Job; reason: string; since: number }>();
  private wakeup?: NodeJS.Immediate | undefined;
  private retry?: NodeJS.Timeout | undefined;
  private closed = false;
  /** What waits for the end of an attempt, by environment. */
  private readonly afterRelease = new Map<string, (() => void)[]>();
  /** Environments whose instances are on their way, in vain so far. */
  readonly refused = new Set<ComputeEnvironment>();
  /** Told of an environment for which instances were started that its cluster does not let in. */
  onNodesRefused: (environment: ComputeEnvironment) => void = () => undefined;

  constructor(
    private readonly state: BatchState,
    private readonly clusters: ClusterDirectory,
    private readonly events: BatchEvents,
  ) {}

  enqueue(waiting: WaitingJob): void {
    const { job } = waiting;
    const queue = this.waiting.get(job.queueArn) ?? new Map<Job, WaitingJob>();
    this.waiting.set(job.queueArn, queue.set(job, waiting));
    this.wake();
  }

  /** @returns whether the job was waiting */
  dequeue(job: Job): boolean {
    const removed = this.waiting.get(job.queueArn)?.delete(job) ?? false;
    if (removed) this.wake();
    return removed;
  }

  /** Gives back what an ended attempt took. */
  release(job: Job, environment: ComputeEnvironment): void {
    this.placed.get(environment.arn)?.delete(job);
    const waiting = this.afterRelease.get(environment.arn) ?? [];
    this.afterRelease.delete(environment.arn);
    for (const then of waiting) then();
    this.scale(environment);
    this.wake();
  }

  /**
   * Jobs of a queue in the order in which they are placed as things stand.
   *
   * @param waiting in the order in which they came
   */
  inOrder(queue: JobQueue, waiting: readonly Job[]): readonly Job[] {
    const { schedulingPolicyArn } = queue.detail;
    if (!schedulingPolicyArn) return waiting;
    const running = [...this.placed.values()]
      .flatMap((jobs) => [...jobs])
      .filter((job) => job.queueArn === queue.arn && !waiting.includes(job));
    const policy = this.state.region(queue.region).policies.get(schedulingPolicyArn);
    return fairOrder(waiting, running, policy?.fairsharePolicy);
  }

  /** The attempts under way in an environment, as what ends them. */
  attemptsIn(environment: ComputeEnvironment): AbortController[] {
    return [...(this.placed.get(environment.arn) ?? [])].flatMap(({ abort }) => abort ?? []);
  }

  /** Calls back once, when the next attempt in an environment has ended. */
  whenReleased({ arn }: ComputeEnvironment, then: () => void): void {
    this.afterRelease.set(arn, [...(this.afterRelease.get(arn) ?? []), then]);
  }

  /** To be called whenever something changed that may let a waiting job start. */
  wake(): void {
    if (this.closed) return;
    this.wakeup ??= setImmediate(() => {
      this.wakeup = undefined;
      this.placeAll();
    });
  }

  close(): void {
    this.closed = true;
    clearImmediate(this.wakeup);
    clearTimeout(this.retry);
  }

  private placeAll(): void {
    for (const [, { queues }] of this.state.regions()) {
      const byPriority = [...queues.values()].sort((a, b) => b.detail.priority! - a.detail.priority!);
      for (const queue of byPriority) this.placeJobsOf(queue);
    }
    if ([...this.waiting.values()].every((queue) => queue.size === 0)) return;
    // Clusters, add-ons and access entries change without notice.
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.wake(), RETRY_MS).unref();
  }

  private placeJobsOf(queue: JobQueue): void {
    const all = this.waiting.get(queue.arn) ?? new Map<Job, WaitingJob>();
    for (const job of this.inOrder(queue, [...all.keys()])) {
      const waiting = all.get(job)!;
      const { environment, reason } = this.choose(queue, job);
      if (!environment) {
        this.reportStuck(queue, waiting, reason);
        return;
      }
      all.delete(job);
      this.stuck.delete(queue.arn);
      const jobs = this.placed.get(environment.arn) ?? new Set();
      this.placed.set(environment.arn, jobs.add(job));
      this.scale(environment);
      waiting.start(environment);
    }
  }

  /** The first environment of the queue that has room; else why none ever will as things are. */
  private choose(queue: JobQueue, job: Job): { environment?: ComputeEnvironment; reason?: string } {
    const valid = queue.detail
      .computeEnvironmentOrder!.map((entry) => this.state.environment(queue.region, entry.computeEnvironment))
      .filter((found) => found !== undefined)
      // One that is UPDATING gives new jobs its new instances.
      .filter(({ detail }) => ["VALID", "UPDATING"].includes(detail.status!) && detail.state === "ENABLED");
    if (valid.length === 0) return { reason: INVALID_ENVIRONMENTS };
    const large = valid.filter(({ detail }) => detail.computeResources!.maxvCpus! >= job.vcpus);
    if (large.length === 0) return { reason: TOO_LARGE };
    const suitable = large.filter(({ detail, sizes }) =>
      job.pods.every((pod) => fits(pod, sizes, detail.computeResources!)),
    );
    if (suitable.length === 0) return { reason: TOO_DEMANDING };
    const usable = suitable.filter(
      ({ detail }) => !isMultiNode(job) || detail.computeResources!.type !== "SPOT",
    );
    const joining = usable.filter((environment) => this.admitsNodes(environment));
    for (const environment of joining) this.refused.delete(environment);
    const roomy = usable.filter(
      (candidate) => candidate.detail.computeResources!.maxvCpus! - this.vcpusUsed(candidate) >= job.vcpus,
    );
    // Batch wants instances in an environment only when those before it give none.
    for (const environment of roomy) {
      if (joining.includes(environment)) return { environment };
      if (!this.refused.has(environment)) this.onNodesRefused(environment);
    }
    return joining.length === 0 ? { reason: NO_NODES } : {};
  }

  /** Whether nodes of the environment can join its cluster. */
  admitsNodes({ region, detail, nodeRoleArn }: ComputeEnvironment): boolean {
    const cluster = this.clusters.find(region, detail.eksConfiguration!.eksClusterArn!);
    return nodeRoleArn !== undefined && (cluster?.admitsNodeRole(nodeRoleArn) ?? false);
  }

  private vcpusUsed({ arn }: ComputeEnvironment): number {
    return [...(this.placed.get(arn) ?? [])].reduce((sum, job) => sum + job.vcpus, 0);
  }

  /** An environment wants as many vCPUs as its jobs take, and never fewer than its minimum. */
  private scale(environment: ComputeEnvironment): void {
    const resources = environment.detail.computeResources!;
    resources.desiredvCpus = Math.max(resources.minvCpus ?? 0, Math.ceil(this.vcpusUsed(environment)));
  }

  private reportStuck(queue: JobQueue, waiting: WaitingJob, reason: string | undefined): void {
    const { job } = waiting;
    job.detail.statusReason = reason;
    if (!reason) return;
    const known = this.stuck.get(queue.arn);
    if (known?.job !== job || known.reason !== reason) {
      this.stuck.set(queue.arn, { job, reason, since: Date.now() });
      this.events.queueBlocked(job);
      return;
    }
    const limit = queue.detail.jobStateTimeLimitActions?.find((action) => reason.startsWith(action.reason!));
    if (limit && Date.now() - known.since >= limit.maxTimeSeconds! * 1000) {
      waiting.cancel(`Canceled by JobStateTimeLimit action due to reason: ${limit.reason}`);
    }
  }
}

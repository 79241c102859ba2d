import { randomBytes } from "node:crypto";
import type { ClusterDirectory } from "../../cluster-directory";
import type { ServiceContext } from "../../service-context";
import { AttemptEnded } from "../attempt/outcome";
import type { Instances } from "../pods/instances";
import type { Scheduler } from "../scheduling/scheduler";
import type { BatchState, ComputeEnvironment } from "../store";
import { environmentHealth } from "./health";

/** @see https://docs.aws.amazon.com/batch/latest/userguide/batch_eks_invalid_compute_environment.html */
const NO_NODE_JOINED =
  "CLIENT_ERROR - Your compute environment has been INVALIDATED and scaled down because none of the nodes joined the " +
  "underlying Amazon EKS Cluster. Common issues preventing nodes joining are the following: networking configuration " +
  "preventing communication to Amazon EKS Cluster, incorrect Amazon EKS Instance Profile or Kubernetes RBAC policy " +
  "preventing authorization to Amazon EKS Cluster, customized AMI or LaunchTemplate configurations affecting Amazon " +
  "EKS/Kubernetes node bootstrap.";

/** What becomes of compute environments between the calls of the API. */
export class EnvironmentLife {
  constructor(
    private readonly state: BatchState,
    private readonly context: ServiceContext,
    private readonly clusters: ClusterDirectory,
    private readonly scheduler: Scheduler,
    private readonly instances: Instances,
  ) {
    scheduler.onNodesRefused = (environment) => this.nodesRefused(environment);
  }

  /** @param replaced attempts on the instances before an update, which lasts until they have ended */
  validate(
    environment: ComputeEnvironment,
    operation: "create" | "update",
    replaced: readonly AbortController[] = [],
  ): void {
    this.context.lifecycle.transition(
      `batch.compute-environment.${operation}`,
      environment.name,
      async () => {
        const running = this.scheduler.attemptsIn(environment);
        if (replaced.some((attempt) => running.includes(attempt))) {
          this.scheduler.whenReleased(environment, () => this.validate(environment, operation, replaced));
          return;
        }
        const clients = this.context.clients(environment.region);
        const health = await environmentHealth(environment, this.clusters, clients);
        environment.nodeRoleArn = health.nodeRoleArn;
        this.settle(environment, health.problem);
      },
      (reason) => this.settle(environment, reason),
    );
  }

  /**
   * Attempts on instances that an update replaces go on for some time, and are ended then.
   *
   * @see https://docs.aws.amazon.com/batch/latest/userguide/infrastructure-updates.html
   */
  endAfterPolicy({ name, detail }: ComputeEnvironment, replaced: readonly AbortController[]): void {
    if (replaced.length === 0) return;
    const { terminateJobsOnUpdate = false, jobExecutionTimeoutMinutes: minutes = 30 } =
      detail.updatePolicy ?? {};
    this.context.lifecycle.transition(
      "batch.compute-environment.job-timeout",
      name,
      () => {
        for (const attempt of replaced) attempt.abort(new AttemptEnded(hostTerminated(), true));
      },
      undefined,
      terminateJobsOnUpdate ? 0 : minutes * 60,
    );
  }

  /** Deletes it, once its jobs have ended. */
  remove(environment: ComputeEnvironment): void {
    this.context.lifecycle.transition(
      "batch.compute-environment.delete",
      environment.name,
      async () => {
        if (this.scheduler.attemptsIn(environment).length > 0) {
          this.scheduler.whenReleased(environment, () => this.remove(environment));
          return;
        }
        await this.instances.endAll(environment);
        this.state.region(environment.region).environments.delete(environment.name);
      },
      (reason) => this.settle(environment, reason),
    );
  }

  private settle({ detail }: ComputeEnvironment, problem: string | undefined): void {
    detail.status = problem ? "INVALID" : "VALID";
    detail.statusReason = problem ?? "ComputeEnvironment Healthy";
    this.scheduler.wake();
  }

  /** Instances that cannot join cost money: Batch ends them, and starts no more. */
  private nodesRefused(environment: ComputeEnvironment): void {
    const { refused } = this.scheduler;
    refused.add(environment);
    this.context.lifecycle.transition("batch.compute-environment.join", environment.name, () => {
      const { state, status } = environment.detail;
      const stillStarts =
        state === "ENABLED" && status === "VALID" && !this.scheduler.admitsNodes(environment);
      if (refused.delete(environment) && stillStarts) this.settle(environment, NO_NODE_JOINED);
    });
  }
}

/** What a job says whose instance was taken away. @see https://docs.aws.amazon.com/batch/latest/userguide/job_retries.html */
function hostTerminated(): string {
  return `Host EC2 (instance i-0${randomBytes(8).toString("hex")}) terminated.`;
}

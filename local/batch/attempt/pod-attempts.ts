import type { EksPodProperties } from "@aws-sdk/client-batch";
import type { ClusterDirectory } from "../../cluster-directory";
import type { PodSession } from "../../job-sessions/job-sessions";
import type { ServiceContext } from "../../service-context";
import type { Job } from "../job";
import { type JobTransitions, setStatus } from "./transitions";
import type { BatchOptions } from "../options";
import type { ComputeEnvironment } from "../store";
import { CommandSlots } from "./command-slots";
import { batchVariables } from "./container-environment";
import { ContainerLog, type LogSink, NO_LOG } from "./container-log";
import { applicationLogGroup, type LogSource } from "./log-event";
import { AttemptEnded, attemptLimit, type AttemptOutcome } from "./outcome";
import { newPodIdentity, type PodIdentity } from "./pod-identity";
import { type PodResult, PodRunner } from "./pod-runner";
import { pullFailure } from "./image-pull";
import { brokenOff, completedPod, outcomeOf, recordAttempt, showEnds } from "./record";

/** The EKS add-on without which no log leaves the nodes. */
const LOG_ADDON = "amazon-cloudwatch-observability";

/** Takes jobs with a pod through their attempts: STARTING, RUNNING, and the end of the pod. */
export class PodAttempts {
  private readonly runner: PodRunner;
  private readonly slots = new CommandSlots();

  constructor(
    private readonly context: ServiceContext,
    private readonly clusters: ClusterDirectory,
    private readonly options: Omit<BatchOptions, "maxEnvironmentsOfCluster">,
    private readonly transitions: JobTransitions,
  ) {
    this.runner = new PodRunner(options.jobsDirectory);
  }

  /** Kills the pods. */
  close(): Promise<void> {
    return this.runner.close();
  }

  /** @param signal breaks the attempt off; its reason is an AttemptEnded */
  async run(job: Job, environment: ComputeEnvironment, signal: AbortSignal): Promise<AttemptOutcome> {
    const identity = newPodIdentity(job, environment);
    const pod = job.detail.eksProperties!.podProperties!;
    let startedAt: number | undefined;
    let giveBack: (() => void) | undefined;
    const deadline = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    let result: PodResult = { initContainers: [], containers: [] };
    let outcome: AttemptOutcome;
    try {
      await this.transitions.enter(job, "STARTING", signal);
      pod.podName = identity.podName;
      pod.nodeName = identity.nodeName;
      const failure = await pullFailure(pod, (region) => this.context.clients(region));
      if (failure) {
        showEnds(pod, failure.first);
        await this.transitions.backOff(job, signal);
        result = failure.last;
        throw new AttemptEnded(outcomeOf(result).statusReason!, true);
      }
      if (this.options.runJobs) giveBack = await this.slots.acquire(pod.containers!.length, signal);
      await this.transitions.enter(job, "RUNNING", signal);
      startedAt = job.detail.startedAt;
      timer = this.startTimer(job, deadline);
      const ended = AbortSignal.any([signal, deadline.signal]);
      result = await this.runPod(job, environment, identity, ended);
      giveBack?.();
      giveBack = undefined;
      ended.throwIfAborted();
      outcome = outcomeOf(result);
      await this.transitions.end(job, outcome.succeeded);
    } catch (error) {
      outcome = brokenOff(error, result);
    } finally {
      clearTimeout(timer);
      giveBack?.();
    }
    // What ended before its pod was made leaves no attempt behind.
    if (pod.podName) {
      const { statusReason } = outcome;
      recordAttempt(job, environment, identity, result, { startedAt, statusReason });
    }
    return outcome;
  }

  private startTimer(job: Job, deadline: AbortController): NodeJS.Timeout {
    const limit = attemptLimit(job.detail.timeout?.attemptDurationSeconds, this.options.jobTimeoutSeconds);
    const end = (): void => deadline.abort(new AttemptEnded(limit.statusReason, false));
    return setTimeout(end, limit.seconds * 1000);
  }

  private async runPod(
    job: Job,
    environment: ComputeEnvironment,
    identity: PodIdentity,
    signal: AbortSignal,
  ): Promise<PodResult> {
    const properties = job.detail.eksProperties!.podProperties! as EksPodProperties;
    if (!this.options.runJobs) return completedPod(properties);
    const session = await this.openSession(job, environment, identity);
    const run = this.runner.run(
      {
        identity,
        properties,
        batchVariables: batchVariables(job, environment, identity),
        awsVariables: session?.environment ?? {},
        logOf: (source) => this.logOf(environment, source),
      },
      signal,
    );
    return run.finally(() => session?.close());
  }

  private openSession(
    job: Job,
    { region, detail }: ComputeEnvironment,
    { namespace }: PodIdentity,
  ): Promise<PodSession | undefined> | undefined {
    const cluster = this.clusters.find(region, detail.eksConfiguration!.eksClusterArn!);
    if (!cluster) return undefined;
    return this.options.openSession?.({
      region,
      namespace,
      jobId: job.id,
      serviceAccountName: job.detail.eksProperties?.podProperties?.serviceAccountName,
      oidcIssuer: cluster.oidcIssuer,
      instanceProfileArn: detail.computeResources!.instanceRole!,
    });
  }

  private logOf({ region, detail }: ComputeEnvironment, source: LogSource): LogSink {
    const cluster = this.clusters.find(region, detail.eksConfiguration!.eksClusterArn!);
    if (!cluster?.activeAddons.includes(LOG_ADDON)) return NO_LOG;
    return new ContainerLog(this.context.clients(region).logs, applicationLogGroup(cluster.name), source);
  }
}

/**
 * Takes a multi-node parallel job through one attempt: all nodes run, and the end of the main node
 * is that of the job.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/multi-node-parallel-jobs.html
 */
export async function runNodes(
  job: Job,
  environment: ComputeEnvironment,
  pods: PodAttempts,
  signal: AbortSignal,
): Promise<AttemptOutcome> {
  const mainEnded = new AbortController();
  const nodes = job.children.map(async (node) => {
    node.attempts = job.attempts;
    const outcome = await pods.run(node, environment, AbortSignal.any([signal, mainEnded.signal]));
    // The main node's state is the whole job's, which may be tried again.
    if (!node.detail.nodeDetails?.isMainNode) endNode(node, outcome);
    return outcome;
  });
  const main = job.detail.nodeProperties!.mainNode!;
  const outcome = await nodes[main]!;
  mainEnded.abort(new AttemptEnded("The main node of the job ended.", false));
  await Promise.all(nodes);
  return outcome;
}

function endNode(node: Job, outcome: AttemptOutcome): void {
  setStatus(node, outcome.succeeded ? "SUCCEEDED" : "FAILED");
  node.detail.statusReason = outcome.statusReason;
  node.detail.stoppedAt = Date.now();
}

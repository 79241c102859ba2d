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
import { both, ContainerLog, type LogSink, NO_LOG } from "./container-log";
import { applicationLogGroup, type LogSource } from "./log-event";
import { AttemptEnded, attemptLimit, type AttemptOutcome } from "./outcome";
import type { Instances, Place } from "../pods/instances";
import type { JobPod } from "../pods/job-pod";
import { JobPods } from "../pods/job-pods";
import { newPodIdentity, type PodIdentity } from "../pods/pod-identity";
import type { PodResult } from "../pods/pod-result";
import { PodRunner } from "./pod-runner";
import { pullFailure } from "./image-pull";
import { brokenOff, completedPod, outcomeOf, recordAttempt, showEnds } from "./record";

/** The EKS add-on without which no log leaves the nodes. */
const LOG_ADDON = "amazon-cloudwatch-observability";

/** Takes jobs with a pod through their attempts: STARTING, RUNNING, and the end of the pod. */
export class PodAttempts {
  private readonly runner: PodRunner;
  private readonly slots = new CommandSlots();
  private readonly pods: JobPods;

  constructor(
    private readonly context: ServiceContext,
    private readonly clusters: ClusterDirectory,
    private readonly options: Omit<BatchOptions, "maxEnvironmentsOfCluster">,
    private readonly transitions: JobTransitions,
    private readonly instances: Instances,
  ) {
    this.runner = new PodRunner(options.jobsDirectory);
    this.pods = new JobPods(context.lifecycle, clusters);
  }

  /** Kills the pods. */
  async close(): Promise<void> {
    await this.runner.close();
    this.pods.close();
  }

  /** @param signal breaks the attempt off; its reason is an AttemptEnded */
  async run(job: Job, environment: ComputeEnvironment, signal: AbortSignal): Promise<AttemptOutcome> {
    const pod = job.detail.eksProperties!.podProperties!;
    let place: Place | undefined;
    let identity: PodIdentity | undefined;
    let inCluster: JobPod | undefined;
    let startedAt: number | undefined;
    let giveBack: (() => void) | undefined;
    const deadline = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    let result: PodResult = { initContainers: [], containers: [] };
    let outcome: AttemptOutcome;
    try {
      place = await endedWhenRefused(this.instances.take(environment, job.pods[0]!, signal));
      await this.transitions.enter(job, "STARTING", signal);
      identity = newPodIdentity(job, environment, place);
      const byOthers = new AbortController();
      inCluster = await endedWhenRefused(
        this.pods.create({
          ...{ job, environment, identity, place },
          variables: batchVariables(job, environment, identity),
          onEnded: (statusReason) => byOthers.abort(new AttemptEnded(statusReason, true)),
        }),
      );
      identity = { ...identity, podUid: inCluster?.uid ?? identity.podUid };
      const ended = AbortSignal.any([signal, deadline.signal, byOthers.signal]);
      ended.addEventListener("abort", () => inCluster?.stop());
      pod.podName = identity.podName;
      pod.nodeName = identity.nodeName;
      const failure = await pullFailure(pod, (region) => this.context.clients(region));
      if (failure) {
        showEnds(pod, failure.first);
        inCluster?.reports.pullFailed(failure.first);
        await this.transitions.backOff(job, ended);
        result = failure.last;
        inCluster?.reports.pullFailed(result);
        throw new AttemptEnded(outcomeOf(result).statusReason!, true);
      }
      if (this.options.runJobs) giveBack = await this.slots.acquire(pod.containers!.length, ended);
      await this.transitions.enter(job, "RUNNING", ended);
      startedAt = job.detail.startedAt;
      timer = this.startTimer(job, deadline);
      result = await this.runPod(job, environment, identity, inCluster, ended);
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
      await inCluster?.finish();
      place?.release();
    }
    if (inCluster) this.pods.cleanUp(job, inCluster);
    // What ended before its pod was made leaves no attempt behind.
    if (pod.podName && identity) {
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
    inCluster: JobPod | undefined,
    signal: AbortSignal,
  ): Promise<PodResult> {
    const properties = job.detail.eksProperties!.podProperties! as EksPodProperties;
    if (!this.options.runJobs) {
      const result = completedPod(properties);
      for (const ended of [...result.initContainers, ...result.containers]) inCluster?.reports.ended(ended);
      return result;
    }
    const session = await this.openSession(job, environment, identity);
    const run = this.runner.run(
      {
        identity,
        properties,
        batchVariables: batchVariables(job, environment, identity),
        awsVariables: session?.environment ?? {},
        logOf: (source) => this.logOf(environment, source),
        ...(inCluster && { reports: inCluster.reports }),
      },
      signal,
    );
    return run.finally(() => session?.close());
  }

  private openSession(
    job: Job,
    { region, detail, nodeRoleArn }: ComputeEnvironment,
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
      nodeRoleArn,
    });
  }

  /** Where the output of a container goes: to its node, and on from there where the cluster's add-on collects it. */
  private logOf({ region, detail }: ComputeEnvironment, source: LogSource): LogSink {
    const cluster = this.clusters.find(region, detail.eksConfiguration!.eksClusterArn!);
    const { pod, containerName: container } = source;
    const onNode = cluster?.kubelet?.outputOf({ namespace: pod.namespace, pod: pod.podName, container });
    const collected = cluster?.activeAddons.includes(LOG_ADDON)
      ? new ContainerLog(this.context.clients(region).logs, applicationLogGroup(cluster.name), source)
      : NO_LOG;
    return onNode ? both(onNode, collected) : collected;
  }
}

/** What the cluster or EC2 refuse ends the attempt, with their words. */
async function endedWhenRefused<Result>(asked: Promise<Result>): Promise<Result> {
  try {
    return await asked;
  } catch (error) {
    throw error instanceof AttemptEnded ? error : new AttemptEnded((error as Error).message, true);
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

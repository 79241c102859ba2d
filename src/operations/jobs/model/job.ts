import type { EksAttemptContainerDetail, JobDefinition, JobDetail } from "@aws-sdk/client-batch";
import { RETRY_TAG } from "../../../model/names";
import { demandOf, podsOf, type Demand, type PodContainers } from "./demand";
import { retriedIndices } from "./index-map";
import { JOB_STATES, type JobState } from "./states";

/** A job as AWS Batch describes it, read once: nothing else reads the API's answer, but for what submits it again. */
export interface Job {
  readonly id: string;
  readonly name: string;
  /** ARN or name. */
  readonly queue: string;
  /** ARN or name. */
  readonly definition: string;
  readonly state: JobState;
  /** What AWS Batch says of its state. */
  readonly reason?: string | undefined;
  /** Milliseconds since the epoch, as all moments. */
  readonly createdAt: number;
  readonly startedAt?: number | undefined;
  readonly stoppedAt?: number | undefined;
  /** Where it runs; this project's jobs run on EKS. */
  readonly platform: "EKS" | "EC2" | "Fargate";
  /** The cluster that an attempt was on; undefined before the first attempt has ended. */
  readonly clusterArn?: string | undefined;
  /** Whether somebody ended it, before or after it had begun. */
  readonly isStopped: boolean;
  /** In their order, the one under way last. */
  readonly attempts: readonly Attempt[];
  /** How many attempts have ended. */
  readonly endedAttempts: number;
  readonly containerNames: readonly string[];
  readonly images: readonly string[];
  readonly demand: Demand;
  /** Kubernetes service account of its pods. @default - the namespace's own */
  readonly serviceAccount?: string | undefined;
  /** Ids of the jobs that must succeed first. */
  readonly dependsOn: readonly string[];
  /** Of an array job. */
  readonly array?: {
    readonly size: number;
    readonly counts?: Readonly<Record<JobState, number>> | undefined;
  };
  /** Index of a child of an array job. */
  readonly index?: number | undefined;
  /** Id of the first job, of one that runs again what failed of it. */
  readonly retryOf?: string | undefined;
  /** The first job's indices that its children have, or it has alone. */
  readonly retriedIndices?: readonly number[] | undefined;
  /** Of a multi-node job as a whole; undefined for each of its nodes. */
  readonly nodes?: { readonly count: number; readonly main: number };
}

/** One try of a job, in one pod. */
export interface Attempt {
  /** Beginning with 1. */
  readonly number: number;
  /** Undefined when it ended before there was a pod. */
  readonly podName?: string | undefined;
  /** Undefined until the pod is on a node. */
  readonly nodeName?: string | undefined;
  readonly startedAt?: number | undefined;
  /** Undefined while it runs. */
  readonly stoppedAt?: number | undefined;
  readonly statusReason?: string | undefined;
  /** Init containers first. */
  readonly containers: readonly ContainerEnd[];
}

/** What became of a container. */
export interface ContainerEnd {
  readonly name: string;
  readonly exitCode?: number | undefined;
  readonly reason?: string | undefined;
  /** Whether it had to end before the others began. @default false */
  readonly isInit?: boolean;
}

const UNNAMED = "Default";

/** Reads what DescribeJobs answers of a job. */
export function parseJob(detail: JobDetail): Job {
  const { arrayProperties, nodeProperties, nodeDetails, dependsOn = [] } = detail;
  const attempts = attemptsOf(detail);
  return {
    id: detail.jobId!,
    name: detail.jobName!,
    queue: detail.jobQueue ?? "",
    definition: detail.jobDefinition ?? "",
    state: detail.status as JobState,
    reason: detail.statusReason,
    createdAt: detail.createdAt ?? 0,
    startedAt: detail.startedAt,
    stoppedAt: detail.stoppedAt,
    platform: platformOf(detail),
    clusterArn: detail.eksAttempts?.findLast(({ eksClusterArn }) => eksClusterArn)?.eksClusterArn,
    isStopped: Boolean(detail.isCancelled || detail.isTerminated),
    attempts,
    endedAttempts: (detail.eksAttempts ?? detail.attempts ?? []).length,
    containerNames: containerNames(detail),
    images: podsOf(detail).flatMap(({ pod }) => allContainers(pod).flatMap(({ image }) => image ?? [])),
    demand: demandOf(detail),
    serviceAccount: podsOf(detail)[0]?.pod.serviceAccountName,
    dependsOn: dependsOn.flatMap(({ jobId }) => jobId ?? []),
    ...(arrayProperties?.size && {
      array: { size: arrayProperties.size, counts: countsOf(arrayProperties.statusSummary) },
    }),
    index: arrayProperties?.index,
    retryOf: detail.tags?.[RETRY_TAG],
    retriedIndices: retriedIndices(detail.eksProperties?.podProperties?.containers?.[0]),
    ...(nodeProperties &&
      !nodeDetails && { nodes: { count: nodeProperties.numNodes ?? 0, main: nodeProperties.mainNode ?? 0 } }),
  };
}

/** Names of all containers of a job's pod, or of the pods of a definition. */
export function containerNames(source: JobDetail | JobDefinition): string[] {
  const names = podsOf(source).flatMap(({ pod }) => allContainers(pod).map(({ name }) => name ?? UNNAMED));
  return [...new Set(names)];
}

/** Whether a container of any attempt ran, so that it may have printed something. */
export function hasRun({ attempts, state }: Job): boolean {
  return (
    state === "RUNNING" ||
    attempts.some(
      ({ podName, startedAt, containers }) =>
        podName !== undefined &&
        (startedAt !== undefined ||
          containers.some(({ exitCode }) => exitCode !== undefined && exitCode !== 128)),
    )
  );
}

/** The container that decided about an attempt: the first one that failed, else the last one. */
export function decisiveContainer({ containers }: Attempt): ContainerEnd | undefined {
  return containers.find(({ exitCode }) => exitCode !== undefined && exitCode !== 0) ?? containers.at(-1);
}

function allContainers({
  initContainers = [],
  containers = [],
}: PodContainers): NonNullable<PodContainers["containers"]>[number][] {
  return [...initContainers, ...containers];
}

function platformOf(detail: JobDetail): Job["platform"] {
  const { container, ecsProperties, nodeProperties, attempts, platformCapabilities } = detail;
  if (platformCapabilities?.includes("FARGATE")) return "Fargate";
  const isEcs =
    container ?? ecsProperties ?? nodeProperties?.nodeRangeProperties?.find((range) => range.container);
  return isEcs || attempts?.length ? "EC2" : "EKS";
}

function attemptsOf(detail: JobDetail): Attempt[] {
  const { eksAttempts = [], eksProperties, startedAt, status } = detail;
  const ended = [...eksAttempts.map(eksAttempt), ...otherAttempts(detail)];
  const { podName, nodeName } = eksProperties?.podProperties ?? {};
  if (!podName || ended.some((attempt) => attempt.podName === podName)) return ended;
  const current: Attempt = {
    number: ended.length + 1,
    podName,
    nodeName,
    startedAt: status === "RUNNING" ? startedAt : undefined,
    containers: [],
  };
  return [...ended, current];
}

function eksAttempt(attempt: NonNullable<JobDetail["eksAttempts"]>[number], index: number): Attempt {
  const { initContainers = [], containers = [] } = attempt;
  return {
    number: index + 1,
    podName: attempt.podName || undefined,
    nodeName: attempt.nodeName || undefined,
    startedAt: attempt.startedAt,
    stoppedAt: attempt.stoppedAt,
    statusReason: attempt.statusReason,
    containers: [
      ...initContainers.map((container) => ({ ...containerEnd(container), isInit: true })),
      ...containers.map(containerEnd),
    ],
  };
}

/** The attempts of a job that does not run on EKS, as far as they say why it failed. */
function otherAttempts({ attempts = [], container }: JobDetail): Attempt[] {
  const told = attempts.map((attempt, index) => ({
    number: index + 1,
    startedAt: attempt.startedAt,
    stoppedAt: attempt.stoppedAt,
    statusReason: attempt.statusReason,
    containers: [
      attempt.container,
      ...(attempt.taskProperties ?? []).flatMap((task) => task.containers ?? []),
    ]
      .flatMap((each) => each ?? [])
      .map(containerEnd),
  }));
  const isSilent = container?.reason === undefined && container?.exitCode === undefined;
  return told.length > 0 || isSilent ? told : [{ number: 1, containers: [containerEnd(container ?? {})] }];
}

function containerEnd({ name, exitCode, reason }: EksAttemptContainerDetail): ContainerEnd {
  return { name: name ?? UNNAMED, exitCode, reason };
}

function countsOf(summary?: Readonly<Record<string, number>>): Record<JobState, number> | undefined {
  if (!summary) return undefined;
  return Object.fromEntries(JOB_STATES.map((state) => [state, summary[state] ?? 0])) as Record<
    JobState,
    number
  >;
}

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Statement } from "../../diagnosis/cause";
import { isTrouble, type NodeCondition } from "../../aws/node-condition";
import type { Job } from "../model/job";
import type { JobEnvironment } from "./job-environment";

/**
 * What Kubernetes says of a job's pod and of its node while they are there, and in events for about an hour. Not
 * everybody may ask for both.
 */
export interface PodEvents {
  ofPod(environment: JobEnvironment, job: Job): Promise<Statement[]>;
  ofNode(environment: JobEnvironment, job: Job): Promise<Statement[]>;
}

/** Runs kubectl. @returns what it prints */
export type RunKubectl = (args: readonly string[]) => Promise<string>;

interface KubernetesEvent {
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
}

interface ContainerStatus {
  readonly name: string;
  readonly state?: { readonly waiting?: { readonly reason?: string; readonly message?: string } };
}

/** A pod or a node. */
interface ObjectWithStatus {
  readonly status?: {
    readonly conditions?: readonly NodeCondition[];
    readonly containerStatuses?: readonly ContainerStatus[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
  };
}

/** What a container waits for that nothing keeps from starting. */
const STARTS = /^(ContainerCreating|PodInitializing)$/;

const PATIENCE = { request: "10s", processMs: 15_000 };

/** Events that tell of trouble and are not of type `Warning`. */
const TROUBLE =
  /^(TaintManagerEviction|NodeNotReady|DeletingNode|RemovingNode|TerminatingEvictedPod|Rebooted)$/;

/** Before and after an attempt, within which what happens to its node may have to do with it. */
const AROUND_MS = 2 * 60_000;

const runKubectl: RunKubectl = async (args) =>
  (await promisify(execFile)("kubectl", [...args], { timeout: PATIENCE.processMs })).stdout;

/**
 * Asks the environment's own cluster, by the context that `aws eks update-kubeconfig` makes for it: the user's
 * current one may be of another cluster.
 */
export function podEvents(run: RunKubectl = runKubectl): PodEvents {
  async function eventsOf(
    environment: JobEnvironment,
    job: Job,
    place: readonly string[],
    object: string,
  ): Promise<KubernetesEvent[]> {
    const output = await run([
      ...["get", "events", ...place, "--field-selector", object],
      ...["--context", clusterArnOf(environment, job), "-o", "json", "--request-timeout", PATIENCE.request],
    ]);
    const { items = [] } = JSON.parse(output) as { items?: KubernetesEvent[] };
    return items.filter(({ type, reason = "" }) => type === "Warning" || TROUBLE.test(reason));
  }
  /** @returns undefined where it is not there any more */
  async function objectOf(
    environment: JobEnvironment,
    job: Job,
    ...words: readonly string[]
  ): Promise<ObjectWithStatus["status"]> {
    const context = ["--context", clusterArnOf(environment, job)];
    const output = await run([
      ...["get", ...words, ...context, "-o", "json", "--ignore-not-found"],
      ...["--request-timeout", PATIENCE.request],
    ]);
    return output.trim() === "" ? undefined : (JSON.parse(output) as ObjectWithStatus).status;
  }
  return {
    async ofPod(environment, job) {
      const podName = job.attempts.at(-1)?.podName;
      if (podName === undefined) return [];
      const place = ["-n", environment.namespace];
      const [status, events] = await Promise.all([
        objectOf(environment, job, "pod", podName, ...place).catch(() => undefined),
        eventsOf(environment, job, place, `involvedObject.name=${podName}`),
      ]);
      return [
        ...waitingIn(status),
        ...events.map((event) => ({ about: `event of pod ${podName}`, text: textOf(event) })),
      ];
    },
    async ofNode(environment, job) {
      const { nodeName, startedAt = job.createdAt, stoppedAt = Infinity } = job.attempts.at(-1) ?? {};
      if (nodeName === undefined) return [];
      const object = `involvedObject.kind=Node,involvedObject.name=${nodeName}`;
      const [status, events] = await Promise.all([
        objectOf(environment, job, "node", nodeName).catch(() => undefined),
        eventsOf(environment, job, ["-A"], object),
      ]);
      const isNear = (time: string): boolean => {
        const at = Date.parse(time);
        return at >= startedAt - AROUND_MS && at <= stoppedAt + AROUND_MS;
      };
      return [
        ...(status?.conditions ?? [])
          .filter((condition) => isTrouble(condition) && isNear(condition.lastTransitionTime ?? ""))
          .map(({ type, ...said }) => ({ about: `${type} of node ${nodeName}`, text: textOf(said) })),
        ...events
          .filter((event) => isNear(event.lastTimestamp ?? event.eventTime ?? ""))
          .map((event) => ({ about: `event of node ${nodeName}`, text: textOf(event) })),
      ].map((statement) => ({ ...statement, isAround: true }));
    },
  };
}

/** What keeps a pod from its node, and its containers from starting. */
function waitingIn(status: ObjectWithStatus["status"] = {}): Statement[] {
  const { conditions = [], initContainerStatuses = [], containerStatuses = [] } = status;
  return [
    ...conditions
      .filter(({ type, status: state }) => type === "PodScheduled" && state === "False")
      .map((condition) => ({ about: "its pod", text: textOf(condition) })),
    ...[...initContainerStatuses, ...containerStatuses].flatMap(({ name, state }) => {
      const { reason = "", message } = state?.waiting ?? {};
      if (reason === "" || STARTS.test(reason)) return [];
      return [{ about: `container ${name}`, text: message ? `${reason}: ${message}` : reason }];
    }),
  ];
}

function textOf({ reason = "", message = "" }: KubernetesEvent): string {
  return `${reason}: ${message}`;
}

/** The cluster is in the partition and account of the queue. */
function clusterArnOf({ clusterName }: JobEnvironment, { clusterArn, queue }: Job): string {
  const [, partition, , region, account] = queue.split(":");
  return clusterArn ?? `arn:${partition}:eks:${region}:${account}:cluster/${clusterName}`;
}

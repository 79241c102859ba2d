import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Statement } from "../../diagnosis/cause";
import type { Job } from "../model/job";
import type { JobEnvironment } from "./job-environment";

/** What Kubernetes says of a pod and of its node, for about an hour. */
export type PodEvents = (environment: JobEnvironment, job: Job) => Promise<Statement[]>;

/** Runs kubectl. @returns what it prints */
export type RunKubectl = (args: readonly string[]) => Promise<string>;

interface KubernetesEvent {
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
}

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
  return async (environment, job) => {
    const attempt = job.attempts.at(-1);
    if (attempt?.podName === undefined) return [];
    const { podName, nodeName, startedAt = job.createdAt, stoppedAt = Infinity } = attempt;
    const eventsOf = async (place: readonly string[], object: string): Promise<KubernetesEvent[]> => {
      const output = await run([
        ...["get", "events", ...place, "--field-selector", object],
        ...["--context", clusterArnOf(environment, job), "-o", "json", "--request-timeout", PATIENCE.request],
      ]);
      const { items = [] } = JSON.parse(output) as { items?: KubernetesEvent[] };
      return items.filter(({ type, reason = "" }) => type === "Warning" || TROUBLE.test(reason));
    };
    const [ofPod, ofNode] = await Promise.all([
      eventsOf(["-n", environment.namespace], `involvedObject.name=${podName}`),
      nodeName === undefined
        ? []
        : // Who may look into the namespace of AWS Batch alone still sees the pod's.
          eventsOf(["-A"], `involvedObject.kind=Node,involvedObject.name=${nodeName}`).catch(() => []),
    ]);
    const isNear = (event: KubernetesEvent): boolean => {
      const at = Date.parse(event.lastTimestamp ?? event.eventTime ?? "");
      return at >= startedAt - AROUND_MS && at <= stoppedAt + AROUND_MS;
    };
    return [
      ...ofPod.map((event) => ({ about: `event of pod ${podName}`, text: textOf(event) })),
      ...ofNode
        .filter(isNear)
        .map((event) => ({ about: `event of node ${nodeName}`, text: textOf(event), isAround: true })),
    ];
  };
}

function textOf({ reason = "", message = "" }: KubernetesEvent): string {
  return `${reason}: ${message}`;
}

/** The cluster is in the partition and account of the queue. */
function clusterArnOf({ clusterName }: JobEnvironment, { clusterArn, queue }: Job): string {
  const [, partition, , region, account] = queue.split(":");
  return clusterArn ?? `arn:${partition}:eks:${region}:${account}:cluster/${clusterName}`;
}

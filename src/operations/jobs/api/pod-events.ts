import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Statement } from "../../diagnosis/cause";
import type { Job } from "../model/job";
import type { JobEnvironment } from "./job-environment";

/** What Kubernetes says of a job's pod and of its node, for about an hour. Not everybody may ask for both. */
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
  return {
    async ofPod(environment, job) {
      const podName = job.attempts.at(-1)?.podName;
      if (podName === undefined) return [];
      const place = ["-n", environment.namespace];
      const events = await eventsOf(environment, job, place, `involvedObject.name=${podName}`);
      return events.map((event) => ({ about: `event of pod ${podName}`, text: textOf(event) }));
    },
    async ofNode(environment, job) {
      const { nodeName, startedAt = job.createdAt, stoppedAt = Infinity } = job.attempts.at(-1) ?? {};
      if (nodeName === undefined) return [];
      const object = `involvedObject.kind=Node,involvedObject.name=${nodeName}`;
      const events = await eventsOf(environment, job, ["-A"], object);
      const isNear = (event: KubernetesEvent): boolean => {
        const at = Date.parse(event.lastTimestamp ?? event.eventTime ?? "");
        return at >= startedAt - AROUND_MS && at <= stoppedAt + AROUND_MS;
      };
      return events
        .filter(isNear)
        .map((event) => ({ about: `event of node ${nodeName}`, text: textOf(event), isAround: true }));
    },
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

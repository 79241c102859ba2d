import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Statement } from "../../diagnosis/cause";
import type { Job } from "../model/job";
import type { JobEnvironment } from "./job-environment";

/** What Kubernetes says of a pod, for about an hour. */
export type PodEvents = (environment: JobEnvironment, job: Job) => Promise<Statement[]>;

/** Runs kubectl. @returns what it prints */
export type RunKubectl = (args: readonly string[]) => Promise<string>;

interface EventList {
  readonly items?: readonly { readonly type?: string; readonly reason?: string; readonly message?: string }[];
}

const PATIENCE = { request: "10s", processMs: 15_000 };

const runKubectl: RunKubectl = async (args) =>
  (await promisify(execFile)("kubectl", [...args], { timeout: PATIENCE.processMs })).stdout;

/**
 * Asks the environment's own cluster, by the context that `aws eks update-kubeconfig` makes for it: the user's
 * current one may be of another cluster.
 */
export function podEvents(run: RunKubectl = runKubectl): PodEvents {
  return async (environment, job) => {
    const podName = job.attempts.at(-1)?.podName;
    if (podName === undefined) return [];
    const output = await run([
      ...["get", "events", "-n", environment.namespace, "--field-selector", `involvedObject.name=${podName}`],
      ...["--context", clusterArnOf(environment, job), "-o", "json", "--request-timeout", PATIENCE.request],
    ]);
    return ((JSON.parse(output) as EventList).items ?? [])
      .filter(({ type }) => type === "Warning")
      .map(({ reason = "", message = "" }) => ({
        about: `event of pod ${podName}`,
        text: `${reason}: ${message}`,
      }));
  };
}

/** The cluster is in the partition and account of the queue. */
function clusterArnOf({ clusterName }: JobEnvironment, { clusterArn, queue }: Job): string {
  const [, partition, , region, account] = queue.split(":");
  return clusterArn ?? `arn:${partition}:eks:${region}:${account}:cluster/${clusterName}`;
}

import type { ComputeEnvironment } from "../store";
import type { Job } from "../jobs/job";
import { setStatus } from "../jobs/transitions";
import { AttemptEnded, type AttemptOutcome } from "./outcome";
import type { PodAttempts } from "./pod-attempts";

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

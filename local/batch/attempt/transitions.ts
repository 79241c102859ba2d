import type { JobStatus } from "@aws-sdk/client-batch";
import type { Lifecycle } from "../../lifecycle";
import { AttemptEnded } from "./outcome";
import type { BatchEvents } from "../events";
import { isArray, isFinished, isMultiNode, type Job } from "../job";

/** Lets jobs enter their states after the delays of the emulator's lifecycle, by the name `batch.job.<state>`. */
export class JobTransitions {
  constructor(
    private readonly lifecycle: Lifecycle,
    private readonly events: BatchEvents,
  ) {}

  /**
   * Resolves when the job is in the state.
   *
   * @throws the signal's reason when it was aborted meanwhile
   * @throws AttemptEnded when a failure was ordered, or the job has ended meanwhile
   */
  async enter(job: Job, status: JobStatus, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    await this.pass(job, status);
    signal?.throwIfAborted();
    if (isFinished(job)) throw new AttemptEnded("The job ended before.", false);
    setStatus(job, status);
    this.events.jobChanged(job);
  }

  /** Resolves when the kubelet has given up for a while to pull an image. @throws the signal's reason, as `enter` */
  async backOff(job: Job, signal: AbortSignal): Promise<void> {
    await this.pass(job, "image-pull");
    signal.throwIfAborted();
  }

  /**
   * Resolves when the end of an attempt may be seen.
   *
   * @throws AttemptEnded when a failure was ordered for what would have succeeded
   */
  end(job: Job, succeeded: boolean): Promise<void> {
    return this.pass(job, succeeded ? "SUCCEEDED" : "FAILED");
  }

  private pass(job: Job, status: JobStatus | "image-pull"): Promise<void> {
    return new Promise((resolve, reject) => {
      this.lifecycle.transition(
        `batch.job.${status.toLowerCase()}`,
        job.name,
        resolve,
        status === "FAILED" ? undefined : (reason) => reject(new AttemptEnded(reason, true)),
      );
    });
  }
}

/** Sets a job's state, and that of its relatives which follow it. */
export function setStatus(job: Job, status: JobStatus): void {
  const { detail, parent } = job;
  detail.status = status;
  if (status === "STARTING") detail.statusReason = undefined;
  if (status === "RUNNING") detail.startedAt = Date.now();
  if (isMultiNode(job)) {
    // Nodes that ended stay as they ended, unless there is another attempt.
    for (const node of job.children) {
      if (!isFinished(node) || status === "RUNNABLE") node.detail.status = status;
    }
  } else if (parent && isArray(parent)) {
    parent.detail.startedAt ??= detail.startedAt;
  } else if (parent && detail.nodeDetails?.isMainNode) {
    parent.detail.status = status;
    parent.detail.startedAt = detail.startedAt;
  }
}

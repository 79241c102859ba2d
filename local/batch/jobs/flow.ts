import { AttemptEnded, type AttemptOutcome } from "../attempt/outcome";
import { runNodes, type PodAttempts } from "../attempt/pod-attempts";
import type { BatchEvents } from "../events";
import type { ComputeEnvironment } from "../store";
import { retries } from "../job-definitions/retry-strategy";
import { isArray, isFinished, isMultiNode, isNode, type Job, type StopRequest } from "../job";
import { setStatus, type JobTransitions } from "../attempt/transitions";
import type { Scheduler } from "../scheduling/scheduler";

/**
 * Takes jobs through their states, from SUBMITTED to SUCCEEDED or FAILED.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/job_states.html
 */
export class JobFlow {
  constructor(
    private readonly transitions: JobTransitions,
    private readonly scheduler: Scheduler,
    private readonly pods: PodAttempts,
    private readonly events: BatchEvents,
  ) {}

  /** Begins with a job whose dependencies are known. */
  submit(job: Job): void {
    if (isArray(job) || job.waitsFor.size > 0 || job.dependencyFailed) {
      this.proceed(job, this.enterPending(job));
    } else {
      this.proceed(job, this.enterRunnable(job));
    }
  }

  /** Ends a job as far as the API call may: CancelJob leaves alone what is STARTING or RUNNING. */
  stop(job: Job, request: StopRequest): void {
    if (isFinished(job)) return;
    if (isArray(job)) {
      markStopped(job, request);
      for (const child of job.children) this.stop(child, request);
      return;
    }
    if (isNode(job)) return this.stop(job.parent!, request);
    const hasStarted = job.detail.status === "STARTING" || job.detail.status === "RUNNING";
    if (request.by === "CancelJob" && hasStarted) return;
    markStopped(job, request);
    if (job.abort) job.abort.abort(new AttemptEnded(request.reason, false));
    else if (this.scheduler.dequeue(job)) this.finish(job, "FAILED", request.reason);
    // Else it ends at its next step: a PENDING job when its dependencies have ended, as in AWS.
  }

  /** Ends a job whose queue is being deleted, without waiting for its dependencies. */
  discard(job: Job, reason: string): void {
    this.stop(job, { reason, by: "TerminateJob" });
    for (const waiting of isArray(job) ? job.children : [job]) {
      if (waiting.waitsFor.size > 0) this.finish(waiting, "FAILED", reason);
    }
  }

  private async enterPending(job: Job): Promise<void> {
    await this.transitions.enter(job, "PENDING");
    for (const waiting of isArray(job) ? job.children : [job]) {
      if (!isFinished(waiting)) setStatus(waiting, "PENDING");
      this.checkDependencies(waiting);
    }
  }

  private checkDependencies(job: Job): void {
    if (job.detail.status !== "PENDING") return;
    if (job.dependencyFailed) this.finish(job, "FAILED", "Dependent Job failed");
    else if (job.waitsFor.size === 0) this.proceed(job, this.enterRunnable(job));
  }

  private async enterRunnable(job: Job): Promise<void> {
    await this.transitions.enter(job, "RUNNABLE");
    if (job.stopped) return this.finish(job, "FAILED", job.stopped.reason);
    this.scheduler.enqueue({
      job,
      start: (environment) => this.proceed(job, this.attempt(job, environment)),
      cancel: (reason) => this.stop(job, { reason, by: "CancelJob" }),
    });
  }

  private async attempt(job: Job, environment: ComputeEnvironment): Promise<void> {
    job.attempts += 1;
    const abort = (job.abort = new AbortController());
    let outcome: AttemptOutcome;
    try {
      outcome = isMultiNode(job)
        ? await runNodes(job, environment, this.pods, abort.signal)
        : await this.pods.run(job, environment, abort.signal);
    } finally {
      job.abort = undefined;
      this.scheduler.release(job, environment);
    }
    if (outcome.succeeded) return this.finish(job, "SUCCEEDED");
    if (job.stopped) return this.finish(job, "FAILED", job.stopped.reason);
    if (isWithoutCapacity(outcome)) {
      job.attempts -= 1;
      job.detail.statusReason = outcome.statusReason;
      return this.enterRunnable(job);
    }
    if (outcome.retryable && retries(job.detail.retryStrategy, job.attempts, outcome)) {
      job.detail.statusReason = outcome.statusReason;
      return this.enterRunnable(job);
    }
    return this.finish(job, "FAILED", outcome.statusReason);
  }

  /** Follows a step; one that fails ends the job, with the reason that was ordered or what broke. */
  private proceed(job: Job, step: Promise<void>): void {
    step.catch((error: unknown) => {
      if (!(error instanceof AttemptEnded)) console.error(`Job ${job.id} broke:`, error);
      const reason = error instanceof AttemptEnded ? error.statusReason : String(error);
      for (const failed of isArray(job) ? job.children : [job]) this.finish(failed, "FAILED", reason);
    });
  }

  private finish(job: Job, status: "SUCCEEDED" | "FAILED", reason?: string): void {
    if (isFinished(job)) return;
    setStatus(job, status);
    job.detail.statusReason = reason;
    job.detail.stoppedAt = Date.now();
    if (isMultiNode(job)) {
      for (const { detail } of job.children) {
        detail.stoppedAt ??= job.detail.stoppedAt;
        detail.statusReason ??= reason;
      }
    }
    this.events.jobChanged(job);
    for (const dependent of job.dependents) {
      dependent.waitsFor.delete(job);
      dependent.dependencyFailed ||= status === "FAILED";
      if (status === "SUCCEEDED" && dependent.waitsFor.size > 0) continue;
      // Not at once: a chain may be as long as an array, 10,000 jobs.
      queueMicrotask(() => this.checkDependencies(dependent));
    }
    const { parent } = job;
    if (parent && isArray(parent) && parent.children.every(isFinished)) {
      const failed = parent.children.some((child) => child.detail.status === "FAILED");
      if (failed) this.finish(parent, "FAILED", parent.stopped?.reason ?? "Array Child Job failed");
      else this.finish(parent, "SUCCEEDED");
    }
  }
}

/**
 * Whether there was no instance for the job, as ordered with a failed `batch.job.starting` of such
 * a reason: it goes on waiting, for no attempt was made.
 */
function isWithoutCapacity({ statusReason }: AttemptOutcome): boolean {
  return statusReason?.startsWith("CAPACITY:") ?? false;
}

function markStopped(job: Job, request: StopRequest): void {
  job.stopped = request;
  if (request.by === "CancelJob") job.detail.isCancelled = true;
  else job.detail.isTerminated = true;
}

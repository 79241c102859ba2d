import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AttemptEnded } from "../../../../local/batch/attempt/outcome";
import { PodAttempts } from "../../../../local/batch/attempt/pod-attempts";
import { BatchEvents } from "../../../../local/batch/events";
import type { ComputeEnvironment, JobQueue } from "../../../../local/batch/store";
import type { Job } from "../../../../local/batch/job";
import { JobTransitions } from "../../../../local/batch/attempt/transitions";
import { newJob } from "../../../../local/batch/jobs/request";
import { Faults } from "../../../../local/gateway/faults";
import { Lifecycle } from "../../../../local/lifecycle";
import { CLUSTER_ARN, REGION, shellContainer, until } from "../fixtures";

const ENVIRONMENT: ComputeEnvironment = {
  name: "e",
  arn: "e",
  region: REGION,
  detail: {
    computeEnvironmentName: "e",
    computeEnvironmentArn: "e",
    eksConfiguration: { eksClusterArn: CLUSTER_ARN, kubernetesNamespace: "batch-jobs" },
  },
};

let directory: string;
let lifecycle: Lifecycle;
let attempts: PodAttempts;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "pod-attempts-"));
  lifecycle = new Lifecycle(new Faults(), { default: 0 });
  attempts = new PodAttempts(
    {
      lifecycle,
      clients: () => {
        throw new Error("No log is collected here.");
      },
    },
    { find: () => undefined },
    { runJobs: true, jobTimeoutSeconds: 60, jobsDirectory: directory },
    new JobTransitions(lifecycle, new BatchEvents()),
  );
});

afterEach(async () => {
  await attempts.close();
  lifecycle.close();
  rmSync(directory, { recursive: true });
});

/** A job whose timeout may be below the minute that the API asks for. */
function sleepingJob(attemptDurationSeconds?: number): Job {
  const queue: JobQueue = {
    name: "q",
    arn: "q",
    region: REGION,
    detail: {
      jobQueueName: "q",
      jobQueueArn: "q",
      state: "ENABLED",
      priority: 1,
      computeEnvironmentOrder: [],
    },
  };
  return newJob({ jobName: "job", jobQueue: "q", jobDefinition: "d" }, queue, {
    jobDefinitionName: "d",
    jobDefinitionArn: "d:1",
    revision: 1,
    type: "container",
    timeout: { attemptDurationSeconds },
    eksProperties: { podProperties: { containers: [shellContainer("sleep 60")] } },
  });
}

test("an attempt that exceeds the timeout of its job is ended and not retried", async () => {
  const job = sleepingJob(1);
  expect(await attempts.run(job, ENVIRONMENT, new AbortController().signal)).toMatchObject({
    succeeded: false,
    statusReason: "Job attempt duration exceeded timeout",
    exitCode: 143,
    retryable: false,
  });
  const [attempt] = job.detail.eksAttempts!;
  expect(attempt).toMatchObject({
    statusReason: "Job attempt duration exceeded timeout",
    containers: [{ name: "main", exitCode: 143, reason: "Error" }],
  });
  expect(attempt!.stoppedAt! - attempt!.startedAt!).toBeGreaterThanOrEqual(1000);
});

test("an attempt that is broken off says why", async () => {
  const job = sleepingJob();
  const ending = new AbortController();
  const attempt = attempts.run(job, ENVIRONMENT, ending.signal);
  await until(() => job.detail.status === "RUNNING" || undefined);
  ending.abort(new AttemptEnded("enough", false));
  expect(await attempt).toMatchObject({ succeeded: false, statusReason: "enough", retryable: false });
});

test("an attempt that is broken off before it has a pod leaves none behind", async () => {
  const job = sleepingJob();
  const ended = AbortSignal.abort(new AttemptEnded("enough", false));
  expect(await attempts.run(job, ENVIRONMENT, ended)).toMatchObject({ statusReason: "enough" });
  expect(job.detail.eksAttempts).toEqual([]);
});

test("only as many commands run at once as the emulator allows; the others wait in STARTING", async () => {
  const jobs = Array.from({ length: 17 }, () => sleepingJob());
  const ending = new AbortController();
  const running = jobs.map((job) => attempts.run(job, ENVIRONMENT, ending.signal));
  await until(() => jobs.filter(({ detail }) => detail.status === "RUNNING").length === 16 || undefined);
  expect(jobs.filter(({ detail }) => detail.status === "STARTING")).toHaveLength(1);
  ending.abort(new AttemptEnded("enough", false));
  await Promise.all(running);
});

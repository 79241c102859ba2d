import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { AttemptEnded } from "../../../../local/batch/attempt/outcome";
import { PodAttempts } from "../../../../local/batch/attempt/pod-attempts";
import { BatchEvents } from "../../../../local/batch/events";
import type { ComputeEnvironment, JobQueue } from "../../../../local/batch/store";
import type { Job } from "../../../../local/batch/job";
import { Instances } from "../../../../local/batch/pods/instances";
import { JobTransitions } from "../../../../local/batch/attempt/transitions";
import { newJob } from "../../../../local/batch/jobs/request";
import { Faults } from "../../../../local/gateway/faults";
import { Lifecycle } from "../../../../local/lifecycle";
import type { ImageRegistry, MotoClients } from "../../../../local/moto/moto";
import { CLUSTER_ARN, REGION, shellContainer, until } from "../fixtures";

const ENVIRONMENT: ComputeEnvironment = {
  name: "e",
  arn: "e",
  sizes: [],
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
  lifecycle = new Lifecycle(new Faults(), { default: 0, "batch.job.image-pull": 0.05 });
  const clusters = { find: () => undefined };
  const context = {
    lifecycle,
    // No log is collected here; of all images in ECR there is one.
    clients: (region: string) =>
      ({ ecr: { holds: holdsImage.bind(undefined, region) } }) as unknown as MotoClients,
  };
  attempts = new PodAttempts(
    context,
    clusters,
    { runJobs: true, jobTimeoutSeconds: 60, jobsDirectory: directory },
    new JobTransitions(lifecycle, new BatchEvents()),
    new Instances(context, clusters),
  );
});

afterEach(async () => {
  await attempts.close();
  lifecycle.close();
  rmSync(directory, { recursive: true });
});

const holdsImage: (region: string, ...image: Parameters<ImageRegistry["holds"]>) => Promise<boolean> = (
  region,
  repository,
  image,
) =>
  Promise.resolve(
    isDeepStrictEqual([region, repository, image], ["eu-west-1", "team/app", { imageTag: "1" }]),
  );

/** A job whose timeout may be below the minute that the API asks for. */
function sleepingJob(attemptDurationSeconds?: number, containers = [shellContainer("sleep 60")]): Job {
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
    eksProperties: { podProperties: { containers } },
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

const ECR = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
const DUAL_STACK_ECR = "123456789012.dkr-ecr.eu-west-1.on.aws";
const DIGEST = `sha256:${"0".repeat(64)}`;

test.each([
  ["Team/app:1", "invalid reference format"],
  ["https://public.ecr.aws/team/app", "invalid reference format"],
  ["team/app:", "invalid reference format"],
  ["registry.invalid/team/app:1", "lookup registry.invalid: no such host"],
  ["registry.invalid:5000/app", "lookup registry.invalid: no such host"],
  [`${ECR}/team/app:2`, "not found"],
  [`${ECR}/team/app`, "not found"],
  [`${ECR}/team/app@${DIGEST}`, "not found"],
  [`${ECR}/other:1`, "not found"],
  [`${ECR.replace("eu-west-1", "us-east-1")}/team/app:1`, "not found"],
  [`${ECR.replace("amazonaws.com", "amazonaws.eu")}/other:1`, "not found"],
  [`${DUAL_STACK_ECR}/other:1`, "not found"],
  [`${DUAL_STACK_ECR.replace("ecr", "ecr-fips")}/other:1`, "not found"],
])("of an image %s an attempt ends with ErrImagePull, then with ImagePullBackOff", async (image, why) => {
  const container = shellContainer("true", { image });
  const job = sleepingJob(undefined, [shellContainer("true", { name: "first" }), container]);
  const seen = new Set<string | undefined>();
  const looking = setInterval(
    () => seen.add(job.detail.eksProperties!.podProperties!.containers![1]!.reason),
    1,
  );
  const outcome = await attempts.run(job, ENVIRONMENT, new AbortController().signal);
  clearInterval(looking);
  const reason = expect.stringMatching(
    /^ImagePullBackOff: Back-off pulling image ".*": ErrImagePull: /,
  ) as string;
  expect(outcome).toMatchObject({ succeeded: false, statusReason: reason, retryable: true });
  expect(outcome.statusReason).toContain(`"${image}"`);
  expect(outcome.statusReason!.endsWith(why)).toBe(true);
  expect([...seen].filter((text) => text?.startsWith("ErrImagePull: "))).toHaveLength(1);
  expect(job.detail.startedAt).toBeUndefined();
  expect(job.detail.eksAttempts).toMatchObject([{ containers: [{ name: "main", reason }] }]);
  expect(job.detail.eksAttempts![0]!.containers![0]!.exitCode).toBeUndefined();
});

test.each([
  "busybox",
  "localhost/team/app",
  "registry.example:5000/team/app:1.0_a@" + DIGEST,
  `${ECR}/team/app:1`,
  `${DUAL_STACK_ECR}/team/app:1`,
  "999988887777.dkr.ecr.eu-west-1.amazonaws.com/of/others:1",
])("an image %s is taken to exist", async (image) => {
  const job = sleepingJob(undefined, [shellContainer("true", { image })]);
  expect(await attempts.run(job, ENVIRONMENT, new AbortController().signal)).toMatchObject({
    succeeded: true,
  });
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

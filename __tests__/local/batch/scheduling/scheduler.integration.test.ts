import { existsSync, readdirSync } from "node:fs";
import {
  CancelJobCommand,
  ListJobsCommand,
  UpdateComputeEnvironmentCommand,
  UpdateJobQueueCommand,
} from "@aws-sdk/client-batch";
import { EmulatedBatch } from "../emulated-batch";
import { environmentInput, NODE_ROLE_ARN, shellContainer } from "../fixtures";

let batch: EmulatedBatch;

beforeAll(async () => {
  batch = await EmulatedBatch.start();
  for (const name of ["small", "other"]) {
    await batch.createEnvironment(name, {
      computeResources: { ...environmentInput(name).computeResources!, maxvCpus: 2 },
    });
  }
  await batch.createQueue("queue", "small");
  await registerCpus("one", "1");
  await registerCpus("two", "2");
  await registerCpus("three", "3");
});

afterAll(() => batch.close());

async function registerCpus(name: string, cpu: string): Promise<void> {
  const resources = { limits: { cpu, memory: "64Mi" } };
  const container = shellContainer('echo "$AWS_BATCH_CE_NAME"; sleep 0.1', { resources });
  await batch.registerScript(name, "", { eksProperties: { podProperties: { containers: [container] } } });
}

async function cancel(jobId: string): Promise<void> {
  await batch.client.send(new CancelJobCommand({ jobId, reason: "stuck" }));
  expect(await batch.ended(jobId)).toMatchObject({
    status: "FAILED",
    statusReason: "stuck",
    isCancelled: true,
    eksAttempts: [],
  });
}

async function stuck(jobId: string, reason: RegExp): Promise<void> {
  await batch.jobIn(jobId, "RUNNABLE");
  for (let tries = 0; tries < 100 && !reason.test((await batch.job(jobId)).statusReason ?? ""); tries += 1);
  expect(await batch.job(jobId)).toMatchObject({
    status: "RUNNABLE",
    statusReason: expect.stringMatching(reason) as string,
  });
}

test("jobs run at once only as far as the vCPUs of their environment go", async () => {
  const ids = await Promise.all([1, 2, 3].map(() => batch.submit("two", "queue")));
  const jobs = await Promise.all(ids.map((id) => batch.ended(id)));
  const attempts = jobs.map(({ eksAttempts }) => eksAttempts![0]!);
  attempts.sort((a, b) => a.startedAt! - b.startedAt!);
  expect(attempts[1]!.startedAt).toBeGreaterThanOrEqual(attempts[0]!.stoppedAt!);
  expect(attempts[2]!.startedAt).toBeGreaterThanOrEqual(attempts[1]!.stoppedAt!);
});

test("a job that needs more vCPUs than any environment has stays RUNNABLE, says why, and blocks its queue", async () => {
  const large = await batch.submit("three", "queue");
  await stuck(large, /^MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE - /);
  const behind = await batch.submit("one", "queue");
  await batch.jobIn(behind, "RUNNABLE");
  await cancel(large);
  expect((await batch.ended(behind)).status).toBe("SUCCEEDED");
});

test("a larger environment lets a job go that was too large", async () => {
  const id = await batch.submit("three", "queue");
  await stuck(id, /^MISCONFIGURATION/);
  await batch.client.send(
    new UpdateComputeEnvironmentCommand({ computeEnvironment: "small", computeResources: { maxvCpus: 4 } }),
  );
  expect(await batch.ended(id)).toMatchObject({ status: "SUCCEEDED" });
  await batch.client.send(
    new UpdateComputeEnvironmentCommand({ computeEnvironment: "small", computeResources: { maxvCpus: 2 } }),
  );
  await batch.settledEnvironment("small");
});

test("jobs wait while the cluster does not admit the role of the nodes", async () => {
  batch.delays["batch.compute-environment.join"] = 30;
  batch.cluster.admitted = [];
  const id = await batch.submit("one", "queue");
  await stuck(id, /^UNDETERMINED - /);
  batch.cluster.admitted = [NODE_ROLE_ARN];
  expect((await batch.ended(id)).status).toBe("SUCCEEDED");
  delete batch.delays["batch.compute-environment.join"];
});

test("an environment of whose nodes none can join becomes INVALID, in the words of AWS, until it is enabled again", async () => {
  await batch.createEnvironment("outside");
  await batch.createQueue("outside", "outside");
  batch.cluster.admitted = [];
  const id = await batch.submit("one", "outside");
  await stuck(id, /^ACTION_REQUIRED - /);
  const { status, statusReason, computeResources } = await batch.settledEnvironment("outside");
  expect(status).toBe("INVALID");
  expect(statusReason).toMatch(
    /^CLIENT_ERROR - Your compute environment has been INVALIDATED and scaled down because none of the nodes joined the underlying Amazon EKS Cluster\. Common issues/,
  );
  expect(computeResources?.desiredvCpus).toBe(0);
  batch.cluster.admitted = [NODE_ROLE_ARN];
  for (const state of ["DISABLED", "ENABLED"] as const) {
    await batch.client.send(new UpdateComputeEnvironmentCommand({ computeEnvironment: "outside", state }));
    await batch.settledEnvironment("outside");
  }
  expect((await batch.ended(id)).status).toBe("SUCCEEDED");
});

test("jobs go to the next environment of their queue when the first one is DISABLED", async () => {
  await batch.createQueue("two-environments", "small", "other");
  await batch.client.send(
    new UpdateComputeEnvironmentCommand({ computeEnvironment: "small", state: "DISABLED" }),
  );
  await batch.settledEnvironment("small");
  expect((await batch.ended(await batch.submit("one", "two-environments"))).status).toBe("SUCCEEDED");
  const waiting = await batch.submit("one", "queue");
  await stuck(waiting, /^ACTION_REQUIRED - /);
  await batch.client.send(
    new UpdateComputeEnvironmentCommand({ computeEnvironment: "small", state: "ENABLED" }),
  );
  expect((await batch.ended(waiting)).status).toBe("SUCCEEDED");
});

test("jobs that are in a queue when it is DISABLED end, and new ones are refused", async () => {
  const before = await batch.submit("one", "queue");
  await batch.client.send(new UpdateJobQueueCommand({ jobQueue: "queue", state: "DISABLED" }));
  await expect(batch.submit("one", "queue")).rejects.toThrow("is not in ENABLED state");
  expect((await batch.ended(before)).status).toBe("SUCCEEDED");
  await batch.settledQueue("queue");
  await batch.client.send(new UpdateJobQueueCommand({ jobQueue: "queue", state: "ENABLED" }));
  await batch.settledQueue("queue");
});

test("ListJobs finds jobs by name and definition, newest first and in pages", async () => {
  const ids: string[] = [];
  for (const jobName of ["Listed-1", "Listed-2", "Listed-3"]) {
    ids.unshift(await batch.submit("one", "queue", { jobName }));
    await batch.ended(ids[0]!);
  }
  const filters = [{ name: "JOB_NAME", values: ["listed*"] }];
  const first = await batch.client.send(new ListJobsCommand({ jobQueue: "queue", filters, maxResults: 2 }));
  const { nextToken } = first;
  const second = await batch.client.send(new ListJobsCommand({ jobQueue: "queue", filters, nextToken }));
  expect(first.jobSummaryList!.map(({ jobId }) => jobId)).toEqual(ids.slice(0, 2));
  expect(second.jobSummaryList!.map(({ jobId }) => jobId)).toEqual(ids.slice(2));
  expect(second.nextToken).toBeUndefined();
  const running = await batch.client.send(new ListJobsCommand({ jobQueue: "queue" }));
  expect(running.jobSummaryList).toEqual([]);
  const none = await batch.client.send(
    new ListJobsCommand({ jobQueue: "queue", filters: [{ name: "JOB_DEFINITION", values: ["on*x"] }] }),
  );
  expect(none.jobSummaryList).toEqual([]);
});

test("without runJobs a job succeeds, and nothing runs", async () => {
  const still = await EmulatedBatch.start({ runJobs: false });
  await still.createEnvironment("environment");
  await still.createQueue("queue", "environment");
  await still.registerScript("fail", "exit 1");
  const job = await still.ended(await still.submit("fail", "queue"));
  expect(job).toMatchObject({
    status: "SUCCEEDED",
    eksAttempts: [{ containers: [{ name: "main", exitCode: 0, reason: "Completed" }] }],
  });
  expect(existsSync(still.jobsDirectory) && readdirSync(still.jobsDirectory)).toEqual([]);
  await still.close();
});

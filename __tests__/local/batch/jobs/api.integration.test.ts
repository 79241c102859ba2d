import { readdirSync } from "node:fs";
import { CancelJobCommand, TerminateJobCommand } from "@aws-sdk/client-batch";
import { EmulatedBatch } from "../emulated-batch";
import { CLUSTER_ARN, until } from "../fixtures";

let batch: EmulatedBatch;

beforeAll(async () => {
  batch = await EmulatedBatch.start({ jobTimeoutSeconds: 2 });
  await batch.createEnvironment("environment");
  await batch.createQueue("queue", "environment");
  await batch.registerScript("ok", "true");
  await batch.registerScript("fail", "exit 3");
  await batch.registerScript("sleep", "sleep 60");
});

afterAll(() => batch.close());

describe("a job", () => {
  test("that succeeds has an attempt with its pod, node and container", async () => {
    const { jobs } = { jobs: [await batch.ended(await batch.submit("ok", "queue"))] };
    expect(jobs[0]).toMatchObject({
      status: "SUCCEEDED",
      retryStrategy: { attempts: 1, evaluateOnExit: [] },
      dependsOn: [],
      attempts: [],
      isCancelled: false,
      isTerminated: false,
      eksProperties: {
        podProperties: { containers: [{ name: "main", exitCode: 0, reason: "Completed" }] },
      },
      eksAttempts: [
        {
          containers: [{ name: "main", exitCode: 0, reason: "Completed" }],
          eksClusterArn: CLUSTER_ARN,
          podNamespace: "batch-jobs",
        },
      ],
    });
    const [attempt] = jobs[0]!.eksAttempts!;
    expect(attempt!.podName).toMatch(/^aws-batch\.[0-9a-f-]{36}$/);
    expect(attempt!.nodeName).toMatch(/^ip-10-1-\d+-\d+\.ec2\.internal$/);
    expect(attempt!.stoppedAt).toBeGreaterThanOrEqual(attempt!.startedAt!);
    expect(jobs[0]!.eksProperties!.podProperties!.podName).toBeUndefined();
  });

  test("that fails tells the exit code", async () => {
    const job = await batch.ended(await batch.submit("fail", "queue"));
    expect(job).toMatchObject({
      status: "FAILED",
      statusReason: "Container main exited with code 3",
      eksAttempts: [{ containers: [{ exitCode: 3, reason: "Error" }] }],
    });
  });

  test("shows pod and node while it runs", async () => {
    const id = await batch.submit("sleep", "queue");
    const { eksProperties } = await batch.jobIn(id, "RUNNING");
    expect(eksProperties!.podProperties!.podName).toMatch(/^aws-batch\./);
    expect(eksProperties!.podProperties!.nodeName).toMatch(/\.ec2\.internal$/);
    await batch.client.send(new TerminateJobCommand({ jobId: id, reason: "seen" }));
    await batch.ended(id);
  });

  test("runs what SubmitJob puts in the place of its definition", async () => {
    const container = { name: "main", command: ["/bin/sh", "-c", 'test "$GREETING" = hi'] };
    const id = await batch.submit("fail", "queue", {
      eksPropertiesOverride: {
        podProperties: { containers: [{ ...container, env: [{ name: "GREETING", value: "hi" }] }] },
      },
    });
    expect((await batch.ended(id)).status).toBe("SUCCEEDED");
  });

  test("is tried again as often as its strategy says, each time with another number", async () => {
    await batch.registerScript("second", 'test "$AWS_BATCH_JOB_ATTEMPT" = 2', {
      retryStrategy: { attempts: 3 },
    });
    const job = await batch.ended(await batch.submit("second", "queue"));
    expect(job.status).toBe("SUCCEEDED");
    expect(job.eksAttempts!.map(({ containers }) => containers![0]!.exitCode)).toEqual([1, 0]);
  });

  test("is tried again after a failure of its node that the strategy names", async () => {
    batch.faults.order({
      transition: "batch.job.succeeded",
      resource: "on-spot",
      reason: "Host EC2 (instance i-0123456789abcdef0) terminated.",
    });
    const id = await batch.submit("ok", "queue", {
      jobName: "on-spot",
      retryStrategy: {
        attempts: 3,
        evaluateOnExit: [
          { onStatusReason: "Host EC2*", action: "RETRY" },
          { onReason: "*", action: "EXIT" },
        ],
      },
    });
    const job = await batch.ended(id);
    expect(job.status).toBe("SUCCEEDED");
    expect(job.eksAttempts!.map(({ statusReason }) => statusReason)).toEqual([
      "Host EC2 (instance i-0123456789abcdef0) terminated.",
      undefined,
    ]);
  });

  test("that takes too long is ended and not tried again", async () => {
    const id = await batch.submit("sleep", "queue", { retryStrategy: { attempts: 3 } });
    expect(await batch.ended(id)).toMatchObject({
      status: "FAILED",
      statusReason: "The emulator ends commands after 2 s",
      eksAttempts: [{ containers: [{ exitCode: 143 }] }],
    });
  });

  test("that is terminated while it runs ends with the reason, and all its processes with it", async () => {
    await batch.registerScript("family", "sleep 61 & echo $! >&2; wait");
    const id = await batch.submit("family", "queue", { retryStrategy: { attempts: 3 } });
    await batch.jobIn(id, "RUNNING");
    await until(() => (readdirSync(batch.jobsDirectory).length > 0 ? true : undefined));
    await batch.client.send(new TerminateJobCommand({ jobId: id, reason: "not needed" }));
    expect(await batch.ended(id)).toMatchObject({
      status: "FAILED",
      statusReason: "not needed",
      isTerminated: true,
      eksAttempts: [{ containers: [{ reason: "Error" }] }],
    });
    expect(readdirSync(batch.jobsDirectory)).toEqual([]);
  });

  test("that runs is left alone by CancelJob", async () => {
    const id = await batch.submit("sleep", "queue");
    await batch.jobIn(id, "RUNNING");
    await batch.client.send(new CancelJobCommand({ jobId: id, reason: "too late" }));
    expect((await batch.job(id)).status).toBe("RUNNING");
    await batch.client.send(new TerminateJobCommand({ jobId: id, reason: "end" }));
    expect((await batch.ended(id)).isCancelled).toBe(false);
  });
});

describe("dependencies", () => {
  test("a job starts after the one that it depends on", async () => {
    const first = await batch.submit("ok", "queue");
    const second = await batch.submit("ok", "queue", { dependsOn: [{ jobId: first }] });
    const job = await batch.ended(second);
    expect(job.status).toBe("SUCCEEDED");
    expect(job.startedAt).toBeGreaterThanOrEqual((await batch.job(first)).stoppedAt!);
  });

  test("a job fails with the one that it depends on", async () => {
    const first = await batch.submit("fail", "queue");
    const second = await batch.submit("ok", "queue", { dependsOn: [{ jobId: first }] });
    expect(await batch.ended(second)).toMatchObject({
      status: "FAILED",
      statusReason: "Dependent Job failed",
      eksAttempts: [],
    });
  });

  test("a cancelled job that is PENDING ends when its dependencies have ended", async () => {
    const first = await batch.submit("sleep", "queue");
    const second = await batch.submit("ok", "queue", { dependsOn: [{ jobId: first }] });
    await batch.jobIn(second, "PENDING");
    await batch.client.send(new CancelJobCommand({ jobId: second, reason: "changed my mind" }));
    expect((await batch.job(second)).status).toBe("PENDING");
    await batch.client.send(new TerminateJobCommand({ jobId: first, reason: "end" }));
    expect((await batch.ended(second)).status).toBe("FAILED");
  });
});

import {
  DescribeComputeEnvironmentsCommand,
  GetJobQueueSnapshotCommand,
  TerminateJobCommand,
} from "@aws-sdk/client-batch";
import { EmulatedBatch } from "../emulated-batch";
import { environmentInput, shellContainer, until } from "../fixtures";

let batch: EmulatedBatch;

beforeAll(async () => {
  batch = await EmulatedBatch.start();
  await batch.createEnvironment("small", {
    computeResources: { ...environmentInput("small").computeResources!, maxvCpus: 1 },
  });
  await batch.createQueue("queue", "small");
  const resources = { limits: { cpu: "1", memory: "64Mi" } };
  const containers = [shellContainer("sleep 30", { resources })];
  await batch.registerScript("sleep", "", { eksProperties: { podProperties: { containers } } });
  await batch.registerScript("quick", "true");
});

afterAll(() => batch.close());

async function front(): Promise<(string | undefined)[]> {
  const command = new GetJobQueueSnapshotCommand({ jobQueue: "queue" });
  const { frontOfQueue } = await batch.client.send(command);
  return frontOfQueue!.jobs!.map(({ jobArn }) => jobArn!.split("/")[1]);
}

async function desiredVcpus(): Promise<number | undefined> {
  const command = new DescribeComputeEnvironmentsCommand({ computeEnvironments: ["small"] });
  const { computeEnvironments } = await batch.client.send(command);
  return computeEnvironments![0]!.computeResources!.desiredvCpus;
}

test("the front of a queue are its waiting jobs in their order, and its environment wants what runs", async () => {
  const running = await batch.submit("sleep", "queue");
  await batch.jobIn(running, "RUNNING");
  const waiting = [await batch.submit("sleep", "queue"), await batch.submit("sleep", "queue")];
  for (const id of waiting) await batch.jobIn(id, "RUNNABLE");
  expect(await front()).toEqual(waiting);
  expect(await desiredVcpus()).toBe(1);
  for (const jobId of [...waiting, running]) {
    await batch.client.send(new TerminateJobCommand({ jobId, reason: "seen" }));
    await batch.ended(jobId);
  }
  expect(await front()).toEqual([]);
  expect(await desiredVcpus()).toBe(0);
});

test("the front of a queue that does not exist is refused", async () => {
  const command = new GetJobQueueSnapshotCommand({ jobQueue: "none" });
  await expect(batch.client.send(command)).rejects.toThrow("JobQueue none does not exist");
});

test("a job without capacity stays RUNNABLE and says so, and makes no attempt, until there is some", async () => {
  const reason = "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY - Service cannot fulfill the capacity requested.";
  batch.faults.order({ transition: "batch.job.starting", reason, count: 1_000_000 });
  const id = await batch.submit("quick", "queue");
  await until(async () => ((await batch.job(id)).statusReason === reason ? true : undefined));
  expect(await front()).toEqual([id]);
  expect(await batch.job(id)).toMatchObject({ status: "RUNNABLE", statusReason: reason, eksAttempts: [] });
  batch.faults.clear();
  const ended = await batch.ended(id);
  expect(ended.status).toBe("SUCCEEDED");
  expect(ended.statusReason).toBeUndefined();
  expect(ended.eksAttempts).toHaveLength(1);
});

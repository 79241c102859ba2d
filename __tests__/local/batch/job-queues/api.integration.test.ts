import {
  CreateJobQueueCommand,
  DeleteJobQueueCommand,
  DescribeJobQueuesCommand,
  UpdateJobQueueCommand,
  type CreateJobQueueCommandInput,
} from "@aws-sdk/client-batch";
import { EmulatedBatch } from "../emulated-batch";
import { REGION, until } from "../fixtures";

const ARN = `arn:aws:batch:${REGION}:123456789012`;

let batch: EmulatedBatch;

beforeAll(async () => {
  batch = await EmulatedBatch.start();
  for (const name of ["e1", "e2", "e3", "e4", "e5", "e6"]) await batch.createEnvironment(name);
  await batch.createQueue("queue", "e1");
  await batch.registerScript("sleep", "sleep 60");
});

afterAll(() => batch.close());

describe("a job queue", () => {
  function create(more: Partial<CreateJobQueueCommandInput>): Promise<unknown> {
    const computeEnvironmentOrder = [{ order: 1, computeEnvironment: "e1" }];
    return batch.client.send(
      new CreateJobQueueCommand({ jobQueueName: "new", priority: 1, computeEnvironmentOrder, ...more }),
    );
  }

  test("names its environments by ARN, in their order", async () => {
    await create({
      jobQueueName: "doeks-JQ1_OD",
      computeEnvironmentOrder: [
        { order: 2, computeEnvironment: "e1" },
        { order: 1, computeEnvironment: `${ARN}:compute-environment/e2` },
      ],
      tags: { Blueprint: "doeks" },
    });
    expect(await batch.settledQueue("doeks-JQ1_OD")).toEqual({
      jobQueueName: "doeks-JQ1_OD",
      jobQueueArn: `${ARN}:job-queue/doeks-JQ1_OD`,
      state: "ENABLED",
      status: "VALID",
      statusReason: "JobQueue Healthy",
      priority: 1,
      computeEnvironmentOrder: [
        { order: 1, computeEnvironment: `${ARN}:compute-environment/e2` },
        { order: 2, computeEnvironment: `${ARN}:compute-environment/e1` },
      ],
      jobQueueType: "EKS",
      tags: { Blueprint: "doeks" },
    });
  });

  test.each<[string, Partial<CreateJobQueueCommandInput>, string]>([
    ["with a name that exists", { jobQueueName: "queue" }, "Object already exists"],
    ["with a bad name", { jobQueueName: "a b" }, "Job queue name should match"],
    ["without environments", { computeEnvironmentOrder: [] }, "can not be empty"],
    [
      "with an unknown environment",
      { computeEnvironmentOrder: [{ order: 1, computeEnvironment: "unknown" }] },
      "unknown does not exist",
    ],
    [
      "with four environments",
      {
        computeEnvironmentOrder: [1, 2, 3, 4].map((order) => ({
          order,
          computeEnvironment: `e${order}`,
        })),
      },
      "at most 3",
    ],
    [
      "with a time limit of a minute",
      {
        jobStateTimeLimitActions: [
          {
            action: "CANCEL",
            state: "RUNNABLE",
            reason: "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY",
            maxTimeSeconds: 60,
          },
        ],
      },
      "between 600 and 86400",
    ],
  ])("%s is refused", async (_, more, message) => {
    await expect(create(more)).rejects.toThrow(message);
  });

  test("needs environments that are VALID", async () => {
    batch.faults.order({ transition: "batch.compute-environment.create", resource: "invalid" });
    await batch.createEnvironment("invalid");
    const computeEnvironmentOrder = [{ order: 1, computeEnvironment: "invalid" }];
    await expect(create({ computeEnvironmentOrder })).rejects.toThrow("is not VALID, its status is INVALID");
  });

  test("is deleted when it is DISABLED, and ends its jobs with it", async () => {
    await batch.createQueue("short", "e1");
    const running = await batch.submit("sleep", "short");
    const pending = await batch.submit("sleep", "short", { dependsOn: [{ jobId: running }] });
    await batch.jobIn(running, "RUNNING");
    const remove = (): Promise<unknown> =>
      batch.client.send(new DeleteJobQueueCommand({ jobQueue: "short" }));
    await expect(remove()).rejects.toThrow("must be DISABLED");
    await batch.client.send(new UpdateJobQueueCommand({ jobQueue: "short", state: "DISABLED" }));
    await batch.settledQueue("short");
    await remove();
    await until(async () => {
      const { jobQueues } = await batch.client.send(new DescribeJobQueuesCommand({ jobQueues: ["short"] }));
      return jobQueues!.length === 0 || undefined;
    });
    for (const id of [running, pending]) {
      expect(await batch.job(id)).toMatchObject({
        status: "FAILED",
        statusReason: "The job queue was deleted",
      });
    }
  });
});

import {
  CreateJobQueueCommand,
  CreateSchedulingPolicyCommand,
  DeleteJobQueueCommand,
  DeleteSchedulingPolicyCommand,
  DescribeJobQueuesCommand,
  DescribeSchedulingPoliciesCommand,
  GetJobQueueSnapshotCommand,
  ListJobsCommand,
  ListSchedulingPoliciesCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UpdateJobQueueCommand,
  UpdateSchedulingPolicyCommand,
  type FairsharePolicy,
} from "@aws-sdk/client-batch";
import { EmulatedBatch } from "../emulated-batch";
import { environmentInput, REGION, until } from "../fixtures";

const ARN = `arn:aws:batch:${REGION}:123456789012:scheduling-policy`;

let batch: EmulatedBatch;

beforeAll(async () => {
  batch = await EmulatedBatch.start();
  const { computeResources } = environmentInput("");
  await batch.createEnvironment("small", { computeResources: { ...computeResources!, maxvCpus: 1 } });
  await batch.createQueue("fifo", "small");
  await create("shares", { shareDistribution: [{ shareIdentifier: "cheap", weightFactor: 0.5 }] });
  await batch.client.send(
    new CreateJobQueueCommand({
      jobQueueName: "fair",
      priority: 1,
      computeEnvironmentOrder: [{ order: 1, computeEnvironment: "small" }],
      schedulingPolicyArn: `${ARN}/shares`,
    }),
  );
  await batch.settledQueue("fair");
  const resources = { limits: { cpu: "1", memory: "64Mi" } };
  await batch.registerScript("quick", "true");
  await batch.registerScript("sleep", "sleep 60", {
    eksProperties: {
      podProperties: {
        containers: [{ name: "main", image: "i", command: ["/bin/sleep", "60"], resources }],
      },
    },
  });
});

afterAll(() => batch.close());

function create(name: string, fairsharePolicy?: FairsharePolicy): Promise<unknown> {
  return batch.client.send(new CreateSchedulingPolicyCommand({ name, fairsharePolicy, tags: { a: "b" } }));
}

async function policy(name: string): Promise<FairsharePolicy | undefined> {
  const command = new DescribeSchedulingPoliciesCommand({ arns: [`${ARN}/${name}`] });
  return (await batch.client.send(command)).schedulingPolicies![0]?.fairsharePolicy;
}

describe("a scheduling policy", () => {
  test("is created with its tags, listed, changed and deleted", async () => {
    await create("life", { shareDistribution: [{ shareIdentifier: "a*", weightFactor: 0.1 }] });
    const { schedulingPolicies } = await batch.client.send(new ListSchedulingPoliciesCommand({}));
    expect(schedulingPolicies).toContainEqual({ arn: `${ARN}/life` });
    expect(await policy("life")).toEqual({
      shareDistribution: [{ shareIdentifier: "a*", weightFactor: 0.1 }],
    });
    await batch.client.send(new TagResourceCommand({ resourceArn: `${ARN}/life`, tags: { c: "d" } }));
    const tags = await batch.client.send(new ListTagsForResourceCommand({ resourceArn: `${ARN}/life` }));
    expect(tags.tags).toEqual({ a: "b", c: "d" });
    const fairsharePolicy = { computeReservation: 10, shareDistribution: [] };
    await batch.client.send(new UpdateSchedulingPolicyCommand({ arn: `${ARN}/life`, fairsharePolicy }));
    expect(await policy("life")).toEqual(fairsharePolicy);
    expect(batch.service.inventory()).toContainEqual(
      expect.objectContaining({ type: "scheduling-policy", id: "life" }),
    );
    await batch.client.send(new DeleteSchedulingPolicyCommand({ arn: `${ARN}/life` }));
    expect(await policy("life")).toBeUndefined();
  });

  test.each<[string, FairsharePolicy, string]>([
    ["a share without a name", { shareDistribution: [{ shareIdentifier: "a-b" }] }, "valid pattern"],
    [
      "a weight of zero",
      { shareDistribution: [{ shareIdentifier: "a", weightFactor: 0 }] },
      "weightFactor must be between 0.0001 and 999.9999, got 0",
    ],
    [
      "shares that overlap",
      { shareDistribution: [{ shareIdentifier: "a*" }, { shareIdentifier: "ab" }] },
      "shareIdentifier a* overlaps with ab",
    ],
    ["a reservation of all", { computeReservation: 100 }, "between 0 and 99, got 100"],
    ["a decay of months", { shareDecaySeconds: 604_801 }, "between 0 and 604800"],
  ])("with %s is refused", async (_, fairsharePolicy, message) => {
    await expect(create("bad", fairsharePolicy)).rejects.toThrow(message);
  });

  test("of a name that exists is refused", async () =>
    await expect(create("shares")).rejects.toThrow("Object already exists"));

  test("stays as long as a queue has it", async () =>
    await expect(
      batch.client.send(new DeleteSchedulingPolicyCommand({ arn: `${ARN}/shares` })),
    ).rejects.toThrow("found existing JobQueue relationship"));

  test("with quota shares is not emulated", async () => {
    const quotaSharePolicy = { idleResourceAssignmentStrategy: "FIFO" } as const;
    const call = batch.client.send(new CreateSchedulingPolicyCommand({ name: "quota", quotaSharePolicy }));
    await expect(call).rejects.toMatchObject({ $metadata: { httpStatusCode: 501 } });
  });
});

describe("a queue", () => {
  test("needs a policy that exists", async () =>
    await expect(
      batch.client.send(
        new CreateJobQueueCommand({
          jobQueueName: "none",
          priority: 1,
          computeEnvironmentOrder: [{ order: 1, computeEnvironment: "small" }],
          schedulingPolicyArn: `${ARN}/none`,
        }),
      ),
    ).rejects.toThrow(`${ARN}/none does not exist`));

  test("without a policy cannot be given one", async () =>
    await expect(
      batch.client.send(
        new UpdateJobQueueCommand({ jobQueue: "fifo", schedulingPolicyArn: `${ARN}/shares` }),
      ),
    ).rejects.toThrow("can not be added to a job queue without one"));

  test("with a policy can change to another one, and gives it free when it goes", async () => {
    await create("first");
    await create("second");
    await batch.client.send(
      new CreateJobQueueCommand({
        jobQueueName: "moving",
        priority: 1,
        computeEnvironmentOrder: [{ order: 1, computeEnvironment: "small" }],
        schedulingPolicyArn: `${ARN}/first`,
      }),
    );
    await batch.settledQueue("moving");
    const change = { jobQueue: "moving", schedulingPolicyArn: `${ARN}/second`, state: "DISABLED" } as const;
    await batch.client.send(new UpdateJobQueueCommand(change));
    expect((await batch.settledQueue("moving")).schedulingPolicyArn).toBe(`${ARN}/second`);
    await batch.client.send(new DeleteSchedulingPolicyCommand({ arn: `${ARN}/first` }));
    await batch.client.send(new DeleteJobQueueCommand({ jobQueue: "moving" }));
    await until(async () => {
      const { jobQueues } = await batch.client.send(new DescribeJobQueuesCommand({ jobQueues: ["moving"] }));
      return jobQueues!.length === 0 || undefined;
    });
    await batch.client.send(new DeleteSchedulingPolicyCommand({ arn: `${ARN}/second` }));
  });
});

describe("a job in a fair-share queue", () => {
  test.each([
    ["a share", {}, "shareIdentifier must be set"],
    ["a share of letters and digits", { shareIdentifier: "a-b" }, "should match valid pattern"],
    [
      "a priority",
      { shareIdentifier: "a" },
      "Either schedulingPriority in job definition or schedulingPriorityOverride should be specified.",
    ],
    [
      "a priority below 10,000",
      { shareIdentifier: "a", schedulingPriorityOverride: 10_000 },
      "between 0 and 9999",
    ],
  ])(
    "needs %s",
    async (_, more, message) => await expect(batch.submit("quick", "fair", more)).rejects.toThrow(message),
  );

  test("takes the priority of its definition", async () => {
    await batch.registerScript("important", "true", { schedulingPriority: 5 });
    const id = await batch.submit("important", "fair", { shareIdentifier: "a" });
    expect(await batch.ended(id)).toMatchObject({ status: "SUCCEEDED", schedulingPriority: 5 });
  });

  test("has its turn by its share, as the queue's front tells", async () => {
    const share = (shareIdentifier: string): Promise<string> =>
      batch.submit("sleep", "fair", { shareIdentifier, schedulingPriorityOverride: 0 });
    const running = await share("dear");
    await batch.jobIn(running, "RUNNING");
    const waiting = [await share("dear"), await share("cheap"), await share("cheap"), await share("cheap")];
    for (const id of waiting) await batch.jobIn(id, "RUNNABLE");
    const { frontOfQueue } = await batch.client.send(new GetJobQueueSnapshotCommand({ jobQueue: "fair" }));
    const front = frontOfQueue!.jobs!.map(({ jobArn }) => waiting.indexOf(jobArn!.split("/")[1]!));
    // One of "dear" runs; "cheap" may have two for it, and then it is even.
    expect(front).toEqual([1, 2, 0, 3]);
    const { jobSummaryList } = await batch.client.send(
      new ListJobsCommand({ jobQueue: "fair", filters: [{ name: "SHARE_IDENTIFIER", values: ["cheap"] }] }),
    );
    expect(jobSummaryList).toHaveLength(3);
  });
});

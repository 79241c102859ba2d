import {
  DeregisterJobDefinitionCommand,
  DescribeJobDefinitionsCommand,
  ListConsumableResourcesCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
  type SubmitJobCommandInput,
} from "@aws-sdk/client-batch";
import { EmulatedBatch } from "../emulated-batch";
import { REGION, shellContainer } from "../fixtures";

const ARN = `arn:aws:batch:${REGION}:123456789012`;

let batch: EmulatedBatch;

beforeAll(async () => {
  batch = await EmulatedBatch.start();
  await batch.createEnvironment("environment");
  await batch.createQueue("queue", "environment");
  await batch.registerScript("sleep", "sleep 60");
});

afterAll(() => batch.close());

describe("a job definition", () => {
  test("is described as it was registered, and stays when it is deregistered", async () => {
    const eksProperties = {
      podProperties: {
        hostNetwork: true,
        containers: [shellContainer("true")],
        metadata: { labels: { environment: "data-on-eks-sample" } },
      },
    };
    const describe = async (jobDefinition: string): Promise<unknown> =>
      (await batch.client.send(new DescribeJobDefinitionsCommand({ jobDefinitions: [jobDefinition] })))
        .jobDefinitions;
    const first = await batch.registerScript("hello", "", { eksProperties });
    const second = await batch.registerScript("hello", "true");
    expect([first, second]).toEqual([`${ARN}:job-definition/hello:1`, `${ARN}:job-definition/hello:2`]);
    expect(await describe(first)).toEqual([
      {
        jobDefinitionName: "hello",
        jobDefinitionArn: first,
        revision: 1,
        status: "ACTIVE",
        type: "container",
        containerOrchestrationType: "EKS",
        eksProperties,
        parameters: {},
        tags: {},
      },
    ]);
    await batch.client.send(new DeregisterJobDefinitionCommand({ jobDefinition: second }));
    expect(await describe("hello:2")).toMatchObject([{ status: "INACTIVE" }]);
    const active = await batch.client.send(
      new DescribeJobDefinitionsCommand({ jobDefinitionName: "hello", status: "ACTIVE" }),
    );
    expect(active.jobDefinitions).toMatchObject([{ revision: 1 }]);
    expect(await batch.registerScript("hello", "true")).toBe(`${ARN}:job-definition/hello:3`);
  });

  test("is submitted by name, revision or ARN, the latest active one without revision", async () => {
    const ids = ["hello", "hello:1", `${ARN}:job-definition/hello`, `${ARN}:job-definition/hello:1`];
    const revisions = ids.map(async (id) => (await batch.job(await batch.submit(id, "queue"))).jobDefinition);
    const [one, three] = [`${ARN}:job-definition/hello:1`, `${ARN}:job-definition/hello:3`];
    expect(await Promise.all(revisions)).toEqual([three, one, three, one]);
    await expect(batch.submit("hello:2", "queue")).rejects.toThrow("is not in ACTIVE status");
  });
});

test.each<[string, Partial<SubmitJobCommandInput>, string]>([
  ["a bad name", { jobName: "a b" }, "Job name should match valid pattern"],
  ["an unknown queue", { jobQueue: "unknown" }, "JobQueue unknown not found."],
  ["container overrides", { containerOverrides: {} }, "should not be set for Batch on EKS jobs"],
  ["a share identifier", { shareIdentifier: "a" }, "without a scheduling policy"],
  ["an array of one", { arrayProperties: { size: 1 } }, "between 2 and 10000"],
  ["an unknown dependency", { dependsOn: [{ jobId: "unknown" }] }, "does not exist"],
  ["a sequence of one job", { dependsOn: [{ type: "SEQUENTIAL" }] }, "for array jobs only"],
  [
    "an override of an unknown container",
    { eksPropertiesOverride: { podProperties: { containers: [{ name: "other" }] } } },
    "is not in the job definition",
  ],
])("a job with %s is refused", async (_, more, message) => {
  await expect(batch.submit("hello", "queue", more)).rejects.toThrow(message);
});

test("tags are added and removed, also where the ARN is long", async () => {
  const name = "x".repeat(120);
  await batch.createEnvironment(name, { tags: { a: "1" } });
  const resourceArn = `${ARN}:compute-environment/${name}`;
  await batch.client.send(new TagResourceCommand({ resourceArn, tags: { b: "2", c: "3" } }));
  await batch.client.send(new UntagResourceCommand({ resourceArn, tagKeys: ["a", "c"] }));
  const { tags } = await batch.client.send(new ListTagsForResourceCommand({ resourceArn }));
  expect(tags).toEqual({ b: "2" });
  for (const other of ["job-queue/queue", "job-definition/hello:1"]) {
    const command = new ListTagsForResourceCommand({ resourceArn: `${ARN}:${other}` });
    expect((await batch.client.send(command)).tags).toEqual({});
  }
});

test("the inventory has environments, queues, active definitions and jobs that have not ended", async () => {
  const id = await batch.submit("sleep", "queue");
  const items = batch.service.inventory().map(({ type, id }) => `${type} ${id}`);
  expect(items).toEqual(
    expect.arrayContaining([
      "compute-environment environment",
      "job-queue queue",
      "job-definition hello:1",
      `job ${id}`,
    ]),
  );
  expect(items).not.toContain("job-definition hello:2");
});

test("an operation that is not emulated is answered with 501", async () => {
  const call = batch.client.send(new ListConsumableResourcesCommand({}));
  await expect(call).rejects.toMatchObject({ $metadata: { httpStatusCode: 501 } });
});

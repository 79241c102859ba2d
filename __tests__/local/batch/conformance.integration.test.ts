import { actionsOf, type AwsAction } from "../../../local/protocol/aws-api";
import { signed } from "../../support/conformance/signed-request";
import { ACCESS_KEY_ID, EmulatedBatch } from "./emulated-batch";
import { environmentInput, shellContainer } from "./fixtures";

/*
 * Every action once with a success and once with an error. That every answer is as AWS's model says
 * is checked when the emulator is closed, here and in the other tests with it.
 */

let batch: EmulatedBatch;

beforeAll(async () => {
  batch = await EmulatedBatch.start();
});

afterAll(() => batch.close());

const actions = new Map(actionsOf("batch").map((action) => [action.name, action]));

async function call(name: string, body: object, path = actions.get(name)!.path): Promise<unknown> {
  const action: AwsAction = { ...actions.get(name)!, path };
  return (await signed("batch", ACCESS_KEY_ID, batch.endpoint, action, body)).json();
}

it("success and error of each", async () => {
  const tagged = { tags: { team: "ml" } };
  await call("CreateComputeEnvironment", { ...environmentInput("model"), ...tagged });
  await batch.settledEnvironment("model");
  await call("UpdateComputeEnvironment", { computeEnvironment: "model", computeResources: { maxvCpus: 8 } });
  await batch.settledEnvironment("model");
  await batch.createQueue("model", "model");
  await call("UpdateJobQueue", { jobQueue: "model", priority: 2 });
  await batch.settledQueue("model");
  const { jobDefinitionArn } = (await call("RegisterJobDefinition", {
    jobDefinitionName: "model",
    type: "container",
    eksProperties: { podProperties: { containers: [shellContainer("sleep 60")] } },
    retryStrategy: { attempts: 2 },
    timeout: { attemptDurationSeconds: 100 },
    parameters: { key: "value" },
    ...tagged,
  })) as { jobDefinitionArn: string };
  const submit = { jobName: "model", jobQueue: "model", jobDefinition: "model" };
  const { jobId } = (await call("SubmitJob", submit)) as { jobId: string };
  const { jobId: array } = (await call("SubmitJob", { ...submit, arrayProperties: { size: 2 } })) as {
    jobId: string;
  };
  await batch.jobIn(jobId, "RUNNING");
  await call("DescribeComputeEnvironments", {});
  await call("DescribeJobQueues", {});
  await call("DescribeJobDefinitions", { status: "ACTIVE" });
  await call("DescribeJobs", { jobs: [jobId, array] });
  await call("ListJobs", { jobQueue: "model", jobStatus: "RUNNING" });
  await call("GetJobQueueSnapshot", { jobQueue: "model" });
  const tags = `/v1/tags/${encodeURIComponent(jobDefinitionArn)}`;
  await call("TagResource", { tags: { a: "1" } }, tags);
  await call("ListTagsForResource", {}, tags);
  await call("UntagResource", {}, `${tags}?tagKeys=a`);
  await call("CancelJob", { jobId, reason: "enough" });
  for (const id of [jobId, array]) await call("TerminateJob", { jobId: id, reason: "enough" });
  await batch.ended(jobId);
  await batch.ended(array);
  await call("DescribeJobs", { jobs: [jobId, array] });
  await call("DeregisterJobDefinition", { jobDefinition: jobDefinitionArn });
  await call("UpdateJobQueue", { jobQueue: "model", state: "DISABLED" });
  await batch.settledQueue("model");
  await call("DeleteJobQueue", { jobQueue: "model" });

  const policy = { name: "model", fairsharePolicy: { shareDistribution: [{ shareIdentifier: "a" }] } };
  const { arn } = (await call("CreateSchedulingPolicy", { ...policy, ...tagged })) as { arn: string };
  await call("ListSchedulingPolicies", {});
  await call("DescribeSchedulingPolicies", { arns: [arn] });
  await call("UpdateSchedulingPolicy", { arn, fairsharePolicy: { shareDecaySeconds: 60 } });
  await call("DeleteSchedulingPolicy", { arn });

  const nowhere = "/v1/tags/nowhere";
  for (const [name, body, path] of [
    ["CreateComputeEnvironment", { computeEnvironmentName: "not a name" }],
    ["UpdateComputeEnvironment", { computeEnvironment: "nowhere" }],
    ["DeleteComputeEnvironment", { computeEnvironment: "model" }],
    ["DescribeComputeEnvironments", { nextToken: "made up" }],
    ["CreateJobQueue", { jobQueueName: "not a name" }],
    ["UpdateJobQueue", { jobQueue: "nowhere" }],
    ["DeleteJobQueue", { jobQueue: "nowhere" }],
    ["DescribeJobQueues", { nextToken: "made up" }],
    ["GetJobQueueSnapshot", { jobQueue: "nowhere" }],
    ["RegisterJobDefinition", { jobDefinitionName: "not a name" }],
    ["DeregisterJobDefinition", { jobDefinition: "nowhere" }],
    ["DescribeJobDefinitions", { nextToken: "made up" }],
    ["SubmitJob", { ...submit, jobQueue: "nowhere" }],
    ["DescribeJobs", {}],
    ["ListJobs", {}],
    ["CancelJob", { jobId: "nowhere" }],
    ["TerminateJob", { jobId: "nowhere" }],
    ["CreateSchedulingPolicy", { name: "not a name" }],
    ["ListSchedulingPolicies", { nextToken: "made up" }],
    ["DescribeSchedulingPolicies", {}],
    ["UpdateSchedulingPolicy", { arn: "nowhere" }],
    ["DeleteSchedulingPolicy", { arn: "nowhere" }],
    ["ListTagsForResource", {}, nowhere],
    ["TagResource", { tags: { a: "1" } }, nowhere],
    ["UntagResource", {}, `${nowhere}?tagKeys=a`],
  ] as const) {
    await call(name, body, path);
  }
  await call("UpdateComputeEnvironment", { computeEnvironment: "model", state: "DISABLED" });
  await batch.settledEnvironment("model");
  await call("DeleteComputeEnvironment", { computeEnvironment: "model" });

  const emulated = batch.service.operations.map(({ action }) => action);
  expect(emulated.length).toBeGreaterThan(15);
  const answers = emulated.map((action) => [action, batch.conformance.answersOf(action)] as const);
  expect(answers.filter(([, all]) => !all.includes("success") || all.length < 2)).toEqual([]);
});

it("has the emulated actions at the paths of the model", () => {
  const bound = batch.service.operations.map(({ action, method, path }) => `${action} ${method} ${path}`);
  const inModel = [...actions.values()].map(
    ({ name, method, path }) => `${name} ${method} ${path.replace(/\{(\w+)\}/g, ":$1")}`,
  );
  expect(inModel).toEqual(expect.arrayContaining(bound));
});

it("answers every other action of the model with 501 and its name", async () => {
  const emulated = batch.service.operations.map(({ action }) => action);
  const others = [...actions.keys()].filter((name) => !emulated.includes(name));
  expect(others.length).toBeGreaterThan(10);
  for (const name of others) {
    expect(await call(name, {})).toMatchObject({
      __type: "NotImplemented",
      message: `The emulator does not implement ${name}.`,
    });
    expect(batch.conformance.answersOf(name)).toEqual(["NotImplemented"]);
  }
});

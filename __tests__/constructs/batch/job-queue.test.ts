import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { JobQueue } from "../../../src/constructs/batch/job-queue";
import { synthesizeStack } from "../../support/synthesize";

const stack = synthesizeStack((scope) => {
  const awaited = new IamRole(scope, "awaited", { assumeRolePolicy: "{}" });
  new JobQueue(scope, "jobs", {
    name: "doeks-JQ1_OD",
    priority: 7,
    computeEnvironmentArns: ["arn:first", "arn:second"],
    dependsOn: [awaited],
  });
  new JobQueue(scope, "fair", {
    name: "doeks-JQ1_OD_FAIR",
    priority: 1,
    computeEnvironmentArns: ["arn:first"],
    schedulingPolicyArn: "arn:policy",
    dependsOn: [],
  });
});
const queue = stack.resource("jobs/queue");

it("is enabled, with its priority", () =>
  expect(queue).toMatchObject({ name: "doeks-JQ1_OD", state: "ENABLED", priority: 7 }));

it("tries its environments in the given order, beginning with 1", () =>
  expect(queue.compute_environment_order).toEqual([
    { order: 1, compute_environment: "arn:first" },
    { order: 2, compute_environment: "arn:second" },
  ]));

it("waits for what a job needs", () => expect(queue.depends_on).toEqual(["awaited"]));

it("has a scheduling policy only when it is given one", () => {
  expect(stack.resource("fair/queue").scheduling_policy_arn).toBe("arn:policy");
  expect(queue).not.toHaveProperty("scheduling_policy_arn");
});

it("lets jobs that cannot be placed wait, unless told otherwise", () => {
  expect(queue).not.toHaveProperty("job_state_time_limit_action");
  expect(queue).toHaveProperty("name");
});

it("cancels them after the given time, for every reason on which AWS Batch acts", () => {
  const impatient = synthesizeStack((scope) => {
    new JobQueue(scope, "jobs", {
      name: "q",
      priority: 1,
      computeEnvironmentArns: ["arn:first"],
      dependsOn: [],
      runnableTimeoutMinutes: 30,
    });
  }).resource("jobs/queue");
  expect(impatient.job_state_time_limit_action).toEqual(
    [
      "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY",
      "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE",
      "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT",
      "MISCONFIGURATION:EC2_INSTANCE_CONFIGURATION_UNSUPPORTED",
    ].map((reason) => ({ state: "RUNNABLE", reason, action: "CANCEL", max_time_seconds: 1800 })),
  );
});

import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { JobQueue } from "../../../src/constructs/batch/job-queue";
import { synthesizeStack } from "../../support/synthesize";

const queue = synthesizeStack((scope) => {
  const awaited = new IamRole(scope, "awaited", { assumeRolePolicy: "{}" });
  new JobQueue(scope, "jobs", {
    name: "doeks-JQ1_OD",
    computeEnvironmentArns: ["arn:first", "arn:second"],
    dependsOn: [awaited],
  });
}).resource("jobs/queue");

it("is enabled, with priority 1", () =>
  expect(queue).toMatchObject({ name: "doeks-JQ1_OD", state: "ENABLED", priority: 1 }));

it("tries its environments in the given order, beginning with 1", () =>
  expect(queue.compute_environment_order).toEqual([
    { order: 1, compute_environment: "arn:first" },
    { order: 2, compute_environment: "arn:second" },
  ]));

it("waits for what a job needs", () => expect(queue.depends_on).toEqual(["awaited"]));

it("has no scheduling policy", () => {
  expect(queue).not.toHaveProperty("scheduling_policy_arn");
  expect(queue).toHaveProperty("name");
});

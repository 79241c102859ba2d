import { ContainerLogGroups } from "../../../src/constructs/eks/container-log-groups";
import { synthesizeStack } from "../../support/synthesize";

const stack = synthesizeStack((scope) => {
  new ContainerLogGroups(scope, "logs", { clusterName: "doeks-aws-batch", retentionDays: 14 });
});

it("are those that Container Insights writes to", () =>
  expect(stack.resources("aws_cloudwatch_log_group").map(({ name }) => name)).toEqual([
    "/aws/containerinsights/doeks-aws-batch/application",
    "/aws/containerinsights/doeks-aws-batch/dataplane",
    "/aws/containerinsights/doeks-aws-batch/host",
    "/aws/containerinsights/doeks-aws-batch/performance",
  ]));

it.each(["application", "dataplane", "host", "performance"])("%s is kept for the given time", (id) =>
  expect(stack.resource(`logs/${id}`).retention_in_days).toBe(14),
);

it.each(["application", "dataplane", "host", "performance"])("%s is destroyed with the cluster", (id) => {
  expect(stack.resource(`logs/${id}`)).not.toHaveProperty("skip_destroy");
  expect(stack.resource(`logs/${id}`)).not.toHaveProperty("lifecycle");
  expect(stack.resource(`logs/${id}`)).toHaveProperty("name");
});

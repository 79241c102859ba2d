import { BatchNamespace } from "../../../src/constructs/kubernetes/batch-namespace";
import { synthesizeStack } from "../../support/synthesize";

const stack = synthesizeStack((scope) => {
  new BatchNamespace(scope, "batch", { name: "ml-jobs" });
});

it("has the given name, the original's label and annotation, and ours", () =>
  expect(stack.resource("batch/namespace").metadata).toEqual({
    name: "ml-jobs",
    labels: { name: "aws-batch", "app.kubernetes.io/part-of": "aws-batch-on-eks" },
    annotations: { name: "aws-batch" },
  }));

it("is given up after a minute when it does not go: it goes with the cluster, which costs money meanwhile", () =>
  expect(stack.resource("batch/namespace").timeouts).toEqual({ delete: "1m" }));

it.each(["role", "role-binding"])("%s is in it, and so waits for it", (id) =>
  expect(stack.resource(`batch/rbac/${id}`).metadata).toMatchObject({
    namespace: "${batch/namespace.metadata[0].name}",
  }),
);

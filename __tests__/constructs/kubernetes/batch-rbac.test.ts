import { BatchRbac } from "../../../src/constructs/kubernetes/batch-rbac";
import documented from "../../fixtures/batch-rbac.json";
import { synthesizeStack } from "../../support/synthesize";

/** `fixtures/batch-rbac.json` is AWS's list. @see https://docs.aws.amazon.com/batch/latest/userguide/getting-started-eks-configmap.html */
const stack = synthesizeStack((scope) => {
  new BatchRbac(scope, "rbac", { namespace: "ml-jobs" });
});
const labels = { "app.kubernetes.io/part-of": "aws-batch-on-eks" };
const SUBJECT = [{ kind: "User", name: documented.user, api_group: "rbac.authorization.k8s.io" }];

describe("in the whole cluster", () => {
  const role = stack.resource("rbac/cluster-role");
  const binding = stack.resource("rbac/cluster-role-binding");

  it("AWS Batch may do what AWS documents, and nothing else", () =>
    expect(role.rule).toEqual(documented.clusterRole.rules));

  it("the role and its binding have the documented names, and our label", () => {
    expect(role.metadata).toEqual({ name: documented.clusterRole.name, labels });
    expect(binding.metadata).toEqual({ name: documented.clusterRole.binding, labels });
  });

  it("the role is bound to the documented user", () => {
    expect(binding.subject).toEqual(SUBJECT);
    expect(binding.role_ref).toEqual({
      api_group: "rbac.authorization.k8s.io",
      kind: "ClusterRole",
      name: "${rbac/cluster-role.metadata[0].name}",
    });
  });
});

describe("in its namespace", () => {
  const role = stack.resource("rbac/role");
  const binding = stack.resource("rbac/role-binding");

  it("AWS Batch may do what AWS documents, and nothing else", () =>
    expect(role.rule).toEqual(documented.role.rules));

  it("the role and its binding have the documented names, and our label", () => {
    expect(role.metadata).toEqual({ name: documented.role.name, namespace: "ml-jobs", labels });
    expect(binding.metadata).toEqual({ name: documented.role.binding, namespace: "ml-jobs", labels });
  });

  it("the role is bound to the documented user", () => {
    expect(binding.subject).toEqual(SUBJECT);
    expect(binding.role_ref).toEqual({
      api_group: "rbac.authorization.k8s.io",
      kind: "Role",
      name: "${rbac/role.metadata[0].name}",
    });
  });
});

import { ClusterAdminAccess } from "../../../src/constructs/eks/cluster-admin-access";
import { synthesizeStack } from "../../support/synthesize";

const PRINCIPAL = "arn:aws-cn:iam::111122223333:role/operator";

const stack = synthesizeStack((scope) => {
  new ClusterAdminAccess(scope, "admin", {
    clusterName: "doeks-aws-batch",
    partition: "aws-cn",
    principalArn: PRINCIPAL,
  });
});

it("the principal has a standard access entry, in no Kubernetes group", () => {
  const entry = stack.resource("admin/entry");
  expect(entry).toMatchObject({
    cluster_name: "doeks-aws-batch",
    principal_arn: PRINCIPAL,
    type: "STANDARD",
  });
  expect(entry).not.toHaveProperty("kubernetes_groups");
});

it("the principal administers the whole cluster, by the policy of its partition", () =>
  expect(stack.resource("admin/policy")).toMatchObject({
    cluster_name: "doeks-aws-batch",
    principal_arn: PRINCIPAL,
    policy_arn: "arn:aws-cn:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
    access_scope: { type: "cluster" },
  }));

it("the policy is associated once the entry exists, which its principal does not tell", () =>
  expect(stack.resource("admin/policy").depends_on).toEqual(["admin/entry"]));

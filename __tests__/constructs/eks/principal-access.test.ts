import { EksAccessEntry } from "@cdktf/provider-aws/lib/eks-access-entry";
import { PrincipalAccess } from "../../../src/constructs/eks/principal-access";
import { synthesizeStack } from "../../support/synthesize";

const ADMIN = "arn:aws-cn:iam::111122223333:role/platform";
const VIEWER = "arn:aws-cn:iam::111122223333:user/auditor";
const DEPLOYER = "arn:aws-cn:iam::111122223333:role/deployer";

const stack = synthesizeStack((scope) => {
  const entry = new EksAccessEntry(scope, "deployer", { clusterName: "batch", principalArn: DEPLOYER });
  new PrincipalAccess(scope, "principals", {
    clusterName: "batch",
    partition: "aws-cn",
    adminPrincipalArns: [ADMIN],
    viewerPrincipalArns: [VIEWER],
    deployer: { principalArn: DEPLOYER, entry },
  });
});
const entry = stack.resource("principals/entry");
const policy = stack.resource("principals/policy");

it.each([
  ["entry", entry],
  ["policy", policy],
])("each principal has an %s under its own ARN, but who deploys and so has one already", (_, block) =>
  expect(block.for_each).toBe(`\${toset(setsubtract(["${ADMIN}", "${VIEWER}"], ["${DEPLOYER}"]))}`),
);

it("the entries are standard ones, in no Kubernetes group", () => {
  expect(entry).toMatchObject({ cluster_name: "batch", principal_arn: "${each.value}", type: "STANDARD" });
  expect(entry).not.toHaveProperty("kubernetes_groups");
});

it("administrators administer the whole cluster, viewers see it but for its secrets", () =>
  expect(policy).toMatchObject({
    cluster_name: "batch",
    principal_arn: "${each.value}",
    policy_arn:
      `\${{"${ADMIN}" = "arn:aws-cn:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy", ` +
      `"${VIEWER}" = "arn:aws-cn:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"}[each.value]}`,
    access_scope: { type: "cluster" },
  }));

it("entries come after that of who deploys, and policies after the entries", () => {
  expect(entry.depends_on).toEqual(["deployer"]);
  expect(policy.depends_on).toEqual(["principals/entry"]);
});

import { JobRole } from "../../../src/constructs/iam/job-role";
import type { JobRole as Permissions } from "../../../src/model/job-roles";
import { parsePolicy } from "../../support/policy";
import { synthesizeStack } from "../../support/synthesize";
import type { SynthesizedStack } from "../../support/synthesized-stack";

function roleWith(permissions: Permissions, clusterName = "ml"): SynthesizedStack {
  return synthesizeStack((scope) => {
    new JobRole(scope, "job", {
      clusterName,
      partition: "aws-cn",
      region: "cn-north-1",
      accountId: "111122223333",
      oidcIssuer: "oidc.eks.cn-north-1.amazonaws.com.cn/id/ABC",
      oidcProviderArn: "arn:aws-cn:iam::111122223333:oidc-provider/oidc",
      namespace: "ml-jobs",
      roleName: "reader",
      permissions,
    });
  });
}

const POLICIES = ["arn:aws-cn:iam::111122223333:policy/a", "arn:aws-cn:iam::aws:policy/b"];
const stack = roleWith({ buckets: [{ name: "data", prefix: "in", access: "read" }], policies: POLICIES });

it("is taken by pods of its own service account in AWS Batch's namespace, and by nobody else", () =>
  expect(parsePolicy(stack.resource("job/role/role").assume_role_policy).Statement).toEqual([
    {
      Effect: "Allow",
      Principal: { Federated: "arn:aws-cn:iam::111122223333:oidc-provider/oidc" },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: {
          "oidc.eks.cn-north-1.amazonaws.com.cn/id/ABC:sub": "system:serviceaccount:ml-jobs:job-reader",
          "oidc.eks.cn-north-1.amazonaws.com.cn/id/ABC:aud": "sts.amazonaws.com",
        },
      },
    },
  ]));

it("may do what its entries say, in its partition", () => {
  const { Statement } = parsePolicy(stack.resource("job/policy").policy);
  expect(Statement.map(({ Action, Resource }) => [Action, Resource])).toEqual([
    [["s3:ListBucket"], ["arn:aws-cn:s3:::data"]],
    [["s3:GetObject"], ["arn:aws-cn:s3:::data/in/*"]],
  ]);
});

it("has its policies by their ARNs, so that their order means nothing", () =>
  expect(stack.resource("job/attached")).toMatchObject({
    for_each: `\${toset([${POLICIES.map((arn) => `"${arn}"`).join(", ")}])}`,
    policy_arn: "${each.value}",
    role: "${job/role/role.name}",
  }));

it("has no policy where nothing is named", () => {
  const bare = roleWith({});
  expect(bare.tree()).toBe("job/role/role  aws_iam_role");
});

it("tells its name in that of the role, however long the cluster's is", () =>
  expect(roleWith({}, "c".repeat(100)).resource("job/role/role").name_prefix).toBe(
    `${"c".repeat(64 - 26 - "-job-reader-".length)}-job-reader-`,
  ));

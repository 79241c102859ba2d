import { jobRoleStatements } from "../../../src/model/job-roles";
import { statementsOf, verdict, type Access, type Statement } from "../../../local/protocol/iam-policy";

const policy = (...Statement: readonly object[]): Statement[] =>
  statementsOf(JSON.stringify({ Version: "2012-10-17", Statement }));
const read = { action: "s3:GetObject", resource: "arn:aws:s3:::data/in/a" };

const PLACE = { partition: "aws", region: "us-east-1", accountId: "123456789012" } as const;
const ROLE = policy(
  ...jobRoleStatements(
    {
      buckets: [
        { name: "data", prefix: "in", access: "read" },
        { name: "data", prefix: "out", access: "write" },
      ],
      secrets: ["team/db"],
    },
    PLACE,
  ),
);

const list = (prefix?: string): Access => ({
  action: "s3:ListBucket",
  resource: "arn:aws:s3:::data",
  ...(prefix !== undefined && { context: { "s3:prefix": prefix } }),
});
const secret = (name: string): Access => ({
  action: "secretsmanager:GetSecretValue",
  resource: `arn:aws:secretsmanager:us-east-1:123456789012:secret:${name}`,
});

describe("the policy of a role of job_roles", () => {
  it.each<Access>([
    read,
    { action: "s3:PutObject", resource: "arn:aws:s3:::data/out/a" },
    { action: "s3:AbortMultipartUpload", resource: "arn:aws:s3:::data/out/a" },
    list("in/"),
    list("in/deep/"),
    list("out/"),
    secret("team/db-AbCdEf"),
  ])("allows $action on $resource $context", (access) => expect(verdict(ROLE, access)).toBe("allowed"));

  it.each<Access>([
    { ...read, resource: "arn:aws:s3:::data/out/a" },
    { ...read, resource: "arn:aws:s3:::data/inside/a" },
    { ...read, resource: "arn:aws:s3:::other/in/a" },
    { action: "s3:PutObject", resource: "arn:aws:s3:::data/in/a" },
    { action: "s3:DeleteObject", resource: "arn:aws:s3:::data/out/a" },
    list(),
    list(""),
    list("in"),
    list("other/"),
    secret("team/db-other-AbCdEf"),
    secret("team/db"),
  ])("does not allow $action on $resource $context", (access) =>
    expect(verdict(ROLE, access)).toBe("not-allowed"),
  );
});

it("nothing is allowed without a policy", () => expect(verdict([], read)).toBe("not-allowed"));

it.each([
  [{ Action: "s3:*", Resource: "*" }, "allowed"],
  [{ Action: "S3:getobject", Resource: "arn:aws:s3:::data/in/?" }, "allowed"],
  [{ Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::x", "arn:aws:s3:::data/*"] }, "allowed"],
  [{ NotAction: "iam:*", Resource: "*" }, "allowed"],
  [{ NotAction: "s3:Get*", Resource: "*" }, "not-allowed"],
  [{ Action: "s3:*", NotResource: "arn:aws:s3:::data/*" }, "not-allowed"],
  [{ Action: "s3:GetObject", Resource: "arn:aws:s3:::data.in.a" }, "not-allowed"],
])("%j: %s", (statement, expected) =>
  expect(verdict(policy({ Effect: "Allow", ...statement }), read)).toBe(expected),
);

it("a denial counts more than what allows, in whatever policy it stands", () => {
  const allow = policy({ Effect: "Allow", Action: "*", Resource: "*" });
  const deny = policy({ Effect: "Deny", Action: "s3:*", Resource: "arn:aws:s3:::data/*" });
  expect(verdict([...deny, ...allow], read)).toBe("denied");
  expect(verdict([...allow, ...deny], { ...read, resource: "arn:aws:s3:::other/a" })).toBe("allowed");
});

it("a condition that is not known allows nothing, and denies", () => {
  const Condition = { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } };
  const statement = { Action: "s3:*", Resource: "*", Condition };
  const allow = policy({ Effect: "Allow", Action: "*", Resource: "*" });
  expect(verdict(policy({ Effect: "Allow", ...statement }), read)).toBe("not-allowed");
  expect(verdict([...allow, ...policy({ Effect: "Deny", ...statement })], read)).toBe("denied");
});

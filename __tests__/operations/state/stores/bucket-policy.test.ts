import { withTlsOnly } from "../../../../src/operations/state/stores/bucket-policy";

const OTHER = { Sid: "Audit", Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" };

/** @see https://repost.aws/knowledge-center/s3-bucket-policy-for-config-rule */
const DENIAL = {
  Sid: "DenyWithoutTls",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: ["arn:aws-cn:s3:::states", "arn:aws-cn:s3:::states/*"],
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};

it("refuses whoever comes without TLS, in the partition of the bucket", () =>
  expect(withTlsOnly(undefined, "aws-cn", "states")).toEqual({ Version: "2012-10-17", Statement: [DENIAL] }));

it("keeps what the bucket's policy says already", () =>
  expect(withTlsOnly({ Version: "2008-10-17", Statement: [OTHER] }, "aws-cn", "states")).toEqual({
    Version: "2008-10-17",
    Statement: [OTHER, DENIAL],
  }));

it("takes a policy of one statement, and replaces one that only bears the name", () => {
  expect(withTlsOnly({ Statement: OTHER }, "aws-cn", "states")).toMatchObject({ Statement: [OTHER, DENIAL] });
  const open = { ...DENIAL, Effect: "Allow" };
  expect(withTlsOnly({ Statement: [open, OTHER] }, "aws-cn", "states")).toMatchObject({
    Statement: [OTHER, DENIAL],
  });
});

it("adds nothing twice", () =>
  expect(withTlsOnly({ Statement: [DENIAL, OTHER] }, "aws-cn", "states")).toBeUndefined());

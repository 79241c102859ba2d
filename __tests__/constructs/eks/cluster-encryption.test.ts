import { ClusterEncryption } from "../../../src/constructs/eks/cluster-encryption";
import { parsePolicy } from "../../support/policy";
import { synthesizeStack } from "../../support/synthesize";

const stack = synthesizeStack((scope) => {
  new ClusterEncryption(scope, "encryption", {
    clusterName: "doeks-aws-batch",
    partition: "aws-us-gov",
    accountId: "111122223333",
    adminPrincipalArn: "arn:aws-us-gov:iam::111122223333:role/operator",
    clusterRole: { roleArn: "arn:aws-us-gov:iam::111122223333:role/cluster", roleName: "cluster" },
  });
});

describe("the key", () => {
  const key = stack.resource("encryption/key");

  it("is named in its description and its alias", () => {
    expect(key.description).toBe("doeks-aws-batch cluster encryption key");
    expect(stack.resource("encryption/alias")).toMatchObject({
      name: "alias/eks/doeks-aws-batch",
      target_key_id: "${encryption/key.key_id}",
    });
  });

  it("is rotated", () => expect(key.enable_key_rotation).toBe(true));

  it("is symmetric, of one region, and deleted after AWS's own delay", () => {
    for (const attribute of [
      "key_usage",
      "customer_master_key_spec",
      "multi_region",
      "deletion_window_in_days",
    ]) {
      expect(key).not.toHaveProperty(attribute);
    }
    expect(key).toHaveProperty("enable_key_rotation");
  });
});

describe("the key's policy", () => {
  const { Version, Statement } = parsePolicy(stack.resource("encryption/key").policy);
  const statement = (sid: string): unknown => Statement.find(({ Sid }) => Sid === sid);

  it("has three statements, none on grants", () => {
    expect(Version).toBe("2012-10-17");
    expect(Statement.map(({ Sid }) => Sid)).toEqual(["Default", "KeyAdministration", "KeyUsage"]);
  });

  it("gives the account everything, so that nobody is locked out", () =>
    expect(statement("Default")).toEqual({
      Sid: "Default",
      Effect: "Allow",
      Principal: { AWS: "arn:aws-us-gov:iam::111122223333:root" },
      Action: "kms:*",
      Resource: "*",
    }));

  it("lets who deploys administer the key, but not use it", () =>
    expect(statement("KeyAdministration")).toEqual({
      Sid: "KeyAdministration",
      Effect: "Allow",
      Principal: { AWS: "arn:aws-us-gov:iam::111122223333:role/operator" },
      Action: [
        "kms:Create*",
        "kms:Describe*",
        "kms:Enable*",
        "kms:List*",
        "kms:Put*",
        "kms:Update*",
        "kms:Revoke*",
        "kms:Disable*",
        "kms:Get*",
        "kms:Delete*",
        "kms:TagResource",
        "kms:UntagResource",
        "kms:ScheduleKeyDeletion",
        "kms:CancelKeyDeletion",
        "kms:ReplicateKey",
        "kms:ImportKeyMaterial",
      ],
      Resource: "*",
    }));

  it("lets the control plane use the key, but not administer it", () =>
    expect(statement("KeyUsage")).toEqual({
      Sid: "KeyUsage",
      Effect: "Allow",
      Principal: { AWS: "arn:aws-us-gov:iam::111122223333:role/cluster" },
      Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
      Resource: "*",
    }));
});

describe("the control plane's own policy", () => {
  const policy = stack.resource("encryption/policy");

  it("has the original's name and description", () =>
    expect(policy).toMatchObject({
      name_prefix: "doeks-aws-batch-cluster-ClusterEncryption",
      description: "Cluster encryption policy to allow cluster role to utilize CMK provided",
    }));

  it("allows use of this key", () =>
    expect(parsePolicy(policy.policy).Statement).toEqual([
      {
        Effect: "Allow",
        Action: ["kms:Encrypt", "kms:Decrypt", "kms:ListGrants", "kms:DescribeKey"],
        Resource: "${encryption/key.arn}",
      },
    ]));

  it("is attached to its role", () =>
    expect(stack.resource("encryption/policy-attachment")).toMatchObject({
      role: "cluster",
      policy_arn: "${encryption/policy.arn}",
    }));
});

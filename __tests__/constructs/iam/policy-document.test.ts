import {
  ec2TrustPolicy,
  eksTrustPolicy,
  policyDocument,
  serviceAccountTrustPolicy,
} from "../../../src/constructs/iam/policy-document";

it("a policy has the current version of the language", () =>
  expect(policyDocument({ Effect: "Allow", Action: "s3:GetObject", Resource: "*" })).toEqual({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }],
  }));

describe("EC2 may take a role", () => {
  it.each([
    ["aws", "ec2.amazonaws.com"],
    ["aws-us-gov", "ec2.amazonaws.com"],
    ["aws-cn", "ec2.amazonaws.com.cn"],
  ] as const)("in partition %s as %s", (partition, service) =>
    expect(ec2TrustPolicy(partition).Statement).toEqual([
      { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" },
    ]),
  );

  it("under a statement id, when one is given", () =>
    expect(ec2TrustPolicy("aws", "EKSNodeAssumeRole").Statement).toEqual([
      {
        Sid: "EKSNodeAssumeRole",
        Effect: "Allow",
        Principal: { Service: "ec2.amazonaws.com" },
        Action: "sts:AssumeRole",
      },
    ]));
});

it("EKS may take a role and tag its sessions", () =>
  expect(eksTrustPolicy().Statement).toEqual([
    {
      Sid: "EKSClusterAssumeRole",
      Effect: "Allow",
      Principal: { Service: "eks.amazonaws.com" },
      Action: ["sts:AssumeRole", "sts:TagSession"],
    },
  ]));

it("the pods of one service account, and of no other, may take a role", () => {
  const arn = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/ABC";
  const issuer = "oidc.eks.us-east-1.amazonaws.com/id/ABC";
  const serviceAccount = { namespace: "amazon-cloudwatch", name: "cloudwatch-agent" };
  expect(serviceAccountTrustPolicy(arn, issuer, serviceAccount).Statement).toEqual([
    {
      Effect: "Allow",
      Principal: { Federated: arn },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: {
          "oidc.eks.us-east-1.amazonaws.com/id/ABC:sub":
            "system:serviceaccount:amazon-cloudwatch:cloudwatch-agent",
          "oidc.eks.us-east-1.amazonaws.com/id/ABC:aud": "sts.amazonaws.com",
        },
      },
    },
  ]);
});

import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import type { Partition } from "../../../src/model/aws-region";
import { ec2TrustPolicy } from "../../../src/constructs/iam/policy-document";
import { Role } from "../../../src/constructs/iam/role";
import { parsePolicy } from "../../support/policy";
import { synthesizeStack } from "../../support/synthesize";
import type { SynthesizedStack } from "../../support/synthesized-stack";

function roleIn(partition: Partition, clusterName = "doeks-aws-batch"): SynthesizedStack {
  return synthesizeStack((scope) => {
    new Role(scope, "node", {
      clusterName,
      partition,
      purpose: "node",
      description: "Nodes",
      trustPolicy: ec2TrustPolicy(partition),
      managedPolicies: ["AmazonEKS_CNI_Policy", "service-role/AmazonEBSCSIDriverPolicy"],
    });
  });
}

const stack = roleIn("aws");
const role = stack.resource("node/role");

it("has the cluster and its purpose in its name, which Terraform makes unique", () => {
  expect(role).toMatchObject({ name_prefix: "doeks-aws-batch-node-", description: "Nodes" });
  expect(role).not.toHaveProperty("name");
});

it("cuts a long cluster name so that its purpose stays in the name", () =>
  expect(roleIn("aws", "x".repeat(100)).resource("node/role").name_prefix).toBe(`${"x".repeat(32)}-node-`));

it("trusts whom its policy says", () =>
  expect(parsePolicy(role.assume_role_policy)).toEqual({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
  }));

it("goes even when others have attached policies to it", () => expect(role.force_detach_policies).toBe(true));

it("has its policies as attachments: those of others stay", () => {
  expect(role).not.toHaveProperty("managed_policy_arns");
  expect(stack.resources("aws_iam_role_policy_attachment")).toEqual([
    expect.objectContaining({
      role: "${node/role.name}",
      policy_arn: "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
    }),
    expect.objectContaining({
      role: "${node/role.name}",
      policy_arn: "arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy",
    }),
  ]);
});

it("has the policies of its partition", () =>
  expect(roleIn("aws-cn").resource("node/AmazonEKS_CNI_Policy").policy_arn).toBe(
    "arn:aws-cn:iam::aws:policy/AmazonEKS_CNI_Policy",
  ));

describe("a policy that took the place of another one", () => {
  const replacing = synthesizeStack((scope) => {
    new Role(scope, "node", {
      clusterName: "c",
      partition: "aws",
      purpose: "node",
      description: "Nodes",
      trustPolicy: ec2TrustPolicy("aws"),
      managedPolicies: ["AmazonEC2ContainerRegistryPullOnly", "AmazonEKS_CNI_Policy"],
    });
  });

  it("is attached before the other one goes", () => {
    expect(replacing.resource("node/AmazonEC2ContainerRegistryPullOnly").lifecycle).toEqual({
      create_before_destroy: true,
    });
    expect(replacing.resource("node/AmazonEKS_CNI_Policy")).not.toHaveProperty("lifecycle");
  });

  it("takes over the address that the other one has in the state", () => {
    const { moved } = JSON.parse(replacing.text) as { moved: object[] };
    // The address that the version before made for the same role.
    const before = synthesizeStack((scope) => {
      const role = new Construct(scope, "node");
      new IamRolePolicyAttachment(role, "AmazonEC2ContainerRegistryReadOnly", { role: "r", policyArn: "p" });
    });
    expect(moved).toEqual([
      {
        from: before.resource("node/AmazonEC2ContainerRegistryReadOnly").terraformAddress,
        to: replacing.resource("node/AmazonEC2ContainerRegistryPullOnly").terraformAddress,
      },
    ]);
  });
});

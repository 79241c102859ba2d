import type { Partition } from "../../../src/model/aws-region";
import { AwsAuth } from "../../../src/constructs/kubernetes/aws-auth";
import { synthesizeStack } from "../../support/synthesize";
import type { Block } from "../../support/synthesized-stack";

function awsAuthIn(partition: Partition): Block {
  return synthesizeStack((scope) => {
    const nodeRoleArn = `arn:${partition}:iam::111122223333:role/node`;
    new AwsAuth(scope, "aws-auth", { partition, accountId: "111122223333", nodeRoleArn });
  }).resource("aws-auth/config-map");
}

it("is the ConfigMap that the authenticator reads, with our label", () =>
  expect(awsAuthIn("aws").metadata).toEqual({
    ...{ name: "aws-auth", namespace: "kube-system" },
    labels: { "app.kubernetes.io/part-of": "aws-batch-on-eks" },
  }));

it("maps AWS Batch's role, without its path, and the managed nodes' role, and nothing else", () =>
  expect(awsAuthIn("aws").data).toEqual({
    mapRoles:
      "${yamlencode([" +
      '{"rolearn" = "arn:aws:iam::111122223333:role/AWSServiceRoleForBatch", "username" = "aws-batch"}, ' +
      '{"rolearn" = "arn:aws:iam::111122223333:role/node", "username" = "system:node:{{EC2PrivateDNSName}}", ' +
      '"groups" = ["system:bootstrappers", "system:nodes"]}' +
      "])}",
  }));

it("keeps what others put into it", () =>
  expect(awsAuthIn("aws").lifecycle).toEqual({ ignore_changes: ["data"] }));

it("names AWS Batch's role in its partition", () =>
  expect(awsAuthIn("aws-cn").data).toEqual({
    mapRoles: expect.stringContaining('"arn:aws-cn:iam::111122223333:role/AWSServiceRoleForBatch"') as string,
  }));

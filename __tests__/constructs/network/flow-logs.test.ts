import { FlowLogs } from "../../../src/constructs/network/flow-logs";
import { parsePolicy } from "../../support/policy";
import { synthesizeStack } from "../../support/synthesize";

const stack = synthesizeStack((scope) => {
  new FlowLogs(scope, "flow-logs", {
    vpcId: "vpc-1",
    clusterName: "batch",
    region: "cn-north-1",
    partition: "aws-cn",
    retentionDays: 14,
  });
});

it("records what is accepted and what is refused in the VPC", () =>
  expect(stack.resource("flow-logs/flow-log")).toMatchObject({
    vpc_id: "vpc-1",
    traffic_type: "ALL",
    log_destination: "${flow-logs/log-group.arn}",
    iam_role_arn: "${flow-logs/role/role.arn}",
    tags: { Name: "batch" },
  }));

it("keeps the records for the given time, in a group named after the cluster", () =>
  expect(stack.resource("flow-logs/log-group")).toMatchObject({
    name: "/aws/vpc/batch/flow-logs",
    retention_in_days: 14,
  }));

it("lets only flow logs of this account and region take the role", () =>
  expect(parsePolicy(stack.resource("flow-logs/role/role").assume_role_policy).Statement).toEqual([
    {
      Effect: "Allow",
      Principal: { Service: "vpc-flow-logs.amazonaws.com" },
      Action: "sts:AssumeRole",
      Condition: {
        StringEquals: { "aws:SourceAccount": "${flow-logs/caller.account_id}" },
        ArnLike: {
          "aws:SourceArn": "arn:aws-cn:ec2:cn-north-1:${flow-logs/caller.account_id}:vpc-flow-log/*",
        },
      },
    },
  ]));

it("lets the role write to that group and nothing else, not even make it anew", () => {
  const policy = stack.resource("flow-logs/policy");
  expect(policy.role).toBe("${flow-logs/role/role.name}");
  expect(parsePolicy(policy.policy).Statement).toEqual([
    {
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      Resource: "${flow-logs/log-group.arn}:*",
    },
  ]);
  expect(stack.resources("aws_iam_role_policy_attachment")).toEqual([]);
});

it("begins when the role may write", () =>
  expect(stack.resource("flow-logs/flow-log").depends_on).toEqual(["flow-logs/policy"]));

import { RESOURCE_KINDS, REPEATABLE_TYPES } from "../../../src/operations/resources/registry";
import { CHANGED_VARIABLES } from "../../support/changed-variables";
import { synthesize } from "../../support/synthesize";

const stacks = [...synthesize().all, ...synthesize(CHANGED_VARIABLES).all];
const inStacks = [...new Set(stacks.flatMap((stack) => stack.resourceTypes()))].filter((type) =>
  type.startsWith("aws_"),
);
const known = RESOURCE_KINDS.map(({ type }) => type);

it("knows for every AWS type of the stacks what becomes of one that was left over", () => {
  expect(inStacks.length).toBeGreaterThan(30);
  expect([...known, ...Object.keys(REPEATABLE_TYPES)].sort()).toEqual(inStacks.sort());
});

it("removes only what can be there twice", () => {
  const single = RESOURCE_KINDS.filter(({ remove }) => !remove).map(({ type }) => type);
  expect(single).toEqual([
    "aws_vpc_security_group_ingress_rule",
    "aws_vpc_security_group_egress_rule",
    "aws_route",
    "aws_route_table_association",
    "aws_flow_log",
    "aws_iam_role_policy_attachment",
    "aws_kms_alias",
    "aws_cloudwatch_log_group",
    "aws_eks_access_entry",
    "aws_sns_topic",
  ]);
});

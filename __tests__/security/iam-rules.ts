import { parsePolicy, type Statement } from "../support/policy";
import { conditionsOf, principalsOf, statementsOf, titleOf } from "./policies";
import { forAll, forEach, listOf, type Rule } from "./rule";
import { added, changed } from "./spoil";

const isAllowed = ({ Effect }: Statement): boolean => Effect === "Allow";

const policy = (...Statement: object[]): string => JSON.stringify({ Version: "2012-10-17", Statement });

/** A policy of a block with each statement changed. */
const withStatements =
  (attribute: string, change: (statement: Statement) => object) =>
  (block: Readonly<Record<string, unknown>>): Record<string, unknown> => ({
    [attribute]: policy(...parsePolicy(block[attribute]).Statement.map(change)),
  });

/** Services that take a role only for what runs in this account, so that AWS documents no condition for them. */
const SERVICES_OF_THE_ACCOUNT = /^Service (ec2\.amazonaws\.com(\.cn)?|eks\.amazonaws\.com)$/;

/** Names a service account, without a wildcard. */
const ONE_SERVICE_ACCOUNT = /^system:serviceaccount:[a-z0-9-]+:[a-z0-9-]+$/;

/** Who may do what. */
export const IAM_RULES: readonly Rule[] = [
  {
    name: "no policy allows all of something on everything",
    check: forAll((block) =>
      statementsOf(block)
        .filter(isAllowed)
        .filter(
          ({ Action, Resource, NotAction, NotResource }) =>
            NotAction !== undefined ||
            NotResource !== undefined ||
            (listOf(Action).some((action) => String(action).includes("*")) && listOf(Resource).includes("*")),
        )
        .map((statement) => `${titleOf(statement)} is allowed on everything`),
    ),
    badExamples: [
      {
        title: "all actions of a service",
        spoil: changed(
          "cluster",
          "flow-logs/policy",
          withStatements("policy", (statement) => ({ ...statement, Action: "logs:*", Resource: "*" })),
        ),
      },
      {
        title: "all actions but some",
        spoil: added("batch", "aws_iam_policy", {
          policy: policy({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }),
        }),
      },
    ],
  },
  {
    name: "no role has a policy of AWS that allows all of a service",
    check: forEach(["aws_iam_role_policy_attachment"], ({ policy_arn }) =>
      /(AdministratorAccess|PowerUserAccess|FullAccess)/.test(String(policy_arn))
        ? [`has ${String(policy_arn)}`]
        : [],
    ),
    badExamples: [
      {
        title: "an administrator",
        spoil: changed("batch", "nodes/role/AmazonEKS_CNI_Policy", {
          policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess",
        }),
      },
      {
        title: "all of S3",
        spoil: added("system", "aws_iam_role_policy_attachment", {
          policy_arn: "arn:aws:iam::aws:policy/AmazonS3FullAccess",
        }),
      },
    ],
  },
  {
    name: "nobody is anybody",
    check: forAll((block) =>
      statementsOf(block)
        .filter(isAllowed)
        .filter((statement) => conditionsOf(statement).length === 0)
        .filter((statement) => principalsOf(statement).some((principal) => principal.endsWith(" *")))
        .map((statement) => `${titleOf(statement)} is allowed to everybody`),
    ),
    badExamples: [
      {
        title: "a role",
        spoil: changed(
          "cluster",
          "node-role/role",
          withStatements("assume_role_policy", (statement) => ({ ...statement, Principal: "*" })),
        ),
      },
      {
        title: "a topic",
        spoil: added("batch", "aws_sns_topic_policy", {
          policy: policy({ Effect: "Allow", Principal: { AWS: "*" }, Action: "sns:Publish", Resource: "*" }),
        }),
      },
    ],
  },
  {
    name: "a role for pods trusts one service account, and tokens for AWS",
    check: forEach(["aws_iam_role"], (block) =>
      statementsOf(block)
        .filter(({ Action }) => listOf(Action).includes("sts:AssumeRoleWithWebIdentity"))
        .flatMap((statement) => {
          const equal = conditionsOf(statement).filter(([operator]) => operator === "StringEquals");
          const values = (suffix: string): string[] =>
            equal.filter(([, key]) => key.endsWith(suffix)).map(([, , value]) => value);
          const [subjects, audiences] = [values(":sub"), values(":aud")];
          return [
            ...(subjects.length === 1 && ONE_SERVICE_ACCOUNT.test(subjects[0]!)
              ? []
              : ["is not pinned to one service account"]),
            ...(audiences.length === 1 && audiences[0] === "sts.amazonaws.com"
              ? []
              : ["takes tokens that are not for AWS"]),
          ];
        }),
    ),
    badExamples: [
      {
        title: "any service account",
        spoil: changed(
          "system",
          "ebs-csi/role/role",
          withStatements("assume_role_policy", ({ Condition, ...rest }) => ({
            ...rest,
            Condition: { StringLike: (Condition as { StringEquals: object }).StringEquals },
          })),
        ),
      },
      {
        title: "no condition",
        spoil: changed(
          "system",
          "cloudwatch/role/role",
          withStatements("assume_role_policy", (statement) => ({ ...statement, Condition: undefined })),
        ),
      },
    ],
  },
  {
    name: "a role that AWS takes for a customer is pinned to this account",
    check: forEach(["aws_iam_role"], (block) =>
      statementsOf(block)
        .filter((statement) =>
          principalsOf(statement).some(
            (principal) => principal.startsWith("Service ") && !SERVICES_OF_THE_ACCOUNT.test(principal),
          ),
        )
        .filter(
          (statement) => !conditionsOf(statement).some(([, key]) => /^aws:Source(Account|Arn)$/i.test(key)),
        )
        .map((statement) => `${principalsOf(statement).join(", ")} may take it for any account`),
    ),
    badExamples: [
      {
        title: "flow logs",
        spoil: changed(
          "cluster",
          "flow-logs/role/role",
          withStatements("assume_role_policy", (statement) => ({ ...statement, Condition: undefined })),
        ),
      },
    ],
  },
];

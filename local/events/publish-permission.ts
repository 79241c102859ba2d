import { DescribeKeyCommand, GetKeyPolicyCommand } from "@aws-sdk/client-kms";
import { GetTopicAttributesCommand } from "@aws-sdk/client-sns";
import type { MotoClients } from "../moto/moto";

type OneOrMore<T> = T | readonly T[];

interface Statement {
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: string | Readonly<Record<string, OneOrMore<string>>>;
  readonly Action?: OneOrMore<string>;
  readonly Resource?: OneOrMore<string>;
  /** Values by operator and key. */
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMore<string>>>>>;
}

interface Call {
  readonly action: string;
  readonly resource: string;
  /** Values of the keys that a condition can ask for. */
  readonly keys: Readonly<Record<string, string>>;
}

const SERVICE = "events.amazonaws.com";

/**
 * Why EventBridge may not publish to a topic. It may where the topic's policy lets it, without a condition, and where
 * the policy of the key that the topic is encrypted with, if any, lets it use that key.
 *
 * @returns undefined when it may
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export async function publishRefusal(
  { sns, kms }: MotoClients,
  TopicArn: string,
): Promise<string | undefined> {
  const { Attributes = {} } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
  const publish = { action: "sns:Publish", resource: TopicArn, keys: { "aws:SecureTransport": "true" } };
  const statements = statementsOf(Attributes.Policy).filter(
    ({ Effect, Condition }) => Effect === "Deny" || !Condition,
  );
  if (!allows(statements, publish))
    return `The policy of ${TopicArn} does not let ${SERVICE} publish${unknownOperators(statements)}`;
  if (!Attributes.KmsMasterKeyId) return undefined;
  const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: Attributes.KmsMasterKeyId }));
  const { KeyId, Arn: resource = "" } = KeyMetadata!;
  const { Policy } = await kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: "default" }));
  const keys = { "kms:EncryptionContext:aws:sns:topicArn": TopicArn };
  const ofKey = statementsOf(Policy);
  const mayUse = ["kms:Decrypt", "kms:GenerateDataKey"].every((action) =>
    allows(ofKey, { action, resource, keys }),
  );
  return mayUse
    ? undefined
    : `The policy of key ${KeyId} does not let ${SERVICE} use it for ${TopicArn}${unknownOperators(ofKey)}`;
}

function statementsOf(policy: string | undefined): Statement[] {
  const { Statement = [] } = JSON.parse(policy ?? "{}") as { Statement?: OneOrMore<Statement> };
  return list(Statement);
}

/** Whether a statement of a resource's policy lets EventBridge make a call, and none refuses it. */
function allows(statements: readonly Statement[], call: Call): boolean {
  const fitting = statements.filter((statement) => fits(statement, call));
  return fitting.length > 0 && fitting.every(({ Effect }) => Effect === "Allow");
}

function fits({ Effect, Principal, Action, Resource, Condition = {} }: Statement, call: Call): boolean {
  const principals =
    typeof Principal === "string" ? [Principal] : Object.values(Principal ?? {}).flatMap((one) => list(one));
  return (
    principals.some((principal) => principal === "*" || principal === SERVICE) &&
    list(Action).some((pattern) => matches(call.action.toLowerCase(), pattern.toLowerCase())) &&
    list(Resource).some((pattern) => matches(call.resource, pattern)) &&
    Object.entries(Condition).every(([operator, wanted]) => {
      const compare = OPERATORS[operator];
      // What is not known here must let nobody through.
      if (compare === undefined) return Effect === "Deny";
      return Object.entries(wanted).every(([key, values]) =>
        list(values).some((value) => compare(call.keys[key] ?? "", value)),
      );
    })
  );
}

const isSame = (text: string, value: string): boolean => text === value;

/**
 * Operators of conditions that are known here.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const OPERATORS: Readonly<Record<string, (text: string, value: string) => boolean>> = {
  StringEquals: isSame,
  StringLike: matches,
  ArnEquals: matches,
  ArnLike: matches,
  Bool: isSame,
};

/** What a refusal adds about conditions that the emulator cannot judge. */
function unknownOperators(statements: readonly Statement[]): string {
  const operators = statements.flatMap(({ Condition = {} }) => Object.keys(Condition));
  const unknown = [...new Set(operators)].filter((operator) => OPERATORS[operator] === undefined);
  return unknown.length === 0 ? "" : `, as the emulator does not know its ${unknown.join(", ")}`;
}

/** Whether a text is like a pattern with `*` and `?`. */
function matches(text: string, pattern: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`).test(text);
}

function list<T>(values: OneOrMore<T> | undefined): T[] {
  return values === undefined ? [] : ([values].flat() as T[]);
}

import { DescribeKeyCommand, GetKeyPolicyCommand } from "@aws-sdk/client-kms";
import { GetTopicAttributesCommand } from "@aws-sdk/client-sns";
import type { MotoClients } from "../moto/moto";
import {
  list,
  statementsOf,
  unknownOperators,
  verdict,
  type Access,
  type Statement,
} from "../protocol/iam-policy";

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
  const publish = { action: "sns:Publish", resource: TopicArn, context: { "aws:SecureTransport": "true" } };
  const statements = statementsOf(Attributes.Policy).filter(
    ({ Effect, Condition }) => Effect === "Deny" || !Condition,
  );
  if (!allows(statements, publish))
    return `The policy of ${TopicArn} does not let ${SERVICE} publish${notJudged(statements)}`;
  if (!Attributes.KmsMasterKeyId) return undefined;
  const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: Attributes.KmsMasterKeyId }));
  const { KeyId, Arn: resource = "" } = KeyMetadata!;
  const { Policy } = await kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: "default" }));
  const context = { "kms:EncryptionContext:aws:sns:topicArn": TopicArn };
  const ofKey = statementsOf(Policy);
  const mayUse = ["kms:Decrypt", "kms:GenerateDataKey"].every((action) =>
    allows(ofKey, { action, resource, context }),
  );
  return mayUse
    ? undefined
    : `The policy of key ${KeyId} does not let ${SERVICE} use it for ${TopicArn}${notJudged(ofKey)}`;
}

/** Whether a statement of a resource's policy lets EventBridge make a call, and none refuses it. */
function allows(statements: readonly Statement[], access: Access): boolean {
  return verdict(statements.filter(isForService), access) === "allowed";
}

function isForService({ Principal = {} }: Statement): boolean {
  const principals = typeof Principal === "string" ? [Principal] : Object.values(Principal).flatMap(list);
  return principals.some((principal) => principal === "*" || principal === SERVICE);
}

/** What a refusal adds about conditions that the emulator cannot judge. */
function notJudged(statements: readonly Statement[]): string {
  const unknown = unknownOperators(statements);
  return unknown.length === 0 ? "" : `, as the emulator does not know its ${unknown.join(", ")}`;
}

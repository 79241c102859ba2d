import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import type { Partition } from "../../model/aws-region";
import { alertTopicName } from "../../model/names";
import { policyDocument, type PolicyDocument } from "../iam/policy-document";

export interface AlertTopicProps {
  /** Name of the cluster. */
  readonly clusterName: string;
  /** AWS partition of the region. */
  readonly partition: Partition;
  /** AWS region. */
  readonly region: string;
  /** AWS account. */
  readonly accountId: string;
  /** Gets a message to confirm first, and then every alert. */
  readonly email: string;
}

/**
 * An encrypted SNS topic that EventBridge may publish to, with one subscriber.
 *
 * The topic has a key of its own. AWS manages the other choice, `alias/aws/sns`: its policy cannot be changed,
 * and does not let EventBridge use it.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html
 */
export class AlertTopic extends Construct {
  readonly topicArn: string;

  constructor(scope: Construct, id: string, props: AlertTopicProps) {
    super(scope, id);
    const name = alertTopicName(props.clusterName);
    const key = new KmsKey(this, "key", {
      description: `${props.clusterName} alerts encryption key`,
      enableKeyRotation: true,
      policy: JSON.stringify(keyPolicy(props, name)),
    });
    const topic = new SnsTopic(this, "topic", {
      name,
      // Who the messages are from.
      displayName: props.clusterName,
      kmsMasterKeyId: key.arn,
    });
    new SnsTopicSubscription(this, "subscription", {
      topicArn: topic.arn,
      protocol: "email",
      endpoint: props.email,
    });
    new SnsTopicPolicy(this, "policy", {
      arn: topic.arn,
      policy: JSON.stringify(topicPolicy(topic.arn)),
    });
    this.topicArn = topic.arn;
  }
}

/**
 * EventBridge may use the key for this topic only. There is no condition on `aws:SourceArn` or
 * `aws:SourceAccount`: EventBridge does not send them to KMS, and would be refused.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
function keyPolicy({ partition, region, accountId }: AlertTopicProps, topicName: string): PolicyDocument {
  return policyDocument(
    {
      Sid: "Default",
      Effect: "Allow",
      Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
      Action: "kms:*",
      Resource: "*",
    },
    {
      Sid: "EventBridge",
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
      Resource: "*",
      Condition: {
        StringEquals: {
          "kms:EncryptionContext:aws:sns:topicArn": `arn:${partition}:sns:${region}:${accountId}:${topicName}`,
        },
      },
    },
  );
}

/**
 * EventBridge may publish to this topic, whichever rule it acts for: AWS documents that a topic's policy for
 * EventBridge cannot have a condition.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions
 */
function topicPolicy(topicArn: string): PolicyDocument {
  return policyDocument(
    {
      Sid: "EventBridge",
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sns:Publish",
      Resource: topicArn,
    },
    {
      Sid: "OnlyEncryptedInTransit",
      Effect: "Deny",
      Principal: { AWS: "*" },
      Action: "sns:Publish",
      Resource: topicArn,
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  );
}

import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { Construct } from "constructs";
import type { Partition } from "../../model/aws-region";
import { namePrefix } from "../../model/names";
import { ALERT_EVENTS, ALERT_PATHS } from "./alert-events";
import { AlertTopic } from "./alert-topic";

export interface AlertsProps {
  /** Name of the cluster. */
  readonly clusterName: string;
  /** AWS partition of the region. */
  readonly partition: Partition;
  /** AWS region. */
  readonly region: string;
  /** AWS account. */
  readonly accountId: string;
  /** Address that the alerts go to, once its owner has confirmed the subscription. */
  readonly email: string;
  /** The queues to watch. */
  readonly queueArns: readonly string[];
}

/**
 * How many ARNs of queues with names of 128 characters fit into the 2048 characters of a rule's pattern.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
 */
const QUEUES_PER_RULE = 9;

/**
 * Mail about failed jobs and blocked queues.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/batch_cwe_events.html
 */
export class Alerts extends Construct {
  constructor(scope: Construct, id: string, props: AlertsProps) {
    super(scope, id);
    const topic = new AlertTopic(this, "topic", props);
    for (const [index, queueArns] of groups(props.queueArns).entries()) {
      for (const [purpose, event] of Object.entries(ALERT_EVENTS)) {
        const id = index === 0 ? purpose : `${purpose}-${index + 1}`;
        const rule = new CloudwatchEventRule(this, id, {
          namePrefix: namePrefix(props.clusterName, `-${purpose}-`, "eventRule"),
          description: event.description,
          eventPattern: JSON.stringify({
            source: ["aws.batch"],
            "detail-type": [event.detailType],
            detail: { jobQueue: queueArns, ...event.detail },
          }),
        });
        new CloudwatchEventTarget(this, `${id}-target`, {
          rule: rule.name,
          targetId: "topic",
          arn: topic.topicArn,
          inputTransformer: {
            inputPaths: { ...ALERT_PATHS },
            // EventBridge takes text that is no JSON object as lines in quotes.
            inputTemplate: event.message.map((line) => JSON.stringify(line)).join("\n"),
          },
        });
      }
    }
  }
}

function groups(queueArns: readonly string[]): string[][] {
  const count = Math.ceil(queueArns.length / QUEUES_PER_RULE);
  return Array.from({ length: count }, (_, index) =>
    queueArns.slice(index * QUEUES_PER_RULE, (index + 1) * QUEUES_PER_RULE),
  );
}

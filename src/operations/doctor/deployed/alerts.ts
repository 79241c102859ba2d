import { paginateListSubscriptionsByTopic, paginateListTopics, type Subscription } from "@aws-sdk/client-sns";
import { alertTopicName } from "../../../model/names";
import { failed, ok, warning, type CheckResult } from "../check";
import type { Check } from "../context";

const CHECK = "alerts";

/** In place of the ARN of a subscription that nobody has confirmed. */
const PENDING = "PendingConfirmation";

/** Whether alerts reach the address that the variables name. */
export const checkAlerts: Check = async ({ aws, variables }) => {
  const { alert_email: email, eks_cluster_name: cluster } = variables;
  if (email === null) return [];
  const client = aws.sns;
  for await (const { Topics = [] } of paginateListTopics({ client }, {})) {
    const topic = Topics.find(({ TopicArn }) => TopicArn!.endsWith(`:${alertTopicName(cluster)}`));
    if (!topic) continue;
    const subscriptions: Subscription[] = [];
    for await (const page of paginateListSubscriptionsByTopic({ client }, topic as { TopicArn: string })) {
      subscriptions.push(...(page.Subscriptions ?? []));
    }
    return [judgeSubscription(email, subscriptions)];
  }
  return [failed(CHECK, `there is no topic ${alertTopicName(cluster)}`, "Run ./install.sh.")];
};

export function judgeSubscription(email: string, subscriptions: readonly Subscription[]): CheckResult {
  const own = subscriptions.find(({ Endpoint }) => Endpoint === email);
  if (!own) {
    return warning(
      CHECK,
      `${email} is not subscribed; AWS drops what was not confirmed within 48 hours`,
      "Run ./install.sh for another message to confirm.",
    );
  }
  if (own.SubscriptionArn === PENDING) {
    return warning(
      CHECK,
      `${email} gets nothing before its owner confirms`,
      "Follow the link in the message of AWS Notifications; look among the spam, too.",
    );
  }
  return ok(CHECK, `go to ${email}`);
}

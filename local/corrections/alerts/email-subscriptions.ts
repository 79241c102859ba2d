import { GetSubscriptionAttributesCommand } from "@aws-sdk/client-sns";
import { AwsError } from "../../protocol/aws-error";
import type { HttpAnswer } from "../../protocol/protocol";
import type { Correction, CorrectionContext } from "../correction";
import { buildXml, childrenOf, element, parseXml, putChild, textOf, type XmlNode } from "../ordered-xml";

/** Subscriptions of addresses for mail wait for a confirmation that nobody here can give. */
export function emailSubscriptions({ clients }: CorrectionContext): Correction {
  return {
    service: "sns",
    actions: ["GetSubscriptionAttributes", "ListSubscriptions", "ListSubscriptionsByTopic", "Unsubscribe"],
    why: "moto takes subscriptions of mail addresses as confirmed",
    async handle({ request, action, forward }) {
      if (action === "Unsubscribe") {
        const SubscriptionArn = request.form.get("SubscriptionArn") ?? "";
        const { sns } = clients(request.region);
        const answer = await sns
          .send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))
          .catch(() => undefined);
        if (answer?.Attributes?.Protocol === "email") throw pendingConfirmation();
        return forward();
      }
      const answer = await forward();
      if (answer.status !== 200) return answer;
      return action === "GetSubscriptionAttributes" ? withPendingAttributes(answer) : withPendingArns(answer);
    },
  };
}

/** @see https://docs.aws.amazon.com/sns/latest/api/API_GetSubscriptionAttributes.html */
function withPendingAttributes(answer: HttpAnswer): HttpAnswer {
  const document = parseXml(answer.body.toString());
  const entries = elementsAt(document, [
    "GetSubscriptionAttributesResponse",
    "GetSubscriptionAttributesResult",
    "Attributes",
    "entry",
  ]);
  const entry = (key: string): XmlNode[] | undefined => entries.find((found) => textOf(found, "key") === key);
  if (textOf(entry("Protocol") ?? [], "value") !== "email") return answer;
  for (const [key, value] of [
    ["PendingConfirmation", "true"],
    ["ConfirmationWasAuthenticated", "false"],
  ] as const) {
    putChild(entry(key)!, element("value", value));
  }
  return { ...answer, body: buildXml(document) };
}

/** Before its confirmation a subscription is listed without its ARN. */
function withPendingArns(answer: HttpAnswer): HttpAnswer {
  const document = parseXml(answer.body.toString());
  for (const action of ["ListSubscriptions", "ListSubscriptionsByTopic"]) {
    const path = [`${action}Response`, `${action}Result`, "Subscriptions", "member"];
    for (const subscription of elementsAt(document, path)) {
      if (textOf(subscription, "Protocol") !== "email") continue;
      putChild(subscription, element("SubscriptionArn", "PendingConfirmation"));
    }
  }
  return { ...answer, body: buildXml(document) };
}

function elementsAt(document: XmlNode[], path: readonly string[]): XmlNode[][] {
  return path.reduce((nodes, name) => nodes.flatMap((node) => childrenOf(node, name)), [document]);
}

function pendingConfirmation(): AwsError {
  return new AwsError(
    "InvalidParameter",
    "Invalid parameter: SubscriptionArn Reason: Cannot unsubscribe a subscription that is pending confirmation",
  );
}

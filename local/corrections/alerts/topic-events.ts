import { randomUUID } from "node:crypto";
import type { PutEventsRequestEntry } from "@aws-sdk/client-eventbridge";
import { awsEvent } from "../../events/event";
import { EventBus } from "../../events/event-bus";
import { jsonAnswer } from "../../protocol/protocol";
import type { Correction, CorrectionContext } from "../correction";

/** Sends events to the topics that are targets of their rules; moto takes care of all others. */
export function topicEvents({ clients }: CorrectionContext): Correction {
  const bus = new EventBus(clients);
  return {
    service: "events",
    actions: ["PutEvents"],
    why: "moto breaks when the rule of an event has a topic as its target, even where the rule is disabled",
    async handle({ request, forward }) {
      const { Entries } = JSON.parse(request.body.toString()) as { Entries: PutEventsRequestEntry[] };
      if (Entries.some(({ EventBusName = "default" }) => EventBusName !== "default")) return forward();
      const events = Entries.map(({ Source = "", DetailType = "", Detail = "{}", Resources = [] }) =>
        awsEvent(request.region, {
          source: Source,
          detailType: DetailType,
          resources: Resources,
          detail: JSON.parse(Detail) as object,
        }),
      );
      const rules = await Promise.all(events.map((event) => bus.rulesOf(event)));
      if (rules.flat().length === 0) return forward();
      for (const event of events) await bus.deliver(event);
      return jsonAnswer({ FailedEntryCount: 0, Entries: events.map(() => ({ EventId: randomUUID() })) });
    },
  };
}

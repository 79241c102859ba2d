import { ListRulesCommand, ListTargetsByRuleCommand, type Target } from "@aws-sdk/client-eventbridge";
import { PublishCommand } from "@aws-sdk/client-sns";
import { AwsError } from "../protocol/aws-error";
import type { MotoClients } from "../moto/moto";
import type { AwsEvent } from "./event";
import { matchesPattern } from "./event-pattern";
import { transformed } from "./input-transformer";
import { publishRefusal } from "./publish-permission";

interface Rule {
  readonly isEnabled: boolean;
  readonly pattern: unknown;
  readonly targets: readonly Target[];
}

/**
 * The default event buses, as far as moto has none: hands events on to the SNS topics that are targets
 * of moto's rules, where the policies of topic and key let EventBridge publish.
 */
export class EventBus {
  /** Lists of rules that are being fetched: many jobs change at once. */
  private readonly pending = new Map<string, Promise<readonly Rule[]>>();
  private closed = false;

  constructor(private readonly clients: (region: string) => MotoClients) {}

  /** @throws AwsError with status 501 when the event would go to something else than a topic. */
  async deliver(event: AwsEvent): Promise<void> {
    const clients = this.clients(event.region);
    const enabled = (await this.rulesOf(event)).filter(({ isEnabled }) => isEnabled);
    for (const target of enabled.flatMap(({ targets }) => targets)) {
      if (!isTopic(target)) throw notEmulated(target);
      const Message = target.InputTransformer
        ? transformed(target.InputTransformer, event)
        : (target.Input ?? JSON.stringify(event));
      // AWS drops the event too, and counts it as FailedInvocations.
      const refusal = await publishRefusal(clients, target.Arn!);
      if (refusal) console.error(`An event ${event["detail-type"]} is dropped: ${refusal}.`);
      else await clients.sns.send(new PublishCommand({ TopicArn: target.Arn, Message }));
    }
  }

  /** Delivers an event some time. */
  publish(event: AwsEvent): void {
    this.deliver(event).catch((error: unknown) => {
      if (!this.closed) console.error(`The event ${event["detail-type"]} was lost:`, error);
    });
  }

  /** Afterwards nothing is told of events that get lost. */
  close(): void {
    this.closed = true;
  }

  /** The rules for an event, disabled ones included, that have a topic among their targets. */
  async rulesOf(event: AwsEvent): Promise<readonly Rule[]> {
    return (await this.rules(event.region)).filter(({ pattern }) => matchesPattern(pattern, event));
  }

  private rules(region: string): Promise<readonly Rule[]> {
    let pending = this.pending.get(region);
    if (!pending) {
      pending = this.fetchRules(region).finally(() => this.pending.delete(region));
      this.pending.set(region, pending);
    }
    return pending;
  }

  private async fetchRules(region: string): Promise<readonly Rule[]> {
    const { events } = this.clients(region);
    const found: Rule[] = [];
    let NextToken: string | undefined;
    do {
      const page = await events.send(new ListRulesCommand({ NextToken }));
      for (const { Name, State, EventPattern } of page.Rules ?? []) {
        if (!EventPattern) continue;
        const { Targets = [] } = await events.send(new ListTargetsByRuleCommand({ Rule: Name }));
        if (!Targets.some(isTopic)) continue;
        found.push({
          isEnabled: State === "ENABLED",
          pattern: JSON.parse(EventPattern),
          targets: Targets,
        });
      }
      NextToken = page.NextToken;
    } while (NextToken);
    return found;
  }
}

function isTopic({ Arn }: Target): boolean {
  return Arn!.split(":")[2] === "sns";
}

function notEmulated({ Arn }: Target): AwsError {
  return new AwsError("NotImplemented", `The emulator does not send events to ${Arn}.`, 501);
}

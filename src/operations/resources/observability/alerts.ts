import {
  DeleteRuleCommand,
  ListRulesCommand,
  ListTagsForResourceCommand as ListRuleTagsCommand,
  ListTargetsByRuleCommand,
  RemoveTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import { ListTagsForResourceCommand as ListTopicTagsCommand, paginateListTopics } from "@aws-sdk/client-sns";
import type { ResourceKind } from "../resource-kind";
import { unlessMissing } from "../../aws/errors";
import { tagsFromList, type Found } from "../found";
import { knownValues } from "../resource-kind";

/** Named, so never there twice. */
const TOPIC: ResourceKind = {
  type: "aws_sns_topic",
  noun: "SNS topic",
  commands: ({ id }) => [`sns delete-topic --topic-arn ${id}`],
  identity: ["name"],
  async list({ clients: { sns: client }, planned }) {
    const names = new Set(knownValues(planned, "name"));
    const found: Found[] = [];
    for await (const { Topics = [] } of paginateListTopics({ client }, {})) {
      for (const { TopicArn } of Topics) {
        const id = TopicArn!;
        const name = id.split(":").at(-1)!;
        if (!names.has(name)) continue;
        const answer = await unlessMissing(client.send(new ListTopicTagsCommand({ ResourceArn: id })));
        found.push({ id, tags: tagsFromList(answer?.Tags), phase: "ready", attributes: { name } });
      }
    }
    return found;
  },
};

/** Its targets send a message each: a rule that is there twice tells everything twice. */
const RULE: ResourceKind = {
  type: "aws_cloudwatch_event_rule",
  noun: "EventBridge rule",
  commands: ({ id }) => [`events remove-targets --rule ${id} --ids topic`, `events delete-rule --name ${id}`],
  identity: ["name_prefix"],
  async list({ clients: { events }, planned }) {
    const found: Found[] = [];
    for (const NamePrefix of knownValues(planned, "name_prefix")) {
      let NextToken: string | undefined;
      do {
        const page = await events.send(new ListRulesCommand({ NamePrefix, NextToken }));
        for (const { Name, Arn } of page.Rules ?? []) {
          const answer = await unlessMissing(events.send(new ListRuleTagsCommand({ ResourceARN: Arn })));
          found.push({
            id: Name!,
            arn: Arn!,
            tags: tagsFromList(answer?.Tags),
            phase: "ready",
            attributes: { name_prefix: Name },
          });
        }
        NextToken = page.NextToken;
      } while (NextToken);
    }
    return found;
  },
  async remove({ events }, { id: Rule }) {
    const { Targets = [] } = await events.send(new ListTargetsByRuleCommand({ Rule }));
    const Ids = Targets.map(({ Id }) => Id!);
    if (Ids.length > 0) await events.send(new RemoveTargetsCommand({ Rule, Ids }));
    await events.send(new DeleteRuleCommand({ Name: Rule }));
  },
};

/** What tells of failed and blocked work; the topic's key is among the other keys. */
export const ALERT_TYPES: readonly ResourceKind[] = [TOPIC, RULE];

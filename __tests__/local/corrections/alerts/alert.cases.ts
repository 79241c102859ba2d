import * as events from "@aws-sdk/client-eventbridge";
import * as kms from "@aws-sdk/client-kms";
import * as sns from "@aws-sdk/client-sns";
import { publishRefusal } from "../../../../local/events/publish-permission";
import { TopicSubscriber } from "../../../support/topic-subscriber";
import type { CorrectedAccount } from "../corrected-account";

const EVENT_BRIDGE = { Service: "events.amazonaws.com" };
const ALLOWED = {
  Effect: "Allow",
  Principal: EVENT_BRIDGE,
  Action: "sns:Publish",
  Resource: "arn:aws:sns:*:*:alerts*",
};
const KEY_ALLOWED = (topic: string): object => ({
  Effect: "Allow",
  Principal: EVENT_BRIDGE,
  Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
  Resource: "*",
  Condition: {
    StringEquals: { "kms:EncryptionContext:aws:sns:topicArn": `arn:aws:sns:us-east-1:123456789012:${topic}` },
  },
});

export function alertCases(account: CorrectedAccount): void {
  let topics: sns.SNSClient;
  let bus: events.EventBridgeClient;
  let TopicArn: string;

  beforeAll(async () => {
    topics = new sns.SNSClient(account.gateway.client);
    bus = new events.EventBridgeClient(account.gateway.client);
    TopicArn = (await topics.send(new sns.CreateTopicCommand({ Name: "alerts" }))).TopicArn!;
  });

  describe("an event whose rule has a topic as its target", () => {
    let subscriber: TopicSubscriber;

    beforeAll(async () => {
      subscriber = await TopicSubscriber.start(topics, TopicArn);
      const EventPattern = JSON.stringify({ source: ["test"], detail: { status: ["FAILED"] } });
      await bus.send(new events.PutRuleCommand({ Name: "failed", EventPattern }));
      const InputTransformer = {
        InputPathsMap: { job: "$.detail.job" },
        InputTemplate: '"Job <job> failed"',
      };
      await bus.send(
        new events.PutTargetsCommand({
          Rule: "failed",
          Targets: [{ Id: "topic", Arn: TopicArn, InputTransformer }],
        }),
      );
    });

    afterAll(() => subscriber.stop());

    const setPolicy = (Statement: object[]): Promise<unknown> =>
      topics.send(
        new sns.SetTopicAttributesCommand({
          TopicArn,
          AttributeName: "Policy",
          AttributeValue: JSON.stringify({ Version: "2012-10-17", Statement }),
        }),
      );

    const put = (status: string): Promise<events.PutEventsCommandOutput> =>
      bus.send(
        new events.PutEventsCommand({
          Entries: [{ Source: "test", DetailType: "Test", Detail: JSON.stringify({ job: "train", status }) }],
        }),
      );

    test.each<[string, object[]]>([
      ["has none for EventBridge", []],
      ["has a condition for EventBridge", [{ ...ALLOWED, Condition: { ArnLike: { "aws:SourceArn": "*" } } }]],
      ["lets another service publish", [{ ...ALLOWED, Principal: { Service: "s3.amazonaws.com" } }]],
      ["is about another topic", [{ ...ALLOWED, Resource: "arn:aws:sns:*:*:others" }]],
      [
        "refuses it under a condition that holds",
        [ALLOWED, { ...ALLOWED, Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "true" } } }],
      ],
      ["refuses it too", [ALLOWED, { ...ALLOWED, Effect: "Deny" }]],
    ])("is dropped where the topic's policy %s", async (_what, Statement) => {
      if (Statement.length > 0) await setPolicy(Statement);
      const told = jest.spyOn(console, "error").mockImplementation();
      expect(await put("FAILED")).toMatchObject({ FailedEntryCount: 0 });
      expect(told).toHaveBeenCalledWith(
        `An event Test is dropped: The policy of ${TopicArn} does not let events.amazonaws.com publish.`,
      );
      told.mockRestore();
      expect(subscriber.received).toEqual([]);
    });

    test("is dropped where the emulator does not know a condition of a refusal, and says so", async () => {
      const Condition = { NumericLessThan: { "aws:MultiFactorAuthAge": "5" } };
      await setPolicy([ALLOWED, { ...ALLOWED, Effect: "Deny", Condition }]);
      const told = jest.spyOn(console, "error").mockImplementation();
      await put("FAILED");
      expect(told).toHaveBeenCalledWith(
        expect.stringContaining("publish, as the emulator does not know its NumericLessThan."),
      );
      told.mockRestore();
      expect(subscriber.received).toEqual([]);
    });

    test("reaches the topic's subscribers in the rule's words, where the topic's policy lets EventBridge", async () => {
      const insecure = { Bool: { "aws:SecureTransport": "false" } };
      await setPolicy([ALLOWED, { ...ALLOWED, Effect: "Deny", Principal: "*", Condition: insecure }]);
      expect(await put("FAILED")).toMatchObject({
        FailedEntryCount: 0,
        Entries: [{ EventId: expect.any(String) as string }],
      });
      expect(subscriber.received).toMatchObject([{ Message: '"Job train failed"' }]);
    });

    test("reaches nobody when the pattern does not fit, or the rule is disabled", async () => {
      expect(await put("SUCCEEDED")).toMatchObject({ FailedEntryCount: 0 });
      await bus.send(new events.DisableRuleCommand({ Name: "failed" }));
      expect(await put("FAILED")).toMatchObject({ FailedEntryCount: 0 });
      expect(subscriber.received).toHaveLength(1);
    });
  });

  test.each<[string, object[], RegExp | undefined]>([
    ["is refused by a key whose policy does not let it", [], /^The policy of key /],
    ["is not by one whose policy does, for this topic", [KEY_ALLOWED("alerts-encrypted")], undefined],
    [
      "is refused by one whose policy has a condition that the emulator does not know",
      [{ ...KEY_ALLOWED("alerts-encrypted"), Condition: { NumericEquals: { a: "1" } } }],
      /the emulator does not know its NumericEquals$/,
    ],
    ["is refused by one whose policy does for another topic", [KEY_ALLOWED("others")], /^The policy of key /],
  ])("EventBridge %s, where the topic is encrypted", async (_what, Statement, refusal) => {
    const keys = new kms.KMSClient(account.gateway.client);
    const root = {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::123456789012:root" },
      Action: "kms:*",
      Resource: "*",
    };
    const Policy = JSON.stringify({ Statement: [root, ...Statement] });
    const { KeyMetadata } = await keys.send(new kms.CreateKeyCommand({ Policy }));
    const Attributes = {
      KmsMasterKeyId: KeyMetadata!.Arn!,
      Policy: JSON.stringify({ Statement: [ALLOWED] }),
    };
    const clients = account.gateway.moto.clients("us-east-1");
    const { TopicArn: encrypted } = await clients.sns.send(
      new sns.CreateTopicCommand({ Name: "alerts-encrypted", Attributes }),
    );
    const told = await publishRefusal(clients, encrypted!);
    if (refusal) expect(told).toMatch(refusal);
    else expect(told).toBeUndefined();
    await topics.send(new sns.DeleteTopicCommand({ TopicArn: encrypted }));
  });

  describe("a subscription of a mail address", () => {
    let SubscriptionArn: string;

    beforeAll(async () => {
      const answer = await topics.send(
        new sns.SubscribeCommand({
          TopicArn,
          Protocol: "email",
          Endpoint: "a@example.com",
          ReturnSubscriptionArn: true,
        }),
      );
      SubscriptionArn = answer.SubscriptionArn!;
    });

    test("waits for its confirmation", async () => {
      const { Attributes } = await topics.send(new sns.GetSubscriptionAttributesCommand({ SubscriptionArn }));
      expect(Attributes).toMatchObject({
        SubscriptionArn,
        PendingConfirmation: "true",
        ConfirmationWasAuthenticated: "false",
      });
    });

    test.each([
      ["all", () => topics.send(new sns.ListSubscriptionsCommand({}))],
      ["the topic's", () => topics.send(new sns.ListSubscriptionsByTopicCommand({ TopicArn }))],
    ])("is listed among %s without its ARN, others with theirs", async (_, list) => {
      const { Subscriptions = [] } = await list();
      const arns = Subscriptions.map(({ Protocol, SubscriptionArn: arn }) => `${Protocol} ${arn}`).sort();
      expect(arns).toEqual(["email PendingConfirmation", expect.stringMatching(/^http arn:/)]);
    });

    test("cannot be ended, but goes with its topic", async () => {
      await expect(topics.send(new sns.UnsubscribeCommand({ SubscriptionArn }))).rejects.toMatchObject({
        name: "InvalidParameterException",
        message: expect.stringContaining("pending confirmation") as string,
      });
      await topics.send(new sns.DeleteTopicCommand({ TopicArn }));
      expect(await topics.send(new sns.ListSubscriptionsCommand({}))).toMatchObject({ Subscriptions: [] });
    });
  });
}

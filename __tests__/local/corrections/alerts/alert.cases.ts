import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import * as events from "@aws-sdk/client-eventbridge";
import * as sns from "@aws-sdk/client-sns";
import type { CorrectedAccount } from "../corrected-account";

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
    const received: { readonly Message: string }[] = [];
    let subscriber: Server;

    beforeAll(async () => {
      subscriber = createServer((message, response) => {
        const chunks: Buffer[] = [];
        message.on("data", (chunk: Buffer) => chunks.push(chunk));
        message.on("end", () => {
          received.push(JSON.parse(Buffer.concat(chunks).toString()) as (typeof received)[number]);
          response.end();
        });
      });
      await new Promise<void>((resolve) => subscriber.listen(0, "127.0.0.1", resolve));
      const Endpoint = `http://127.0.0.1:${(subscriber.address() as AddressInfo).port}/`;
      await topics.send(new sns.SubscribeCommand({ TopicArn, Protocol: "http", Endpoint }));
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

    afterAll(() => subscriber.close());

    const put = (status: string): Promise<events.PutEventsCommandOutput> =>
      bus.send(
        new events.PutEventsCommand({
          Entries: [{ Source: "test", DetailType: "Test", Detail: JSON.stringify({ job: "train", status }) }],
        }),
      );

    test("reaches the topic's subscribers in the rule's words", async () => {
      expect(await put("FAILED")).toMatchObject({
        FailedEntryCount: 0,
        Entries: [{ EventId: expect.any(String) as string }],
      });
      expect(received).toMatchObject([{ Message: '"Job train failed"' }]);
    });

    test("reaches nobody when the pattern does not fit, or the rule is disabled", async () => {
      expect(await put("SUCCEEDED")).toMatchObject({ FailedEntryCount: 0 });
      await bus.send(new events.DisableRuleCommand({ Name: "failed" }));
      expect(await put("FAILED")).toMatchObject({ FailedEntryCount: 0 });
      expect(received).toHaveLength(1);
    });
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

import { checkAlerts } from "../../../../src/operations/doctor/deployed/alerts";
import { defaultVariables } from "../../../../src/model/variables";
import { CLUSTER, context, told, type Answers } from "../fakes";

const EMAIL = "batch-alerts@example.com";
const TOPIC = `arn:aws:sns:us-east-1:111122223333:${CLUSTER}-alerts`;
const confirmed = { Endpoint: EMAIL, SubscriptionArn: `${TOPIC}:1234` };

const check = (answers: Answers, alert_email: string | null = EMAIL): ReturnType<typeof checkAlerts> =>
  checkAlerts(
    context({
      answers: {
        ListTopics: ({ NextToken }: { NextToken?: string }) =>
          NextToken
            ? { Topics: [{ TopicArn: TOPIC }] }
            : { Topics: [{ TopicArn: `${TOPIC}-of-others` }], NextToken: "more" },
        ...answers,
      },
      variables: { ...defaultVariables(), alert_email },
    }),
  );

it("says nothing, and asks nothing, without an address", async () =>
  expect(await check({ ListTopics: new Error("asked") }, null)).toEqual([]));

it("is fine with an address that was confirmed, on whatever page", async () =>
  expect(
    told(
      await check({
        ListSubscriptionsByTopic: ({ TopicArn, NextToken }: { TopicArn: string; NextToken?: string }) =>
          TopicArn === TOPIC && NextToken
            ? { Subscriptions: [confirmed] }
            : { Subscriptions: [{ Endpoint: "other@example.com" }], NextToken: "more" },
      }),
      "alerts",
    ),
  ).toBe(`ok: go to ${EMAIL}`));

it("warns of an address that was not confirmed", async () =>
  expect(
    told(
      await check({
        ListSubscriptionsByTopic: {
          Subscriptions: [{ ...confirmed, SubscriptionArn: "PendingConfirmation" }],
        },
      }),
      "alerts",
    ),
  ).toMatch(/^warning: batch-alerts@example\.com gets nothing before its owner confirms\nFollow the link/));

it("warns of an address that AWS dropped", async () =>
  expect(
    told(
      await check({
        ListSubscriptionsByTopic: { Subscriptions: [{ ...confirmed, Endpoint: "other@example.com" }] },
      }),
      "alerts",
    ),
  ).toMatch(/^warning: batch-alerts@example\.com is not subscribed.*\nRun \.\/install\.sh/));

it("fails without the topic", async () =>
  expect(told(await check({ ListTopics: { Topics: [] } }), "alerts")).toBe(
    `failed: there is no topic ${CLUSTER}-alerts\nRun ./install.sh.`,
  ));

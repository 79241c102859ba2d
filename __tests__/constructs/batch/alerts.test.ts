import { Alerts } from "../../../src/constructs/batch/alerts";
import { ALERT_PATHS } from "../../../src/constructs/batch/alert-events";
import { parsePolicy } from "../../support/policy";
import { synthesizeStack } from "../../support/synthesize";
import type { SynthesizedStack } from "../../support/synthesized-stack";

const QUEUE_ARNS = [
  "arn:aws-cn:batch:cn-north-1:111122223333:job-queue/jobs_OD",
  "arn:aws-cn:batch:cn-north-1:111122223333:job-queue/jobs_SPOT",
];

function alertsOf(queueArns: readonly string[]): SynthesizedStack {
  return synthesizeStack((scope) => {
    new Alerts(scope, "alerts", {
      clusterName: "ml",
      partition: "aws-cn",
      region: "cn-north-1",
      accountId: "111122223333",
      email: "batch-alerts@example.com",
      queueArns,
    });
  });
}

const stack = alertsOf(QUEUE_ARNS);

it("consists of an encrypted topic with a subscriber, and a rule with its target for each kind of event", () =>
  expect(stack.tree()).toMatchInlineSnapshot(`
    "alerts/blocked-queues  aws_cloudwatch_event_rule
    alerts/blocked-queues-target  aws_cloudwatch_event_target
    alerts/failed-jobs  aws_cloudwatch_event_rule
    alerts/failed-jobs-target  aws_cloudwatch_event_target
    alerts/topic/key  aws_kms_key
    alerts/topic/policy  aws_sns_topic_policy
    alerts/topic/subscription  aws_sns_topic_subscription
    alerts/topic/topic  aws_sns_topic"
  `));

describe("a rule", () => {
  const pattern = (path: string): unknown =>
    JSON.parse(String(stack.resource(path).event_pattern)) as unknown;

  it("takes failed jobs of the given queues, an array as a whole", () =>
    expect(pattern("alerts/failed-jobs")).toEqual({
      source: ["aws.batch"],
      "detail-type": ["Batch Job State Change"],
      detail: {
        jobQueue: QUEUE_ARNS,
        status: ["FAILED"],
        arrayProperties: { index: [{ exists: false }] },
      },
    }));

  it("takes the given queues when they are blocked", () =>
    expect(pattern("alerts/blocked-queues")).toEqual({
      source: ["aws.batch"],
      "detail-type": ["Batch Job Queue Blocked"],
      detail: { jobQueue: QUEUE_ARNS },
    }));

  it.each(["failed-jobs", "blocked-queues"])("%s has a generated name and sends to the topic", (purpose) => {
    expect(stack.resource(`alerts/${purpose}`).name_prefix).toBe(`ml-${purpose}-`);
    // A fixed id: a second target of a rule would send every message twice.
    expect(stack.resource(`alerts/${purpose}-target`)).toMatchObject({
      rule: `\${alerts/${purpose}.name}`,
      target_id: "topic",
      arn: "${alerts/topic/topic.arn}",
    });
  });
});

it("watches any number of queues: each is in one rule of a kind, and no pattern is too long for EventBridge", () => {
  const names = Array.from({ length: 60 }, (_, index) => `${index}`.padStart(128, "q"));
  const arns = names.map((name) => `arn:aws-iso-b:batch:us-isob-east-1:111122223333:job-queue/${name}`);
  const rules = alertsOf(arns).resources("aws_cloudwatch_event_rule");
  const patterns = rules.map(({ event_pattern }) => String(event_pattern));
  expect(Math.max(...patterns.map(({ length }) => length))).toBeLessThanOrEqual(2048);
  for (const type of ["Batch Job State Change", "Batch Job Queue Blocked"]) {
    const watched = patterns
      .map((pattern) => JSON.parse(pattern) as { "detail-type": string[]; detail: { jobQueue: string[] } })
      .filter((pattern) => pattern["detail-type"][0] === type)
      .flatMap(({ detail }) => detail.jobQueue);
    expect(watched).toEqual(arns);
  }
});

describe.each(["failed-jobs", "blocked-queues"])("the message of %s", (purpose) => {
  const transformer = stack.resource(`alerts/${purpose}-target`).input_transformer as {
    readonly input_paths: Readonly<Record<string, string>>;
    readonly input_template: string;
  };

  it("is lines of text in quotes, as EventBridge wants them", () => {
    for (const line of transformer.input_template.split("\n")) expect(JSON.parse(line)).toMatch(/\w/);
  });

  it("names what happened, why and the next step, with nothing that the event has not", () => {
    expect(transformer.input_paths).toEqual(ALERT_PATHS);
    const used = [...transformer.input_template.matchAll(/<(\w+)>/g)].map(([, name]) => name);
    expect([...new Set(used)].sort()).toEqual(Object.keys(ALERT_PATHS).sort());
    expect(transformer.input_template).toContain("npm run job -- why <id>");
  });
});

describe("the topic", () => {
  it("is encrypted with a key of its own, which is rotated", () => {
    expect(stack.resource("alerts/topic/topic")).toMatchObject({
      name: "ml-alerts",
      display_name: "ml",
      kms_master_key_id: "${alerts/topic/key.arn}",
    });
    expect(stack.resource("alerts/topic/key")).toMatchObject({
      description: "ml alerts encryption key",
      enable_key_rotation: true,
    });
  });

  it("sends mail to the given address", () =>
    expect(stack.resource("alerts/topic/subscription")).toMatchObject({
      topic_arn: "${alerts/topic/topic.arn}",
      protocol: "email",
      endpoint: "batch-alerts@example.com",
    }));

  it("lets EventBridge publish, without a condition as AWS demands, and nobody without TLS", () =>
    expect(parsePolicy(stack.resource("alerts/topic/policy").policy).Statement).toEqual([
      {
        Sid: "EventBridge",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sns:Publish",
        Resource: "${alerts/topic/topic.arn}",
      },
      {
        Sid: "OnlyEncryptedInTransit",
        Effect: "Deny",
        Principal: { AWS: "*" },
        Action: "sns:Publish",
        Resource: "${alerts/topic/topic.arn}",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]));
});

describe("the key's policy", () => {
  const [account, eventBridge, ...others] = parsePolicy(stack.resource("alerts/topic/key").policy).Statement;

  it("gives the account everything, and nobody else but EventBridge anything", () => {
    expect(account).toMatchObject({
      Principal: { AWS: "arn:aws-cn:iam::111122223333:root" },
      Action: "kms:*",
    });
    expect(others).toEqual([]);
  });

  // EventBridge's calls of KMS have no source: a condition on it would lose every alert in silence.
  it("lets EventBridge use the key for this topic, without a condition on the source", () =>
    expect(eventBridge).toEqual({
      Sid: "EventBridge",
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
      Resource: "*",
      Condition: {
        StringEquals: {
          "kms:EncryptionContext:aws:sns:topicArn": "arn:aws-cn:sns:cn-north-1:111122223333:ml-alerts",
        },
      },
    }));
});

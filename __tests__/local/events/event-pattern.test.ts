import { matchesPattern } from "../../../local/events/event-pattern";

const event = {
  source: "aws.batch",
  resources: ["arn:job", "arn:queue"],
  detail: { status: "FAILED", arrayProperties: { size: 2 } },
};

it.each([
  [{ source: ["aws.batch"] }, true],
  [{ source: ["aws.ec2", "aws.batch"] }, true],
  [{ source: ["aws.ec2"] }, false],
  [{ source: ["aws.batch"], detail: { status: ["SUCCEEDED"] } }, false],
  [{ resources: ["arn:queue"] }, true],
  [{ resources: ["arn:other"] }, false],
  [{ detail: { arrayProperties: { size: [{ exists: true }] } } }, true],
  [{ detail: { arrayProperties: { index: [{ exists: true }] } } }, false],
  [{ detail: { arrayProperties: { index: [{ exists: false }] } } }, true],
  [{ detail: { nodeProperties: { index: [{ exists: false }] } } }, true],
])("%j: %s", (pattern, expected) => expect(matchesPattern(pattern, event)).toBe(expected));

it.each([{ source: [{ prefix: "aws." }] }, { $or: [{ source: ["aws.batch"] }] }])(
  "%j is not made up but refused",
  (pattern) =>
    expect(() => matchesPattern(pattern, event)).toThrow(
      expect.objectContaining({ code: "NotImplemented", status: 501 }) as Error,
    ),
);

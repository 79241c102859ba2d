import { checkRetryStrategy, retries } from "../../../../local/batch/job-definitions/retry-strategy";
import { retryCondition, retryStrategy } from "../../../../src/operations/jobs/submit/retry-rules";

const SPOT = { onStatusReason: "Host EC2*" };

test.each([
  ["spot", SPOT],
  ["75", { onExitCode: "75" }],
  ["13*", { onExitCode: "13*" }],
  ["*", { onExitCode: "*" }],
  ["reason:OOMKilled", { onReason: "OOMKilled" }],
  ["status:Task failed to start", { onStatusReason: "Task failed to start" }],
])("%s is a condition", (text, condition) => {
  expect(retryCondition("--retry-on", text)).toEqual(condition);
});

test.each(["", "0", "256", "1000", "-1", "1*3", "**", "Spot", "reason:", "code:1"])(
  "%j is none: the message says what there is",
  (text) => {
    expect(() => retryCondition("--retry-on", text)).toThrow(
      `--retry-on must be spot, an exit code from 1 to 255 such as 75 or 13*, reason:TEXT or status:TEXT, got "${text}".`,
    );
  },
);

test.each(["reason:a*b", "status:Host (EC2)*", `reason:${"a".repeat(513)}`])(
  "%s has a pattern that AWS Batch refuses",
  (text) => expect(() => retryCondition("--fail-on", text)).toThrow("* at the end only"),
);

test("without a rule the number alone counts, and without both the definition's strategy stays", () => {
  expect(retryStrategy({})).toBeUndefined();
  expect(retryStrategy({ retries: 0 })).toEqual({ attempts: 1 });
  expect(retryStrategy({ retries: 2, retryOn: [], failOn: [] })).toEqual({ attempts: 3 });
});

test("--retry-on tries what it names three times more, and nothing else", () => {
  const strategy = retryStrategy({ retryOn: [SPOT, { onExitCode: "75" }] })!;
  expect(strategy).toEqual({
    attempts: 4,
    evaluateOnExit: [
      { action: "RETRY", ...SPOT },
      { action: "RETRY", onExitCode: "75" },
      { action: "EXIT", onReason: "*" },
    ],
  });
  checkRetryStrategy(strategy);
  const lost = { statusReason: "Host EC2 (instance i-0123456789abcdef0) terminated." };
  expect(retries(strategy, 3, lost)).toBe(true);
  expect(retries(strategy, 4, lost)).toBe(false);
  expect(retries(strategy, 1, { exitCode: 75, reason: "Error" })).toBe(true);
  expect(retries(strategy, 1, { exitCode: 1, reason: "Error" })).toBe(false);
  expect(retries(strategy, 1, {})).toBe(false);
});

test("--fail-on ends what it names, and comes before --retry-on", () => {
  const alone = retryStrategy({ retries: 1, failOn: [{ onExitCode: "2" }] })!;
  expect(alone).toEqual({ attempts: 2, evaluateOnExit: [{ action: "EXIT", onExitCode: "2" }] });
  expect(retries(alone, 1, { exitCode: 2 })).toBe(false);
  expect(retries(alone, 1, { exitCode: 3 })).toBe(true);
  const both = retryStrategy({ failOn: [{ onExitCode: "2" }], retryOn: [{ onExitCode: "*" }] })!;
  expect(retries(both, 1, { exitCode: 2 })).toBe(false);
  expect(retries(both, 1, { exitCode: 3 })).toBe(true);
});

test("more rules than AWS Batch takes are refused, and rules without a further attempt", () => {
  const four = ["1", "2", "3", "4"].map((onExitCode) => ({ onExitCode }));
  expect(retryStrategy({ retryOn: four })!.evaluateOnExit).toHaveLength(5);
  expect(() => retryStrategy({ retryOn: [...four, SPOT] })).toThrow(
    "AWS Batch takes 5 rules, got 6; with --retry-on, one of them ends what no rule names.",
  );
  expect(() => retryStrategy({ failOn: [...four, ...four] })).toThrow("AWS Batch takes 5 rules, got 8.");
  expect(() => retryStrategy({ retries: 0, retryOn: [SPOT] })).toThrow("--retries 0 allows no further");
});

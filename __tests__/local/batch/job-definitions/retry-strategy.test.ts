import type { RetryStrategy } from "@aws-sdk/client-batch";
import { checkRetryStrategy, retries } from "../../../../local/batch/job-definitions/retry-strategy";

const SPOT_ONLY: RetryStrategy = {
  attempts: 3,
  evaluateOnExit: [
    { onStatusReason: "Host EC2*", action: "RETRY" },
    { onReason: "*", action: "EXIT" },
  ],
};

describe("retries", () => {
  test("a job without a strategy has one attempt", () => {
    expect(retries(undefined, 1, { exitCode: 1 })).toBe(false);
  });

  test("a failed attempt is followed by another until the attempts are used up", () => {
    expect(retries({ attempts: 2 }, 1, { exitCode: 1 })).toBe(true);
    expect(retries({ attempts: 2 }, 2, { exitCode: 1 })).toBe(false);
  });

  test("the first rule that matches decides", () => {
    expect(retries(SPOT_ONLY, 1, { statusReason: "Host EC2 (instance i-1) terminated." })).toBe(true);
    expect(retries(SPOT_ONLY, 1, { exitCode: 1, reason: "Error" })).toBe(false);
  });

  test("the job is retried where no rule matches", () => {
    const strategy: RetryStrategy = { attempts: 2, evaluateOnExit: [{ onExitCode: "3", action: "EXIT" }] };
    expect(retries(strategy, 1, { exitCode: 4 })).toBe(true);
    expect(retries(strategy, 1, { exitCode: 3 })).toBe(false);
  });

  test("all conditions of a rule must hold", () => {
    const strategy: RetryStrategy = {
      attempts: 2,
      evaluateOnExit: [{ onExitCode: "1*", onReason: "Error", action: "EXIT" }],
    };
    expect(retries(strategy, 1, { exitCode: 137, reason: "Error" })).toBe(false);
    expect(retries(strategy, 1, { exitCode: 137, reason: "OOMKilled" })).toBe(true);
  });

  test("the action may be in small letters", () => {
    const strategy = { attempts: 2, evaluateOnExit: [{ onExitCode: "*", action: "exit" }] } as unknown;
    expect(retries(strategy as RetryStrategy, 1, { exitCode: 1 })).toBe(false);
  });
});

describe("checkRetryStrategy", () => {
  test.each<[string, RetryStrategy, string]>([
    ["11 attempts", { attempts: 11 }, "between 1 and 10, got 11"],
    [
      "rules without attempts",
      { evaluateOnExit: [{ onExitCode: "1", action: "EXIT" }] },
      "attempts must be specified",
    ],
    [
      "six rules",
      { attempts: 2, evaluateOnExit: Array(6).fill({ onExitCode: "1", action: "EXIT" }) as [] },
      "at most 5",
    ],
    ["a rule without a condition", { attempts: 2, evaluateOnExit: [{ action: "EXIT" }] }, "needs one of"],
    [
      "an asterisk within a pattern",
      { attempts: 2, evaluateOnExit: [{ onReason: "a*b", action: "EXIT" }] },
      "onReason should match",
    ],
    [
      "letters in an exit code",
      { attempts: 2, evaluateOnExit: [{ onExitCode: "1x", action: "EXIT" }] },
      "onExitCode should match",
    ],
  ])("refuses %s", (_, strategy, message) => {
    expect(() => checkRetryStrategy(strategy)).toThrow(message);
  });

  test("accepts patterns that end with an asterisk", () => {
    expect(() => checkRetryStrategy(SPOT_ONLY)).not.toThrow();
  });
});

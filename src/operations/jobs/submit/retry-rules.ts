import type { EvaluateOnExit, RetryStrategy } from "@aws-sdk/client-batch";
import { UsageError } from "../model/command-line";

/** What a rule looks at: one member of AWS Batch's `EvaluateOnExit`, without the action. */
export type RetryCondition = Omit<EvaluateOnExit, "action">;

/** What a user wants of further attempts. */
export interface RetryRequest {
  /** Further attempts after a failed one. @default - 3 with a rule, else the definition's */
  readonly retries?: number | undefined;
  /** Failures that another attempt follows: no other failure has one. */
  readonly retryOn?: readonly RetryCondition[] | undefined;
  /** Failures that end the job at once, looked at first. */
  readonly failOn?: readonly RetryCondition[] | undefined;
}

const DEFAULT_RETRIES = 3;
const MAX_RULES = 5;

/** The last rule of AWS's own example: an end for what no other rule names. AWS Batch would retry it. */
const EVERYTHING_ELSE: EvaluateOnExit = { action: "EXIT", onReason: "*" };

/**
 * The retry strategy that a job is submitted with.
 *
 * @returns undefined when the definition's strategy stays
 * @throws UsageError
 * @see https://docs.aws.amazon.com/batch/latest/userguide/job_retries.html
 */
export function retryStrategy(request: RetryRequest): RetryStrategy | undefined {
  const { retries, retryOn = [], failOn = [] } = request;
  const rules: EvaluateOnExit[] = [
    ...failOn.map((condition) => ({ action: "EXIT" as const, ...condition })),
    ...retryOn.map((condition) => ({ action: "RETRY" as const, ...condition })),
    ...(retryOn.length > 0 ? [EVERYTHING_ELSE] : []),
  ];
  if (rules.length === 0) return retries === undefined ? undefined : { attempts: retries + 1 };
  if (retries === 0) throw new UsageError("--retries 0 allows no further attempt: leave out the rules.");
  if (rules.length > MAX_RULES) {
    const own = retryOn.length > 0 ? "; with --retry-on, one of them ends what no rule names" : "";
    throw new UsageError(`AWS Batch takes ${MAX_RULES} rules, got ${rules.length}${own}.`);
  }
  return { attempts: (retries ?? DEFAULT_RETRIES) + 1, evaluateOnExit: rules };
}

/**
 * Reads `spot`, an exit code, `reason:TEXT` or `status:TEXT`; a final asterisk stands for any rest.
 *
 * @throws UsageError
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_EvaluateOnExit.html
 */
export function retryCondition(option: string, text: string): RetryCondition {
  // AWS Batch names the instance behind these words: its text differs from job to job.
  if (text === "spot") return { onStatusReason: "Host EC2*" };
  if (/^(?!0+$)\d{0,3}\*?$/.test(text) && text !== "" && !(Number(text) > 255)) return { onExitCode: text };
  const [, member, pattern] = /^(reason|status):(.+)$/s.exec(text) ?? [];
  if (member === undefined || pattern === undefined) {
    throw new UsageError(
      `${option} must be spot, an exit code from 1 to 255 such as 75 or 13*, reason:TEXT or status:TEXT, got "${text}".`,
    );
  }
  if (!/^[A-Za-z0-9.:\s]{0,511}[A-Za-z0-9.:\s*]$/.test(pattern)) {
    throw new UsageError(
      `${option} ${member}: AWS Batch takes up to 512 letters, digits, periods, colons and spaces, ` +
        `and * at the end only, got "${pattern}".`,
    );
  }
  return member === "reason" ? { onReason: pattern } : { onStatusReason: pattern };
}

import type { EvaluateOnExit, RetryStrategy } from "@aws-sdk/client-batch";
import { parseRetryCondition, type RetryCondition } from "../../../model/retry-condition";
import { UsageError } from "../model/command-line";

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

/** Reads what an option says of failures. @throws UsageError */
export function retryCondition(option: string, text: string): RetryCondition {
  const condition = parseRetryCondition(text);
  if (typeof condition === "string") throw new UsageError(`${option} ${condition}.`);
  return condition;
}

import type { EvaluateOnExit, RetryStrategy } from "@aws-sdk/client-batch";
import { matchesAsterisk } from "../../protocol/asterisk";
import { invalidRequest } from "../errors";

/** What of a failed attempt decides whether there is another one. */
export interface FailedAttempt {
  readonly exitCode?: number | undefined;
  /** Reason of the container that failed. */
  readonly reason?: string | undefined;
  readonly statusReason?: string | undefined;
}

/**
 * Whether a failed attempt is followed by another one.
 *
 * @param attempt number of the failed attempt, the first one being 1
 * @see https://docs.aws.amazon.com/batch/latest/userguide/job_retries.html
 */
export function retries(
  strategy: RetryStrategy | undefined,
  attempt: number,
  failed: FailedAttempt,
): boolean {
  if (attempt >= (strategy?.attempts ?? 1)) return false;
  const rule = strategy?.evaluateOnExit?.find((candidate) => applies(candidate, failed));
  return rule?.action?.toUpperCase() !== "EXIT";
}

function applies(rule: EvaluateOnExit, failed: FailedAttempt): boolean {
  return (
    matches(rule.onExitCode, failed.exitCode?.toString()) &&
    matches(rule.onReason, failed.reason) &&
    matches(rule.onStatusReason, failed.statusReason)
  );
}

function matches(pattern: string | undefined, text = ""): boolean {
  return pattern === undefined || matchesAsterisk(pattern, text);
}

const TEXT_PATTERN = /^[A-Za-z0-9.:\s]{0,511}[A-Za-z0-9.:\s*]$/;
const EXIT_CODE_PATTERN = /^\d{0,511}[\d*]$/;

/** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_RetryStrategy.html */
export function checkRetryStrategy({ attempts, evaluateOnExit = [] }: RetryStrategy): void {
  if (attempts !== undefined && !(Number.isInteger(attempts) && attempts >= 1 && attempts <= 10)) {
    throw invalidRequest(`retryStrategy attempts must be between 1 and 10, got ${attempts}`);
  }
  if (evaluateOnExit.length > 0 && attempts === undefined) {
    throw invalidRequest("retryStrategy attempts must be specified with evaluateOnExit");
  }
  if (evaluateOnExit.length > 5) throw invalidRequest("evaluateOnExit can have at most 5 entries");
  for (const { action, onExitCode, onReason, onStatusReason } of evaluateOnExit) {
    if (!["RETRY", "EXIT"].includes(action?.toUpperCase() ?? "")) {
      throw invalidRequest(`evaluateOnExit action must be RETRY or EXIT, got ${action}`);
    }
    if (onExitCode === undefined && onReason === undefined && onStatusReason === undefined) {
      throw invalidRequest("evaluateOnExit needs one of onExitCode, onReason and onStatusReason");
    }
    checkPattern("onExitCode", onExitCode, EXIT_CODE_PATTERN);
    checkPattern("onReason", onReason, TEXT_PATTERN);
    checkPattern("onStatusReason", onStatusReason, TEXT_PATTERN);
  }
}

function checkPattern(member: string, pattern: string | undefined, allowed: RegExp): void {
  if (pattern !== undefined && !allowed.test(pattern)) {
    throw invalidRequest(`evaluateOnExit ${member} should match valid pattern, got ${pattern}`);
  }
}

/** Which failures a rule for further attempts means: one member of AWS Batch's `EvaluateOnExit`. */
export type RetryCondition =
  { readonly onExitCode: string } | { readonly onReason: string } | { readonly onStatusReason: string };

/** What AWS Batch takes as the beginning of a reason: an asterisk only at its end. */
export const REASON_PATTERN = /^[A-Za-z0-9.:\s]{0,511}[A-Za-z0-9.:\s*]$/;

/** What a text of a condition must be, as the end of a sentence. */
const FORMS = "must be spot, an exit code from 1 to 255 such as 75 or 13*, reason:TEXT or status:TEXT";

/**
 * Reads `spot`, an exit code, `reason:TEXT` or `status:TEXT`; a final asterisk stands for any rest.
 *
 * @returns what it means, or what is wrong with it as the end of a sentence
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_EvaluateOnExit.html
 */
export function parseRetryCondition(text: string): RetryCondition | string {
  // AWS Batch names the instance behind these words: its text differs from job to job.
  if (text === "spot") return { onStatusReason: "Host EC2*" };
  if (/^(?!0+$)\d{0,3}\*?$/.test(text) && text !== "" && !(Number(text) > 255)) return { onExitCode: text };
  const [, member, pattern] = /^(reason|status):(.+)$/s.exec(text) ?? [];
  if (member === undefined || pattern === undefined) return `${FORMS}, got "${text}"`;
  if (!REASON_PATTERN.test(pattern)) {
    return (
      `${member}: AWS Batch takes up to 512 letters, digits, periods, colons and spaces, ` +
      `and * at the end only, got "${pattern}"`
    );
  }
  return member === "reason" ? { onReason: pattern } : { onStatusReason: pattern };
}

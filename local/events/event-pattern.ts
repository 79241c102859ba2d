import { AwsError } from "../protocol/aws-error";

/**
 * Whether an event has what a pattern asks for: values that are the same, or `exists`.
 *
 * @throws AwsError with status 501 for the other comparisons that EventBridge knows
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function matchesPattern(pattern: unknown, event: unknown): boolean {
  return Object.entries(pattern as object).every(([field, wanted]) => {
    if (field === "$or") throw notEmulated(field);
    const value = memberOf(event, field);
    return Array.isArray(wanted)
      ? wanted.some((alternative) => matchesValue(alternative, value))
      : matchesPattern(wanted, value);
  });
}

/** @param value of an array, one of its members is enough */
function matchesValue(wanted: unknown, value: unknown): boolean {
  if (typeof wanted !== "object" || wanted === null) {
    return Array.isArray(value) ? value.includes(wanted) : value === wanted;
  }
  const [operator = "", operand] = Object.entries(wanted)[0] ?? [];
  if (operator !== "exists") throw notEmulated(operator);
  return (value !== undefined) === operand;
}

function memberOf(value: unknown, field: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[field] : undefined;
}

function notEmulated(operator: string): AwsError {
  return new AwsError(
    "NotImplemented",
    `The emulator does not implement ${operator} in event patterns.`,
    501,
  );
}

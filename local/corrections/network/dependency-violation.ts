import { AwsError } from "../../protocol/aws-error";

/**
 * EC2's refusal to delete what is in use.
 *
 * @param message EC2's own words
 * @param holders what uses it; EC2 does not say, but a reader of the emulator's error wants to know
 */
export function dependencyViolation(message: string, holders: readonly string[] = []): AwsError {
  const held = holders.length > 0 ? ` (held by ${holders.join(", ")})` : "";
  return new AwsError("DependencyViolation", message + held);
}

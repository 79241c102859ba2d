import { randomUUID } from "node:crypto";
import { AwsError } from "../protocol/aws-error";

/** The error Batch answers whatever the caller can put right. */
export function clientException(message: string): AwsError {
  return new AwsError("ClientException", message);
}

/** The words in which Batch refuses a request that breaks a rule of its API. */
export function invalidRequest(message: string): AwsError {
  return clientException(`Error executing request, Exception : ${message}, RequestId: ${randomUUID()}`);
}

/** For what the real Batch can do and the emulator cannot: never a made-up success. */
export function notEmulated(what: string): AwsError {
  return new AwsError(
    "NotImplemented",
    `The emulator implements AWS Batch on Amazon EKS only: no ${what}.`,
    501,
  );
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/;

/**
 * Checks a name as Batch does for all of its resources.
 *
 * @param what what is named, as the refusal begins, such as `Job name`
 */
export function checkName(what: string, name: string | undefined): asserts name is string {
  if (!NAME.test(name ?? "")) throw invalidRequest(`${what} should match valid pattern`);
}

/** Refuses to change what an earlier change is still being made to. */
export function checkSettled(operation: "update" | "delete", status: string | undefined): void {
  if (status !== "VALID" && status !== "INVALID") {
    throw clientException(`Cannot ${operation}, resource is being modified`);
  }
}

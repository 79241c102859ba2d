import { z } from "zod";
import { AwsError } from "../protocol/aws-error";

const callFault = z.strictObject({
  /** Signing name of the service. */
  service: z.string(),
  /** API action, or `*` for any. */
  action: z.string(),
  error: z.enum(["throttling", "500", "503", "connection-reset", "timeout", "lost-answer"]),
  /** How long a `timeout` keeps the caller waiting before it hangs up. */
  seconds: z.number().min(0).default(60),
  /** How many of the next calls fail. */
  count: z.int().min(1).default(1),
});

const failedState = z.strictObject({
  /** Transition that ends in its failed state, such as `eks.nodegroup.create`. */
  transition: z.string(),
  /** Name of the resource, or `*` for any. */
  resource: z.string().default("*"),
  reason: z.string().default("Failed on request of the emulator's user."),
  count: z.int().min(1).default(1),
});

export type CallFault = z.infer<typeof callFault>;
export type FailedState = z.infer<typeof failedState>;

/** Failures ordered through `POST /_emulator/faults`, each used up after its count. */
export class Faults {
  private callFaults: CallFault[] = [];
  private failedStates: FailedState[] = [];

  /** @throws ZodError when the order has neither shape. */
  order(input: unknown): void {
    // A union of both would only say "Invalid input", not which member is wrong.
    const isState = typeof input === "object" && input !== null && "transition" in input;
    if (isState) this.failedStates.push(failedState.parse(input));
    else this.callFaults.push(callFault.parse(input));
  }

  clear(): void {
    this.callFaults = [];
    this.failedStates = [];
  }

  /** The orders that were not used up yet. */
  pending(): (CallFault | FailedState)[] {
    return [...this.callFaults, ...this.failedStates];
  }

  takeCallFault(service: string, action: string): CallFault | undefined {
    return take(this.callFaults, (fault) => fault.service === service && matches(fault.action, action));
  }

  takeFailedState(transition: string, resource: string): FailedState | undefined {
    return take(
      this.failedStates,
      (state) => state.transition === transition && matches(state.resource, resource),
    );
  }
}

/**
 * The AWS error of an ordered fault. Those that end the connection have none: `connection-reset`
 * and `timeout` before the call is carried out, `lost-answer` after it.
 */
export function errorOfFault(fault: CallFault["error"]): AwsError | undefined {
  switch (fault) {
    case "throttling":
      return new AwsError("ThrottlingException", "Rate exceeded", 429);
    case "500":
      return new AwsError("InternalFailure", "An internal error occurred.", 500);
    case "503":
      return new AwsError("ServiceUnavailable", "The service is unavailable.", 503);
    case "connection-reset":
    case "timeout":
    case "lost-answer":
      return undefined;
  }
}

function matches(pattern: string, value: string): boolean {
  return pattern === "*" || pattern === value;
}

function take<T extends { count: number }>(orders: T[], wanted: (order: T) => boolean): T | undefined {
  const index = orders.findIndex(wanted);
  const found = orders[index];
  if (!found) return undefined;
  found.count -= 1;
  if (found.count === 0) orders.splice(index, 1);
  return found;
}

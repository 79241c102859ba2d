import { parsePolicy, type Statement } from "../support/policy";
import type { Block } from "../support/synthesized-stack";
import { listOf } from "./rule";

/** Attributes of any resource that hold a policy of IAM's grammar. */
const POLICY_ATTRIBUTES = ["policy", "assume_role_policy", "inline_policy", "access_policy"];

/** The statements of all policies of a block. */
export function statementsOf(block: Block): readonly Statement[] {
  return POLICY_ATTRIBUTES.map((attribute) => block[attribute])
    .filter((text) => typeof text === "string" && text.startsWith("{"))
    .flatMap((text) => parsePolicy(text).Statement);
}

/** Every principal of a statement, with its kind, such as `Service ec2.amazonaws.com`. */
export function principalsOf({ Principal: principal }: Statement): readonly string[] {
  if (typeof principal === "string") return [`Any ${principal}`];
  return Object.entries(principal ?? {}).flatMap(([kind, names]) =>
    listOf(names).map((name) => `${kind} ${String(name)}`),
  );
}

/** Every condition of a statement as operator, key and value. */
export function conditionsOf({
  Condition: condition,
}: Statement): readonly (readonly [string, string, string])[] {
  return Object.entries((condition ?? {}) as Record<string, Record<string, unknown>>).flatMap(
    ([operator, values]) =>
      Object.entries(values).flatMap(([key, value]) =>
        listOf(value).map((one) => [operator, key, String(one)] as const),
      ),
  );
}

/** How a report names a statement. */
export function titleOf({ Sid, Action }: Statement): string {
  return Sid ?? listOf(Action).join(", ");
}

import type { Found } from "../resources/found";
import type { ResourceKind } from "../resources/resource-kind";
import { UNKNOWN, type PlannedResource } from "../terraform/plan";

/** `later`: a value to compare is known only in a later plan. */
export type Match = "yes" | "no" | "later";

type Value = Exclude<Found["attributes"][string], undefined>;

/** What Terraform appends to a name prefix. */
const UNIQUE_SUFFIX = /^[0-9a-f]{26}$/;

/** Whether something that exists in AWS is what a resource of the plan stands for. */
export function matches(
  { identity }: Pick<ResourceKind, "identity">,
  planned: PlannedResource,
  { attributes }: Found,
): Match {
  let answer: Match = "yes";
  for (const path of identity) {
    const actual = attributes[path];
    if (actual === undefined) continue;
    const wanted = planned.value(path);
    if (wanted === UNKNOWN) answer = "later";
    else if (!agree(path, wanted, actual)) return "no";
  }
  return answer;
}

function agree(path: string, wanted: unknown, actual: Value): boolean {
  if (Array.isArray(actual)) return isSameSet(wanted, actual);
  if (path.endsWith("name_prefix")) return isGenerated(wanted, actual);
  if (isJson(wanted) && isJson(actual)) return canonical(wanted) === canonical(actual);
  return wanted === actual;
}

function isSameSet(wanted: unknown, actual: readonly unknown[]): boolean {
  return (
    Array.isArray(wanted) &&
    wanted.length === actual.length &&
    wanted.every((value) => actual.includes(value))
  );
}

function isGenerated(prefix: unknown, name: Value): boolean {
  if (typeof prefix !== "string" || prefix === "" || typeof name !== "string") return false;
  return name.startsWith(prefix) && UNIQUE_SUFFIX.test(name.slice(prefix.length));
}

function isJson(value: unknown): value is string {
  return typeof value === "string" && value.startsWith("{");
}

/** The same text for the same JSON, whatever the order of its keys and its white space. */
function canonical(json: string): string {
  return JSON.stringify(JSON.parse(json), (_, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  );
}

/** What a call wants to do. */
export interface Access {
  /** Such as `s3:GetObject`. */
  readonly action: string;
  /** ARN, or `*` where an action has no resource. */
  readonly resource: string;
  /** Values of condition keys, such as `s3:prefix`; a key that the call does not have is not there. */
  readonly context?: Readonly<Record<string, string>>;
}

export type Verdict = "allowed" | "not-allowed" | "denied";

type Words = string | readonly string[];

interface Statement {
  readonly Effect?: string;
  readonly Action?: Words;
  readonly NotAction?: Words;
  readonly Resource?: Words;
  readonly NotResource?: Words;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, Words>>>>;
}

/**
 * What the policies of a role say of a call: a denial counts more than what allows it.
 *
 * @param documents policies as JSON
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function verdict(documents: readonly string[], access: Access): Verdict {
  const statements = documents.flatMap(
    (document) => (JSON.parse(document) as { Statement?: Statement | Statement[] }).Statement ?? [],
  );
  const meant = statements.filter((statement) => concerns(statement, access));
  if (meant.some(({ Effect }) => Effect === "Deny")) return "denied";
  return meant.some(({ Effect }) => Effect === "Allow") ? "allowed" : "not-allowed";
}

function concerns(statement: Statement, { action, resource, context = {} }: Access): boolean {
  const { Action, NotAction, Resource, NotResource, Condition = {} } = statement;
  const isOf = (words: Words | undefined, value: string, flags = ""): boolean =>
    listOf(words).some((pattern) => matches(pattern, value, flags));
  const isAction = Action === undefined ? !isOf(NotAction, action, "i") : isOf(Action, action, "i");
  const isResource = Resource === undefined ? !isOf(NotResource, resource) : isOf(Resource, resource);
  if (!isAction || !isResource) return false;
  return Object.entries(Condition).every(([operator, keys]) =>
    Object.entries(keys).every(
      ([key, values]) => holds(operator, context[key], values) ?? statement.Effect === "Deny",
    ),
  );
}

/** @returns undefined for an operator that is not known here: what it would allow is not allowed */
function holds(operator: string, value: string | undefined, values: Words): boolean | undefined {
  switch (operator) {
    case "StringEquals":
      return value !== undefined && listOf(values).includes(value);
    case "StringNotEquals":
      return value === undefined || !listOf(values).includes(value);
    case "StringLike":
      return value !== undefined && listOf(values).some((pattern) => matches(pattern, value));
    case "StringNotLike":
      return value === undefined || !listOf(values).some((pattern) => matches(pattern, value));
    default:
      return undefined;
  }
}

function listOf(words: Words | undefined): readonly string[] {
  return typeof words === "string" ? [words] : (words ?? []);
}

/** IAM's wildcards: an asterisk for any characters, a question mark for one. */
function matches(pattern: string, value: string, flags = ""): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, `s${flags}`).test(value);
}

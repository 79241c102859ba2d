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

type OneOrMore<T> = T | readonly T[];

/** A statement of a policy, of an identity or of a resource. */
export interface Statement {
  readonly Effect?: string;
  readonly Principal?: string | Readonly<Record<string, OneOrMore<string>>>;
  readonly Action?: OneOrMore<string>;
  readonly NotAction?: OneOrMore<string>;
  readonly Resource?: OneOrMore<string>;
  readonly NotResource?: OneOrMore<string>;
  /** Values by operator and key. */
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMore<string>>>>>;
}

/** @param document a policy as JSON. @default - one without statements */
export function statementsOf(document = "{}"): Statement[] {
  return list((JSON.parse(document) as { Statement?: OneOrMore<Statement> }).Statement);
}

/**
 * What statements say of a call, whoever makes it: a denial counts more than what allows it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function verdict(statements: readonly Statement[], access: Access): Verdict {
  const meant = statements.filter((statement) => concerns(statement, access));
  if (meant.some(({ Effect }) => Effect === "Deny")) return "denied";
  return meant.some(({ Effect }) => Effect === "Allow") ? "allowed" : "not-allowed";
}

function concerns(statement: Statement, { action, resource, context = {} }: Access): boolean {
  const { Action, NotAction, Resource, NotResource, Condition = {} } = statement;
  const isOf = (patterns: OneOrMore<string> | undefined, value: string): boolean =>
    list(patterns).some((pattern) => matches(value, pattern));
  const isAction =
    Action === undefined
      ? !isOf(lower(NotAction), action.toLowerCase())
      : isOf(lower(Action), action.toLowerCase());
  const isResource = Resource === undefined ? !isOf(NotResource, resource) : isOf(Resource, resource);
  if (!isAction || !isResource) return false;
  return Object.entries(Condition).every(([operator, wanted]) => {
    const holds = OPERATORS[operator];
    // What is not known here must let nobody through.
    if (holds === undefined) return statement.Effect === "Deny";
    return Object.entries(wanted).every(([key, values]) => holds(context[key], list(values)));
  });
}

type Operator = (value: string | undefined, wanted: readonly string[]) => boolean;

const equals: Operator = (value, wanted) => value !== undefined && wanted.includes(value);
const like: Operator = (value, wanted) =>
  value !== undefined && wanted.some((pattern) => matches(value, pattern));
const not =
  (operator: Operator): Operator =>
  (value, wanted) =>
    !operator(value, wanted);

/**
 * Operators of conditions that are known here.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: equals,
  StringNotEquals: not(equals),
  StringLike: like,
  StringNotLike: not(like),
  ArnEquals: like,
  ArnLike: like,
  Bool: equals,
};

/** The operators in conditions that cannot be judged here. */
export function unknownOperators(statements: readonly Statement[]): string[] {
  const operators = statements.flatMap(({ Condition = {} }) => Object.keys(Condition));
  return [...new Set(operators)].filter((operator) => OPERATORS[operator] === undefined);
}

export function list<T>(values: OneOrMore<T> | undefined): T[] {
  return values === undefined ? [] : ([values].flat() as T[]);
}

function lower(patterns: OneOrMore<string> | undefined): string[] {
  return list(patterns).map((pattern) => pattern.toLowerCase());
}

/** IAM's wildcards: an asterisk for any characters, a question mark for one. */
function matches(value: string, pattern: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, "s").test(value);
}

import { getNodeValue, parseTree, printParseErrorCode, type Node, type ParseError } from "jsonc-parser";
import { readFile } from "./read-file";
import { brokenRules } from "./variables/rules";
import { unknownVariable } from "./variables/unknown-variable";
import { defaultVariables, VARIABLE_NAMES, VARIABLES, type VariableName, type Variables } from "./variables";

/** Where the variables are read from unless `VARIABLES_FILE` names another file. */
export const VARIABLES_FILE = "variables.json";

/** All that is wrong with a variables file, a line each. */
export class VariablesError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join("\n"));
  }
}

/**
 * Reads and validates the variables of the environment to synthesize.
 *
 * @param path file that must exist. @default - `variables.json` when it exists, else all defaults
 * @throws VariablesError with every problem at once, FileError when the file cannot be read
 */
export function loadVariables(path?: string): Variables {
  const file = path ?? VARIABLES_FILE;
  if (file === "") throw new VariablesError(["VARIABLES_FILE is empty: it must name a file, or not be set"]);
  const content = readFile(file);
  if (content !== undefined) return parseVariables(content, file);
  if (path === undefined) return defaultVariables();
  throw new VariablesError([`${file}: there is no such file; VARIABLES_FILE must name an existing one`]);
}

/**
 * Validates the text of a variables file; what it does not set takes its default.
 *
 * @param source name of the file, for the messages
 * @throws VariablesError with every problem at once
 */
export function parseVariables(content: string, source: string): Variables {
  const root = readObject(content, source);
  const properties = propertiesOf(root);
  const problems = [...repeatedKeys(root), ...unknownKeys(properties)];
  const given = Object.fromEntries(properties.map(({ name, value }) => [name, value]));
  const variables: Record<string, unknown> = { ...defaultVariables() };
  const invalid = new Set<VariableName>();
  for (const name of VARIABLE_NAMES) {
    if (!Object.hasOwn(given, name)) continue;
    const found = valueProblems(name, given[name]);
    if (found.length > 0) invalid.add(name);
    problems.push(...atMost(MAX_PROBLEMS, found, name));
    variables[name] = given[name];
  }
  const broken = brokenRules(variables as unknown as Variables, invalid);
  for (const name of new Set(broken.map(({ variable }) => variable))) {
    const own = broken.filter(({ variable }) => variable === name);
    problems.push(
      ...atMost(
        MAX_PROBLEMS,
        own.map(({ message }) => joined(name, message)),
        name,
      ),
    );
  }
  if (problems.length > 0) {
    const told = atMost(MAX_PROBLEMS * 10, problems, "the file");
    throw new VariablesError(
      told.map((problem) => `${source}: ${printable(shortened(problem, LONGEST_PROBLEM))}`),
    );
  }
  return variables as unknown as Variables;
}

/** Problems of one variable that are told one by one. */
const MAX_PROBLEMS = 10;
/** Characters of a value that are shown. */
const LONGEST_VALUE = 1000;
const LONGEST_PROBLEM = 2000;

function atMost(max: number, problems: readonly string[], what: string): string[] {
  if (problems.length <= max) return [...problems];
  return [...problems.slice(0, max), `${what} has ${problems.length - max} more problems`];
}

function shortened(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}... (${text.length} characters)`;
}

interface Property {
  readonly name: string;
  readonly value: unknown;
}

function readObject(content: string, source: string): Node {
  const { root, errors } = parse(content, source);
  const [error] = errors;
  if (error) {
    const { line, column } = positionOf(content, error.offset);
    const what = printParseErrorCode(error.error)
      .replace(/([a-z])([A-Z])/g, "$1 $2")
      .toLowerCase();
    throw new VariablesError([`${source}:${line}:${column}: is not valid JSON: ${what}`]);
  }
  if (root?.type !== "object") throw new VariablesError([`${source}: must hold one JSON object`]);
  return root;
}

function propertiesOf({ children = [] }: Node): Property[] {
  return children.map((property) => {
    const [key, value] = property.children as [Node, Node];
    return { name: String(key.value), value: getNodeValue(value) as unknown };
  });
}

function parse(content: string, source: string): { root: Node | undefined; errors: readonly ParseError[] } {
  const errors: ParseError[] = [];
  try {
    return {
      root: parseTree(content.replace(/^\uFEFF/, " "), errors, { disallowComments: true }),
      errors,
    };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new VariablesError([`${source}: must not be nested thousands of levels deep`]);
  }
}

function positionOf(content: string, offset: number): { line: number; column: number } {
  const lines = content.slice(0, offset).split("\n");
  return { line: lines.length, column: lines.at(-1)!.length + 1 };
}

/** JSON would let the last one win without a word. */
function repeatedKeys(root: Node): string[] {
  const repeated = repeatedIn(root).filter(([name, ...below]) => below.length === 0 || isVariable(name));
  return [...new Set(repeated.map(([name]) => String(name)))].flatMap((name) => {
    const told = repeated
      .filter(([first]) => first === name)
      .map(([, ...below]) => {
        const path = below.map((key) => `[${JSON.stringify(key)}]`).join("");
        return `${name}${path} must be set once, it is set several times`;
      });
    return atMost(MAX_PROBLEMS, told, name);
  });
}

function isVariable(name: string | number | undefined): boolean {
  return Object.hasOwn(VARIABLES, String(name));
}

/** Where a key is set several times, as the keys and indices that lead there. */
function repeatedIn({ type, children = [] }: Node): (string | number)[][] {
  if (type === "array")
    return children.flatMap((child, index) => repeatedIn(child).map((path) => [index, ...path]));
  if (type !== "object") return [];
  const keys = children.map(({ children: [key] = [] }) => String(key?.value));
  const seen = new Set<string>();
  const repeated = new Set(keys.filter((key) => seen.size === seen.add(key).size));
  return [
    ...[...repeated].map((key) => [key]),
    ...children.flatMap(({ children: [key, value] = [] }) =>
      value ? repeatedIn(value).map((path) => [String(key?.value), ...path]) : [],
    ),
  ];
}

function unknownKeys(properties: readonly Property[]): string[] {
  return properties
    .filter(({ name }) => !isVariable(name))
    .map(({ name }) =>
      name.length > LONGEST_VALUE
        ? `${shortened(name, LONGEST_VALUE)} is not a variable`
        : unknownVariable(name),
    );
}

function valueProblems(name: VariableName, value: unknown): string[] {
  // The schemas would pass over it.
  if (hasPrototypeKey(value)) return [`${name} must not have the key __proto__`];
  const result = VARIABLES[name].schema.safeParse(value);
  if (result.success) return [];
  return result.error.issues.map((issue) => {
    // A bad key of a record is reported at the record, the rule it breaks one level down.
    const message =
      issue.code === "invalid_key" ? (issue.issues[0]?.message ?? issue.message) : issue.message;
    const path = issue.path.map((key) => `[${typeof key === "number" ? key : JSON.stringify(String(key))}]`);
    const culprit = issue.path.reduce<unknown>(
      (part, key) => (part as Record<PropertyKey, unknown>)[key],
      value,
    );
    const got = issue.code === "invalid_key" ? String(issue.path.at(-1)) : culprit;
    return `${joined(name, path.join("") + " " + message)}, got ${shortened(JSON.stringify(got) ?? "undefined", LONGEST_VALUE)}`;
  });
}

function hasPrototypeKey(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.hasOwn(value, "__proto__") || Object.values(value).some(hasPrototypeKey);
}

/** `name message`, or `name[0] message` when the message begins with an index. */
function joined(name: VariableName, message: string): string {
  const trimmed = message.trimStart();
  return trimmed.startsWith("[") ? `${name}${trimmed}` : `${name} ${trimmed}`;
}

/** With what would break a line, or move a terminal's cursor, spelled out. */
function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );
}

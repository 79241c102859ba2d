import type { NormalizedSchema } from "@smithy/core/schema";
import type { EnumsOfShapes } from "./enums";

/** Position of the number of required members, which come first, in the SDK's schema of a structure. */
const REQUIRED_COUNT = 6;
const MEMBER_NAMES = 4;

/** Seconds since 1970 of our days: milliseconds are a thousand times more. */
const EPOCH_SECONDS = { min: 1e9, max: 1e10 };

/**
 * Members that the model requires and AWS leaves out: a job has not started before it starts.
 *
 * @see https://docs.aws.amazon.com/cli/latest/reference/batch/describe-jobs.html (the example)
 */
const LEFT_OUT_BY_AWS: readonly string[] = ["JobDetail.startedAt"];

/** Where a JSON value is not what the schema says: members, types, timestamps, and values of enums. */
export function shapeProblems(
  schema: NormalizedSchema,
  value: unknown,
  enums: EnumsOfShapes,
  path = "",
  allowed?: ReadonlySet<string>,
): string[] {
  const wrong = (expected: string): string[] => [
    `${path || "the body"} is ${JSON.stringify(value)} instead of ${expected}`,
  ];
  if (schema.isDocumentSchema()) return [];
  if (schema.isUnitSchema()) return isObject(value) && Object.keys(value).length === 0 ? [] : wrong("{}");
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) return wrong("a list");
    return value.flatMap((element, index) =>
      shapeProblems(schema.getValueSchema(), element, enums, `${path}[${index}]`, allowed),
    );
  }
  if (schema.isMapSchema()) {
    if (!isObject(value)) return wrong("a map");
    return Object.entries(value).flatMap(([key, element]) =>
      shapeProblems(schema.getValueSchema(), element, enums, `${path}.${key}`, allowed),
    );
  }
  if (schema.isStructSchema()) {
    return isObject(value) ? memberProblems(schema, value, enums, path) : wrong("a structure");
  }
  if (schema.isTimestampSchema()) {
    const { min, max } = EPOCH_SECONDS;
    return typeof value === "number" && value > min && value < max ? [] : wrong("seconds since 1970");
  }
  if (schema.isNumericSchema()) return typeof value === "number" ? [] : wrong("a number");
  if (schema.isBooleanSchema()) return typeof value === "boolean" ? [] : wrong("a boolean");
  if (typeof value !== "string") return wrong("a string");
  return !allowed || allowed.has(value) ? [] : wrong(`one of ${[...allowed].join(", ")}`);
}

function memberProblems(
  schema: NormalizedSchema,
  value: Readonly<Record<string, unknown>>,
  enums: EnumsOfShapes,
  path: string,
): string[] {
  const members = new Map(schema.structIterator());
  const ofMembers = Object.entries(value).flatMap(([name, member]) => {
    const memberSchema = members.get(name);
    if (!memberSchema) return [`${path}.${name} is unknown to ${schema.getName()}`];
    return shapeProblems(
      memberSchema,
      member,
      enums,
      `${path}.${name}`,
      enums.get(`${schema.getName()}.${name}`),
    );
  });
  const missing = requiredMembers(schema).filter(
    (name) => !Object.hasOwn(value, name) && !LEFT_OUT_BY_AWS.includes(`${schema.getName()}.${name}`),
  );
  return [
    ...ofMembers,
    ...missing.map((name) => `${path}.${name} is missing, which ${schema.getName()} requires`),
  ];
}

function requiredMembers(schema: NormalizedSchema): string[] {
  const raw = schema.getSchema() as unknown as readonly unknown[];
  return (raw[MEMBER_NAMES] as string[]).slice(0, Number(raw[REQUIRED_COUNT] ?? 0));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

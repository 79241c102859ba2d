import * as fc from "fast-check";
import { z } from "zod";
import { VARIABLES, type VariableName } from "../../../src/model/variables";

/**
 * Values that a variable accepts, drawn from what its schema says in itself: kind, bounds, pattern.
 * Where that is too little to hit what the schema accepts, these are the default and the example.
 */
export function valuesOf(name: VariableName): fc.Arbitrary<unknown> {
  const { schema, default: value, example } = VARIABLES[name];
  const known = fc.constantFrom<unknown>(value, example);
  const isAccepted = (drawn: unknown): boolean => schema.safeParse(drawn).success;
  const drawn = fromJsonSchema(z.toJSONSchema(schema, { unrepresentable: "any" }));
  if (!drawn) return known;
  const accepted = fc.sample(drawn, { numRuns: 100, seed: 1 }).filter(isAccepted);
  return accepted.length < 50 ? known : fc.oneof(known, drawn.filter(isAccepted));
}

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** @returns undefined for what is not understood here */
function fromJsonSchema(schema: JsonSchema): fc.Arbitrary<unknown> | undefined {
  if (schema.enum) return fc.constantFrom<unknown>(...schema.enum);
  if (schema.anyOf) return anyOf(schema.anyOf);
  switch (schema.type) {
    case "null":
      return fc.constant(null);
    case "boolean":
      return fc.boolean();
    case "integer":
      return fc.integer({ min: schema.minimum ?? 0, max: Math.min(schema.maximum ?? 1_000_000, 1_000_000) });
    case "number":
      return fc.double({ min: schema.minimum ?? 0, max: schema.maximum ?? 1_000_000, noNaN: true });
    case "string":
      return schema.pattern === undefined ? undefined : matching(schema.pattern);
    case "array": {
      const items = fromJsonSchema(schema.items as JsonSchema);
      return (
        items && fc.uniqueArray(items, { minLength: schema.minItems ?? 0, maxLength: schema.maxItems ?? 5 })
      );
    }
    default:
      return undefined;
  }
}

function anyOf(schemas: readonly JsonSchema[]): fc.Arbitrary<unknown> | undefined {
  const choices = schemas.map(fromJsonSchema);
  return choices.some((choice) => choice === undefined)
    ? undefined
    : fc.oneof(...(choices as fc.Arbitrary<unknown>[]));
}

function matching(pattern: string): fc.Arbitrary<string> | undefined {
  try {
    return fc.stringMatching(new RegExp(pattern));
  } catch {
    // fast-check draws for no pattern that looks ahead.
    return undefined;
  }
}

import type { NormalizedSchema } from "@smithy/core/schema";

/** What the tests read of a JSON Schema. */
export interface SchemaNode {
  readonly properties?: Readonly<Record<string, SchemaNode>>;
}

/** Every member that a schema of the SDK has, such as `podProperties.containers[].image`. */
export function pathsIn(schema: NormalizedSchema, place = ""): string[] {
  if (schema.isListSchema()) return pathsIn(schema.getValueSchema(), `${place}[]`);
  if (!schema.isStructSchema()) return [];
  return [...schema.structIterator()].flatMap(([name, member]) => {
    const at = place === "" ? name : `${place}.${name}`;
    return [at, ...pathsIn(member, at)];
  });
}

/** Maps, whose keys are their user's. */
const MAPS = /(^|\.)(limits|requests|labels|annotations)$/;

/** The same of a value; keys of maps are none. */
export function keysIn(value: unknown, place = ""): Set<string> {
  if (Array.isArray(value)) return new Set(value.flatMap((part) => [...keysIn(part, `${place}[]`)]));
  if (typeof value !== "object" || value === null || MAPS.test(place)) return new Set();
  return new Set(
    Object.entries(value).flatMap(([key, part]) => {
      const at = place === "" ? key : `${place}.${key}`;
      return [at, ...keysIn(part, at)];
    }),
  );
}

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The values that a member may have, by `Shape.member`. */
export type EnumsOfShapes = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Reads from the declarations of an SDK client which members are enums: its schemas know strings only.
 *
 * @param directory of the declarations
 * @param sdk what the client exports, the enums among it
 */
export function enumsOf(directory: string, sdk: Readonly<Record<string, unknown>>): EnumsOfShapes {
  const enums = new Map<string, ReadonlySet<string>>();
  const models = join(directory, "models");
  for (const file of readdirSync(models).filter((name) => /^models_\d+\.d\.ts$/.test(name))) {
    const declarations = readFileSync(join(models, file), "utf8");
    for (const [, shape, body] of declarations.matchAll(/^export interface (\w+) \{\n([\s\S]*?)^\}/gm)) {
      for (const [, member, type] of body!.matchAll(/^ {4}(\w+)\??: (?:Record<string, )?(\w+)/gm)) {
        const values = sdk[type!];
        if (isEnum(values)) enums.set(`${shape}.${member}`, new Set(Object.values(values)));
      }
    }
  }
  return enums;
}

function isEnum(value: unknown): value is Record<string, string> {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((member) => typeof member === "string")
  );
}

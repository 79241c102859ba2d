import type { z } from "zod";

/** One variable of `variables.json`. */
export interface VariableDefinition<T> {
  /** Type in Terraform's words, for the documentation. */
  readonly type:
    "string" | "number" | "bool" | "list(string)" | "map(string)" | "map(number)" | "map(object)";
  /** `null` stands for "not set". */
  readonly default: T;
  /** One sentence of Markdown, for the documentation. */
  readonly description: string;
  /** Messages complete the sentence "<variable> ...". */
  readonly schema: z.ZodType<T>;
}

export const define = <T>(definition: VariableDefinition<T>): VariableDefinition<T> => definition;

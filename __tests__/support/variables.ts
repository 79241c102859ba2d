import { parseVariables, VariablesError } from "../../src/model/load-variables";
import type { Variables } from "../../src/model/variables";

/** What a file `variables.json` with these contents is told, a line for each problem. */
export function problemsOf(content: unknown): readonly string[] {
  try {
    parse(content);
  } catch (error) {
    if (error instanceof VariablesError) return error.problems;
    throw error;
  }
  return [];
}

/** The variables that a file `variables.json` with these contents gives. */
export function parse(content: unknown): Variables {
  return parseVariables(typeof content === "string" ? content : JSON.stringify(content), "variables.json");
}

import type { z } from "zod";
import type { VariableName, Variables } from "../variables";

/** One variable of `variables.json`. */
export interface VariableDefinition<T> {
  /** Type in Terraform's words, for the documentation. */
  readonly type:
    "string" | "number" | "bool" | "list(string)" | "map(string)" | "map(number)" | "map(object)";
  /** `null` stands for "not set". */
  readonly default: T;
  /**
   * Another value than the default, which fits the examples of all other variables. Tests synthesize
   * with them.
   */
  readonly example: T;
  /**
   * Whether a team may leave the default as it is; `examples/production.variables.json` sets the others.
   *
   * @default false
   */
  readonly suitsProduction?: true;
  /**
   * Whether an environment that exists keeps its value until `variables.json` sets one, also when the default
   * changes: for what cannot be undone.
   *
   * @default false
   */
  readonly staysAsDeployed?: true;
  /**
   * What environments had that were made before there was this variable, if the default is something else:
   * an update tells of it.
   *
   * @default - the default
   */
  readonly before?: T;
  /** One sentence of Markdown, for the documentation. */
  readonly description: string;
  /** The same in Korean, as a phrase without a full stop. */
  readonly descriptionKo: string;
  /** Messages complete the sentence "<variable> ...". */
  readonly schema: z.ZodType<T>;
}

export const define = <T>(definition: VariableDefinition<T>): VariableDefinition<T> => definition;

/** A broken rule: the variable to change and the end of a sentence that begins with its name. */
export interface VariableProblem {
  readonly variable: VariableName;
  readonly message: string;
}

/** What no variable shows alone. */
export interface VariableRule {
  /** The variables that it takes as valid in themselves. */
  readonly reads: readonly VariableName[];
  readonly check: (variables: Variables) => VariableProblem[];
}

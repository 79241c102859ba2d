import type { VariableName, Variables } from "../variables";

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

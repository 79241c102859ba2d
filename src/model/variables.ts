import { BATCH_VARIABLES } from "./variables/batch";
import { ENVIRONMENT_VARIABLES } from "./variables/environment";
import { KUBERNETES_VARIABLES } from "./variables/kubernetes";
import { MORE_BATCH_VARIABLES } from "./variables/more-batch";
import { NETWORK_VARIABLES } from "./variables/network";
import { SHARED_STATE_VARIABLES } from "./variables/shared-state";

/** The groups in which the documentation shows the variables. */
export const VARIABLE_GROUPS = {
  Environment: ENVIRONMENT_VARIABLES,
  Network: NETWORK_VARIABLES,
  Kubernetes: KUBERNETES_VARIABLES,
  "AWS Batch": BATCH_VARIABLES,
  "More of AWS Batch": MORE_BATCH_VARIABLES,
  "Shared state": SHARED_STATE_VARIABLES,
};

/**
 * Every variable of the project: the 17 of the original blueprint under their own names, and ours.
 * Types, defaults, `variables.example.json` and the README's tables all come from here.
 */
export const VARIABLES = {
  ...ENVIRONMENT_VARIABLES,
  ...NETWORK_VARIABLES,
  ...KUBERNETES_VARIABLES,
  ...BATCH_VARIABLES,
  ...MORE_BATCH_VARIABLES,
  ...SHARED_STATE_VARIABLES,
};

type Definitions = typeof VARIABLES;

export type VariableName = keyof Definitions;

/** The validated variables of one environment. */
export type Variables = { readonly [Name in VariableName]: Definitions[Name]["default"] };

export const VARIABLE_NAMES = Object.keys(VARIABLES) as VariableName[];

/** The value of every variable that a user does not set. */
export function defaultVariables(): Variables {
  return Object.fromEntries(
    Object.entries(VARIABLES).map(([name, definition]) => [name, definition.default]),
  ) as unknown as Variables;
}

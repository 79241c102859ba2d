import type { Variables } from "../variables";
import type { VariableProblem, VariableRule } from "./rule";

/** The state's region belongs to a bucket. */
export const SHARED_STATE_RULES: readonly VariableRule[] = [
  { reads: ["state_bucket", "state_region"], check: stateRegion },
];

function stateRegion({ state_bucket, state_region }: Variables): VariableProblem[] {
  if (state_bucket !== null || state_region === null) return [];
  return [
    { variable: "state_region", message: `must be null without a state_bucket, got "${state_region}"` },
  ];
}

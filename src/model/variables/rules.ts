import type { VariableName, Variables } from "../variables";
import { BATCH_RULES } from "./batch-rules";
import type { VariableProblem } from "./definition";
import { INSTANCE_TYPE_RULES } from "./instance-type-rules";
import { JOB_ROLE_RULES } from "./job-roles";
import { ACCESS_RULES } from "./kubernetes";
import { NETWORK_RULES } from "./network";
import { SHARED_STATE_RULES } from "./shared-state";

const RULES = [
  ...NETWORK_RULES,
  ...ACCESS_RULES,
  ...BATCH_RULES,
  ...INSTANCE_TYPE_RULES,
  ...JOB_ROLE_RULES,
  ...SHARED_STATE_RULES,
];

/**
 * Checks what no variable shows alone.
 *
 * @param invalid variables whose value is wrong in itself: rules that read them are left out
 * @returns every broken rule
 */
export function brokenRules(variables: Variables, invalid: ReadonlySet<VariableName>): VariableProblem[] {
  return RULES.filter(({ reads }) => !reads.some((name) => invalid.has(name))).flatMap(({ check }) =>
    check(variables),
  );
}

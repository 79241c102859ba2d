import type { EnvironmentState } from "../state/environment-state";
import { REHEARSAL_HINT } from "../terminal/rehearsal-hint";
import { failed, ok, type CheckResult } from "./check";

/**
 * What is known of the environment from earlier runs.
 *
 * @param deployed whether there should be something
 */
export function checkState(state: EnvironmentState, deployed = false): CheckResult[] {
  if (state.unreadable !== undefined) return [failed("Terraform state", state.unreadable)];
  if (state.problems.length > 0) {
    return [
      failed(
        "Terraform state",
        `${state.place}: ${state.problems.join("; ")}`,
        "Update Terraform when a newer one wrote it; else put back the file's .backup, which lies beside it, or in S3 its last version.",
      ),
    ];
  }
  const { resourceCount, counts, place } = state;
  if (resourceCount === 0) {
    const found = `nothing in ${place}: this environment was not installed yet`;
    return [
      deployed
        ? failed("Terraform state", found, "./install.sh installs it.", REHEARSAL_HINT)
        : ok("Terraform state", found),
    ];
  }
  const stacks = [...counts].map(([stack, count]) => `${stack} (${count})`).join(", ");
  return [ok("Terraform state", `${resourceCount} resources of ${stacks}`)];
}

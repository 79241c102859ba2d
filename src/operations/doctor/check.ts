/** How a check came out. `could not check` says nothing of what was to be checked. */
export type CheckState = "ok" | "warning" | "failed" | "could not check";

/** One line of the doctor's table. */
export interface CheckResult {
  /** What was checked, in a few words. */
  readonly check: string;
  readonly state: CheckState;
  readonly found: string;
  /** What to do about it, a sentence or a command each; empty when there is nothing to do. */
  readonly todo: readonly string[];
}

export function ok(check: string, found: string): CheckResult {
  return { check, state: "ok", found, todo: [] };
}

export function warning(check: string, found: string, ...todo: string[]): CheckResult {
  return { check, state: "warning", found, todo };
}

export function failed(check: string, found: string, ...todo: string[]): CheckResult {
  return { check, state: "failed", found, todo };
}

export function couldNotCheck(check: string, found: string, ...todo: string[]): CheckResult {
  return { check, state: "could not check", found, todo };
}

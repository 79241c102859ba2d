import type { CheckResult, CheckState } from "./check";

/** Everything that the doctor found. */
export class Report {
  constructor(readonly results: readonly CheckResult[]) {}

  /** Whether an installation would fail, or the installed environment does not work. */
  get hasFailed(): boolean {
    return this.count("failed") > 0;
  }

  count(state: CheckState): number {
    return this.results.filter((result) => result.state === state).length;
  }

  /** One line, such as `21 ok, 1 warning, 0 failed, 2 could not be checked`. */
  summary(): string {
    const warnings = this.count("warning");
    return [
      `${this.count("ok")} ok`,
      `${warnings} ${warnings === 1 ? "warning" : "warnings"}`,
      `${this.count("failed")} failed`,
      `${this.count("could not check")} could not be checked`,
    ].join(", ");
  }

  /** For `--json`. */
  toJSON(): object {
    return {
      failed: this.hasFailed,
      counts: {
        ok: this.count("ok"),
        warning: this.count("warning"),
        failed: this.count("failed"),
        "could not check": this.count("could not check"),
      },
      checks: this.results,
    };
  }
}

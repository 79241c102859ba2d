import { colorsFor } from "../terminal/colors";
import type { CheckState } from "./check";
import type { Report } from "./report";
import { table } from "./table";

/** Columns where there is no terminal. */
const DEFAULT_WIDTH = 110;

/** Writes the report's table to the standard output; of the given states only, if any are given. */
export function printReport(report: Report, states?: readonly CheckState[]): void {
  const { stdout } = process;
  console.log(table(report, { colors: colorsFor(stdout), width: stdout.columns || DEFAULT_WIDTH, states }));
}

import { colorsFor, type Colors } from "../terminal/colors";
import { columnsOf, sayWhole } from "../terminal/output";
import { wrap, wrapCell } from "../terminal/wrap";
import type { CheckState } from "./check";
import type { Report } from "./report";

export interface TableOptions {
  /** What paints the states; the words say the same. */
  readonly colors: Colors;
  /** Columns of the terminal. */
  readonly width: number;
  /** Whether what to do may be broken into lines too, but for the command at its end. @default false */
  readonly breaksTodo?: boolean;
  /** States whose lines are shown; the summary counts all. @default - all */
  readonly states?: readonly CheckState[];
}

const STATES: readonly CheckState[] = ["ok", "warning", "failed", "could not check"];
const STATE_WIDTH = Math.max(...STATES.map((state) => state.length));
const GAP = "  ";
const MIN_TEXT_WIDTH = 40;
const MIN_CHECK_WIDTH = 20;
const ARROW = "-> ";

/** Columns where there is no terminal. */
const DEFAULT_WIDTH = 110;

/** Writes the report's table to the standard output; of the given states only, if any are given. */
export function printReport(report: Report, states?: readonly CheckState[]): void {
  const { stdout } = process;
  const width = stdout.isTTY ? columnsOf(stdout) : DEFAULT_WIDTH;
  sayWhole(table(report, { colors: colorsFor(stdout), width, breaksTodo: stdout.isTTY, states }));
}

/**
 * The report as a table. What was checked and what was found are wrapped in their columns; what to do follows
 * below, where a command to be copied is never broken.
 */
export function table(report: Report, options: TableOptions): string {
  const { colors, width, breaksTodo = false, states = STATES } = options;
  const paint: Readonly<Record<CheckState, (text: string) => string>> = {
    ok: colors.green,
    warning: colors.yellow,
    failed: colors.red,
    "could not check": colors.magenta,
  };
  const shown = report.results.filter(({ state }) => states.includes(state));
  const longest = Math.max("Check".length, ...shown.map(({ check }) => check.length));
  const rest = width - STATE_WIDTH - 2 * GAP.length;
  const checkWidth = Math.min(longest, Math.max(rest - MIN_TEXT_WIDTH, MIN_CHECK_WIDTH));
  const indent = " ".repeat(STATE_WIDTH + checkWidth + 2 * GAP.length);
  const textWidth = Math.max(width - indent.length, MIN_CHECK_WIDTH);
  // What does not fit below the text begins further left, and goes on below its beginning.
  const todoLine = (line: string): string => {
    if (!breaksTodo || indent.length + ARROW.length + line.length <= width) return indent + ARROW + line;
    return wrap(`${" ".repeat(STATE_WIDTH + GAP.length)}${ARROW}${line}`, width);
  };
  const head = ["State".padEnd(STATE_WIDTH), "Check".padEnd(checkWidth), "Found, and what to do"].join(GAP);
  const lines = shown.flatMap(({ state, check, found, todo }) => {
    const names = wrapCell(check, checkWidth);
    const texts = wrapCell(found, textWidth);
    const rows = Array.from({ length: Math.max(names.length, texts.length) }, (_, row) => {
      const label = row === 0 ? paint[state](state.padEnd(STATE_WIDTH)) : " ".repeat(STATE_WIDTH);
      return [label, (names[row] ?? "").padEnd(checkWidth), texts[row] ?? ""].join(GAP).trimEnd();
    });
    return [...rows, ...todo.map(todoLine)];
  });
  return [colors.bold(head), ...lines, "", `${report.summary()}.`].join("\n");
}

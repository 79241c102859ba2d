import { colorsFor, type Colors } from "../terminal/colors";
import { sayWhole } from "../terminal/output";
import type { CheckState } from "./check";
import type { Report } from "./report";

export interface TableOptions {
  /** What paints the states; the words say the same. */
  readonly colors: Colors;
  /** Columns of the terminal. */
  readonly width: number;
  /** States whose lines are shown; the summary counts all. @default - all */
  readonly states?: readonly CheckState[];
}

const STATES: readonly CheckState[] = ["ok", "warning", "failed", "could not check"];
const STATE_WIDTH = Math.max(...STATES.map((state) => state.length));
const GAP = "  ";
const MIN_TEXT_WIDTH = 40;

/** Columns where there is no terminal. */
const DEFAULT_WIDTH = 110;

/** Writes the report's table to the standard output; of the given states only, if any are given. */
export function printReport(report: Report, states?: readonly CheckState[]): void {
  const { stdout } = process;
  sayWhole(table(report, { colors: colorsFor(stdout), width: stdout.columns || DEFAULT_WIDTH, states }));
}

/**
 * The report as a table. What was found is wrapped to the terminal; what to do follows below it
 * and is never wrapped, because it may be a command to copy.
 */
export function table(report: Report, { colors, width, states = STATES }: TableOptions): string {
  const paint: Readonly<Record<CheckState, (text: string) => string>> = {
    ok: colors.green,
    warning: colors.yellow,
    failed: colors.red,
    "could not check": colors.magenta,
  };
  const shown = report.results.filter(({ state }) => states.includes(state));
  const checkWidth = Math.max("Check".length, ...shown.map(({ check }) => check.length));
  const indent = " ".repeat(STATE_WIDTH + checkWidth + 2 * GAP.length);
  const textWidth = Math.max(width - indent.length, MIN_TEXT_WIDTH);
  const head = ["State".padEnd(STATE_WIDTH), "Check".padEnd(checkWidth), "Found, and what to do"].join(GAP);
  const lines = shown.flatMap(({ state, check, found, todo }) => {
    const [first = "", ...rest] = wrapped(found, textWidth);
    return [
      [paint[state](state.padEnd(STATE_WIDTH)), check.padEnd(checkWidth), first].join(GAP),
      ...rest.map((line) => indent + line),
      ...todo.map((line) => `${indent}-> ${line}`),
    ];
  });
  return [colors.bold(head), ...lines, "", `${report.summary()}.`].join("\n");
}

/** Breaks a text at its spaces; a word that is longer than a line stays whole. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

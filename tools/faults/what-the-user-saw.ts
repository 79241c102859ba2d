import { stripVTControlCharacters } from "node:util";
import type { Run } from "./rehearsed-environment";

/** Of a run with trouble, in a line: the error that it ended with, or how it helped itself. */
export function whatTheUserSaw({ status, output }: Run): string {
  const lines = stripVTControlCharacters(output)
    .split("\n")
    .filter((line) => !/^\(node:|NodeVersionSupportWarning/.test(line));
  const repairs = lines.filter((line) => /This may pass|adopted|removed \S+, a leftover/.test(line));
  const helped = repairs.length > 0 ? summaryOf(repairs) : "";
  if (status === 0) return helped || "nothing of it";
  return [helped, `status ${status}: ${errorIn(lines)}`].filter(Boolean).join("; ");
}

function summaryOf(lines: readonly string[]): string {
  const count = (pattern: RegExp): number => lines.filter((line) => pattern.test(line)).length;
  return [
    [count(/This may pass/), "further attempts by itself"],
    [count(/adopted/), "resources adopted"],
    [count(/removed \S+, a leftover/), "leftovers removed"],
  ]
    .filter(([number]) => Number(number) > 0)
    .map(([number, what]) => `${number} ${what}`)
    .join(", ");
}

const LONGEST = 240;

function errorIn(lines: readonly string[]): string {
  const begin = lines.findIndex((line) => /^terraform \w+ of stack \w+ failed/.test(line));
  const end = lines.findIndex((line, index) => index > begin && /^(What was done|What may help)/.test(line));
  const error = begin >= 0 ? lines.slice(begin, end < 0 ? undefined : end) : lines.filter(Boolean).slice(-2);
  // The logs are in a directory that is gone afterwards.
  const text = error
    .filter(Boolean)
    .join(" / ")
    .replaceAll(/\S*\/logs\//g, "logs/");
  return text.length > LONGEST ? `${text.slice(0, text.lastIndexOf(" ", LONGEST))} ...` : text;
}

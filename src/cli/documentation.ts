import { cataloguePage } from "../operations/diagnosis/catalogue";
import { OUTPUTS } from "../stacks/outputs";
import { defaultVariables, VARIABLE_GROUPS } from "../model/variables";
import type { VariableDefinition } from "../model/variables/definition";

/** The text of `variables.example.json`: every variable with its default. */
export function exampleVariables(): string {
  return `${JSON.stringify(defaultVariables(), undefined, 2)}\n`;
}

/** The variables as Markdown: a table for each group, below its name. */
export function variablesTables(): string {
  return Object.entries(VARIABLE_GROUPS)
    .map(([group, variables]) => `#### ${group}\n\n${variablesTable(variables)}`)
    .join("\n\n");
}

function variablesTable(variables: Readonly<Record<string, VariableDefinition<unknown>>>): string {
  const rows = Object.entries(variables).map(([name, { type, default: value, description }]) => [
    `\`${name}\``,
    type,
    `\`${JSON.stringify(value)}\``,
    description,
  ]);
  return table(["Variable", "Type", "Default", "Meaning"], rows);
}

/** The outputs of stack `batch` as a Markdown table. */
export function outputsTable(): string {
  const rows = Object.entries(OUTPUTS).map(([name, description]) => [`\`${name}\``, description]);
  return table(["Output", "Meaning"], rows);
}

/** The text of `docs/causes.md`. */
export function causesPage(): string {
  return cataloguePage(table);
}

/**
 * Replaces what stands between `<!-- name -->` and `<!-- /name -->` in a document.
 *
 * @throws Error when the document has no such section
 */
export function withSection(document: string, name: string, content: string): string {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`There is no section ${begin} ... ${end}.`);
  return `${document.slice(0, from + begin.length)}\n\n${content}\n\n${document.slice(to)}`;
}

/** Padded the way Prettier does it. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((cells) => cells[column]!.length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}

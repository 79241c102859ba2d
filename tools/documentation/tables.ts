import { defaultVariables, VARIABLE_GROUPS, type VariableName } from "../../src/model/variables";
import type { VariableDefinition } from "../../src/model/variables/definition";
import { OUTPUTS, type OutputName } from "../../src/stacks/outputs";
import { markdownTable } from "../markdown";

/** What the tables say on the Korean page, besides what a variable says of itself. */
export interface Translation {
  /** Heads of the columns: name, type, default, meaning. */
  readonly variableColumns: readonly [string, string, string, string];
  /** Heads of the columns: name, meaning. */
  readonly outputColumns: readonly [string, string];
  readonly groups: Readonly<Record<keyof typeof VARIABLE_GROUPS, string>>;
  readonly outputs: Readonly<Record<OutputName, string>>;
}

/** The text of `variables.example.json`: every variable with its default. */
export function exampleVariables(): string {
  return `${JSON.stringify(defaultVariables(), undefined, 2)}\n`;
}

/** The variables as Markdown: a table for each group, below its name. */
export function variablesTables(translation?: Translation): string {
  const columns = translation?.variableColumns ?? ["Variable", "Type", "Default", "Meaning"];
  const groups = Object.entries(VARIABLE_GROUPS) as [
    keyof typeof VARIABLE_GROUPS,
    Readonly<Record<VariableName, VariableDefinition<unknown>>>,
  ][];
  return groups
    .flatMap(([group, definitions]) => {
      const variables = Object.entries(definitions) as [VariableName, VariableDefinition<unknown>][];
      const rows = variables.map(([name, { type, default: value, description, descriptionKo }]) => [
        `\`${name}\``,
        type,
        `\`${JSON.stringify(value)}\``,
        translation ? descriptionKo : description,
      ]);
      return [`#### ${translation?.groups[group] ?? group}`, markdownTable(columns, rows)];
    })
    .join("\n\n");
}

/** The outputs of stack `batch` as a Markdown table. */
export function outputsTable(translation?: Translation): string {
  const columns = translation?.outputColumns ?? ["Output", "Meaning"];
  const meanings = Object.entries(translation?.outputs ?? OUTPUTS);
  return markdownTable(
    columns,
    meanings.map(([name, meaning]) => [`\`${name}\``, meaning]),
  );
}

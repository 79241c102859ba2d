import { renameSync, writeFileSync } from "node:fs";
import { applyEdits, modify } from "jsonc-parser";
import { partitionOf } from "../model/aws-region";
import { parseVariables, VARIABLES_FILE } from "../model/load-variables";
import { readFile } from "../model/read-file";
import type { VariableName } from "../model/variables";
import { CliError } from "../operations/terminal/cli-error";

const FILE = (): string => process.env.VARIABLES_FILE ?? VARIABLES_FILE;

/**
 * Writes the region into a variables file and leaves everything else in it as it is.
 *
 * @param file created when it does not exist
 * @throws CliError when it is no region's name
 * @throws VariablesError when the file is broken; it is not changed then
 */
export function writeRegion(region: string, file = FILE()): void {
  if (!partitionOf(region)) {
    throw new CliError(`"${region}" is not the name of an AWS region, such as eu-west-1.`);
  }
  if (parseVariables(contentOf(file), file).aws_region !== region) writeVariable("aws_region", region, file);
}

/** Names of the variables that a variables file sets. */
export function givenVariables(file = FILE()): ReadonlySet<string> {
  return new Set(Object.keys(JSON.parse(contentOf(file).replace(/^\uFEFF/, "")) as object));
}

/** Writes one variable into a variables file and leaves everything else in it as it is. */
export function writeVariable(name: VariableName, value: unknown, file = FILE()): void {
  const content = contentOf(file);
  const indentation = /^[ \t]+(?=")/m.exec(content)?.[0] ?? "  ";
  const formattingOptions = { insertSpaces: !indentation.startsWith("\t"), tabSize: indentation.length };
  const edited = applyEdits(content, modify(content, [name], value, { formattingOptions }));
  const temporary = `${file}.tmp`;
  writeFileSync(temporary, edited);
  renameSync(temporary, file);
}

function contentOf(file: string): string {
  return readFile(file) ?? "{}\n";
}

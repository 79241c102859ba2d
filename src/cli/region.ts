import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { applyEdits, modify } from "jsonc-parser";
import { partitionOf } from "../model/aws-region";
import { parseVariables, VARIABLES_FILE } from "../model/load-variables";
import { CliError } from "../operations/terminal/cli-error";

/**
 * Writes the region into a variables file and leaves everything else in it as it is.
 *
 * @param file created when it does not exist
 * @throws CliError when it is no region's name
 * @throws VariablesError when the file is broken; it is not changed then
 */
export function writeRegion(region: string, file = process.env.VARIABLES_FILE ?? VARIABLES_FILE): void {
  if (!partitionOf(region)) {
    throw new CliError(`"${region}" is not the name of an AWS region, such as eu-west-1.`);
  }
  const content = existsSync(file) ? readFileSync(file, "utf8") : "{}\n";
  if (parseVariables(content, file).aws_region === region) return;
  const indentation = /^[ \t]+(?=")/m.exec(content)?.[0] ?? "  ";
  const formattingOptions = { insertSpaces: !indentation.startsWith("\t"), tabSize: indentation.length };
  const edited = applyEdits(content, modify(content, ["aws_region"], region, { formattingOptions }));
  const temporary = `${file}.tmp`;
  writeFileSync(temporary, edited);
  renameSync(temporary, file);
}

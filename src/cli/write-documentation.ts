import { readFileSync, writeFileSync } from "node:fs";
import { causesPage, exampleVariables, outputsTable, variablesTables, withSection } from "./documentation";
import { newProgram } from "./new-program";
import { run } from "./run";

newProgram(
  "npm run docs",
  "Writes what is derived from the code: variables.example.json, docs/causes.md, the tables of the README and the pictures.",
).parse();

run(() => {
  writeFileSync("variables.example.json", exampleVariables());
  writeFileSync("docs/causes.md", causesPage());
  const readme = withSection(readFileSync("README.md", "utf8"), "variables", variablesTables());
  writeFileSync("README.md", withSection(readme, "outputs", outputsTable()));
});

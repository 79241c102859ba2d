import { writeFileSync } from "node:fs";
import { newProgram } from "../../src/cli/new-program";
import { run } from "../../src/cli/run";
import { derivedFiles } from "./derived-files";

newProgram(
  "npm run docs --",
  "Writes what is derived from the code: variables.example.json, and the tables and pictures of the pages.",
).parse();

run(() => {
  for (const [file, text] of Object.entries(derivedFiles())) writeFileSync(file, text);
});

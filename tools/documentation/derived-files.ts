import { readFileSync } from "node:fs";
import { join } from "node:path";
import { jobFileJsonSchema } from "../../src/model/job-file/schema";
import { cataloguePage } from "../../src/operations/diagnosis/catalogue";
import { markdownTable, withSection } from "../markdown";
import { architectureChart } from "./architecture";
import { deploymentComparison } from "./deployment";
import { KOREAN } from "./korean";
import { synthesizeDefaults } from "./synthesized-app";
import { exampleVariables, outputsTable, variablesTables } from "./tables";
import { timelineChart } from "./timeline";

const PROJECT = join(__dirname, "..", "..");

/** The files of which at least a part comes from the code, as they should be, by their names in the project. */
export function derivedFiles(): Record<string, string> {
  const app = synthesizeDefaults();
  const architecture = mermaid(architectureChart(app));
  return {
    "variables.example.json": exampleVariables(),
    "docs/job-file.schema.json": `${JSON.stringify(jobFileJsonSchema(), undefined, 2)}\n`,
    "docs/causes.md": cataloguePage(markdownTable),
    ...pages({
      "README.md": { architecture, variables: variablesTables(), outputs: outputsTable() },
      "README.ko.md": { architecture, variables: variablesTables(KOREAN), outputs: outputsTable(KOREAN) },
      "docs/architecture.md": { architecture, timeline: mermaid(timelineChart(app)) },
      "docs/benchmark.md": { deploy: deploymentComparison(app) },
    }),
  };
}

/** The texts of pages with these contents of their sections. */
function pages(sections: Readonly<Record<string, Record<string, string>>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(sections).map(([page, contents]) => [
      page,
      Object.entries(contents).reduce(
        (document, [name, content]) => withSection(document, name, content),
        readFileSync(join(PROJECT, page), "utf8"),
      ),
    ]),
  );
}

function mermaid(chart: string): string {
  return `\`\`\`mermaid\n${chart}\n\`\`\``;
}

import { readFileSync, writeFileSync } from "node:fs";
import { format, resolveConfig } from "prettier";
import { withSection } from "../../src/cli/documentation";

/** Replaces a section of a Markdown file, formatted as the project wants it. */
export async function writeSection(file: string, name: string, content: string): Promise<void> {
  const text = withSection(readFileSync(file, "utf8"), name, content);
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), parser: "markdown" }));
}

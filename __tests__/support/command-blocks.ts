import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const PROJECT = join(__dirname, "..", "..");

/** The pages of the documentation, relative to the project. */
export const PAGES: readonly string[] = [
  ...["README.md", "README.ko.md", "CONTRIBUTING.md", "SECURITY.md"].filter((name) =>
    existsSync(join(PROJECT, name)),
  ),
  ...readdirSync(join(PROJECT, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

/** A fenced block of a page. */
export interface Block {
  /** File and line of its fence, such as `README.md:12`. */
  readonly place: string;
  /** First word of its info string, such as `sh`. */
  readonly language: string;
  /** The others, such as `runs=offline`. */
  readonly marks: readonly string[];
  readonly text: string;
}

/** The fenced blocks of a page, in their order. */
export function blocksOf(page: string): Block[] {
  return blocksIn(page, readFileSync(join(PROJECT, page), "utf8"));
}

/** The fenced blocks of a text in Markdown. */
export function blocksIn(page: string, markdown: string): Block[] {
  return [...markdown.matchAll(/^ *```(.*)\n([^]*?)^ *```$/gm)].map(
    ({ 1: info = "", 2: text = "", index }) => {
      const [language = "", ...marks] = info.trim().split(/\s+/);
      const line = markdown.slice(0, index).split("\n").length;
      return { place: `${page}:${line}`, language, marks, text };
    },
  );
}

/** The blocks of all pages that a test runs, by their mark. */
export function blocksToRun(mark: "runs=offline" | "runs=rehearsal"): Block[] {
  return PAGES.flatMap(blocksOf).filter(({ marks }) => marks.includes(mark));
}

import { readFileSync, writeFileSync } from "node:fs";

/** A Markdown table, padded the way Prettier does it. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows].map((cells) => cells.map(cell));
  const widths = head.map((_, column) => Math.max(3, ...all.map((cells) => widthOf(cells[column]!))));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((text, column) => text + " ".repeat(widths[column]! - widthOf(text))).join(" | ")} |`;
  const [first, ...others] = all.map(line);
  return [first, line(widths.map((width) => "-".repeat(width))), ...others].join("\n");
}

/** A cell holds one line without bars. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

/** In columns: a Korean syllable takes two. */
function widthOf(text: string): number {
  return text.length + (text.match(/\p{Script=Hangul}/gu)?.length ?? 0);
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

/** Replaces a section of a Markdown file. */
export function writeSection(file: string, name: string, content: string): void {
  writeFileSync(file, withSection(readFileSync(file, "utf8"), name, content));
}

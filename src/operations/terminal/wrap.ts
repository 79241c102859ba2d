import { stripVTControlCharacters } from "node:util";

/** How many columns a text takes on one line. */
export function widthOf(text: string): number {
  return stripVTControlCharacters(text).length;
}

/** What begins a line and is not repeated on the lines that it is broken into: an indent, an arrow, a first column. */
const BEGINNING = /^(\s*-> |\s*- |(?:\s*\S+ {2,})|\s*)/;

/** A command, or the end of a line that is one: it is to be copied, and is never broken. */
const COMMAND =
  /^(?:\.\/\S|(?:aws|cd|cdktf|curl|eval|export|git|kubectl|node|npm|npx|pip|python3|sh|source|sudo|terraform|unset) \S)/;

/**
 * Breaks the lines of a text at their spaces, so that the terminal does not break them within a word. What a line is
 * broken into begins below its text. A word that is longer than a line stays whole, and so does a command at a line's end.
 */
export function wrap(text: string, columns: number): string {
  return text
    .split("\n")
    .map((line) => (widthOf(line) <= columns ? line : wrapLine(line, columns)))
    .join("\n");
}

function wrapLine(line: string, columns: number): string {
  const [beginning = ""] = BEGINNING.exec(line) ?? [];
  const indent = " ".repeat(Math.min(widthOf(beginning), columns / 2));
  const lines: string[] = [];
  let current = beginning;
  for (const word of unbroken(line.slice(beginning.length))) {
    const isFirst = current === beginning || current === indent;
    if (!isFirst && widthOf(current) + 1 + widthOf(word) > columns) {
      lines.push(current);
      current = indent + word;
    } else {
      current += isFirst ? word : ` ${word}`;
    }
  }
  return [...lines, current].join("\n");
}

/** The words of a line; a command after a colon is one. */
function unbroken(text: string): string[] {
  const words = text.split(/ +/);
  const start = words.findIndex(
    (_, index) =>
      (index === 0 || words[index - 1]!.endsWith(":")) && COMMAND.test(words.slice(index).join(" ")),
  );
  return start < 0 ? words : [...words.slice(0, start), words.slice(start).join(" ")];
}

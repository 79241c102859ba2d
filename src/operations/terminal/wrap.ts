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

const NARROW_INDENT = 4;

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
  // Below a first column that takes much of the line, nothing would fit.
  const isNarrow = widthOf(beginning) * 3 > columns;
  const indent = " ".repeat(isNarrow ? NARROW_INDENT : widthOf(beginning));
  const lines: string[] = [];
  let current = beginning;
  for (const word of unbroken(line.slice(beginning.length))) {
    const isFirst = current === beginning || current === indent;
    const fits = widthOf(current) + widthOf(word) <= columns;
    if (!fits && (!isFirst || (isNarrow && current.trim() !== ""))) {
      lines.push(current.trimEnd());
      current = indent + word.trimStart();
    } else {
      current += word;
    }
  }
  return [...lines, current].join("\n");
}

/** The words of a line, each with the spaces before it; a command after a colon is one. */
function unbroken(text: string): string[] {
  const words = text.split(/(?<! )(?= )/);
  const start = words.findIndex(
    (_, index) =>
      (index === 0 || words[index - 1]!.endsWith(":")) &&
      COMMAND.test(words.slice(index).join("").trimStart()),
  );
  return start < 0 ? words : [...words.slice(0, start), words.slice(start).join("")];
}

/**
 * Breaks a text at its spaces into lines of a column, and a word that is longer than the column after a hyphen, a
 * slash, a colon, an underscore or a dot.
 */
export function wrapCell(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const parts = widthOf(word) <= width ? [word] : word.split(/(?<=[-/:_.,])/);
    parts.forEach((part, index) => {
      const last = lines.at(-1);
      const joined = index === 0 ? `${last} ${part}` : `${last}${part}`;
      // A long word begins on a line of its own.
      const mayJoin = last !== undefined && (parts.length === 1 || index > 0);
      if (mayJoin && widthOf(joined) <= width) lines[lines.length - 1] = joined;
      else lines.push(part);
    });
  }
  return lines;
}

/** What a terminal obeys: operating system commands and other strings first, then sequences of an escape, then single characters. */
const CONTROLS = new RegExp(
  [
    String.raw`\u001B[\]PX^_][^\u0007\u001B\u009C\n]*(?:\u0007|\u001B\\|\u009C)`,
    String.raw`(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]`,
    String.raw`\u001B[ -/]*[0-~]?`,
    String.raw`[\u0000-\u0008\u000B-\u001F\u007F-\u009F]`,
    // They turn the direction of what follows.
    String.raw`[\u200E\u200F\u202A-\u202E\u2066-\u2069]`,
  ].join("|"),
  "g",
);

const COLOR = new RegExp(String.raw`^\u001B\[[\d;:]*m$`);

/**
 * A text from anywhere as a terminal may show it: colours, tabs and line breaks stay, and nothing else
 * that a terminal obeys. A job's output could otherwise clear the screen, set its title or clipboard, or write over
 * what stands there.
 */
export function harmless(text: string): string {
  return text.replace(CONTROLS, (control) => {
    if (COLOR.test(control)) return control;
    return control === "\r" ? " " : "";
  });
}

/** The same on one line and without colours: for a name or a reason within a line of our own. */
export function harmlessWord(text: string): string {
  return harmless(text.replace(/\s*[\n\r\u2028\u2029]+\s*/g, " ")).replace(
    new RegExp(String.raw`\u001B\[[\d;:]*m`, "g"),
    "",
  );
}

/** A value with every text in it made harmless, as `harmlessWord` does. */
export function harmlessValue<T>(value: T): T {
  if (typeof value === "string") return harmlessWord(value) as T;
  if (Array.isArray(value)) return value.map((each: unknown) => harmlessValue(each)) as T;
  if (value instanceof Map) return new Map([...value].map((entry) => harmlessValue(entry))) as T;
  const isPlain =
    typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  if (!isPlain) return value;
  return Object.fromEntries(
    Object.entries(value as object).map(([key, each]) => [key, harmlessValue(each)]),
  ) as T;
}

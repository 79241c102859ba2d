import { widthOf } from "../../src/operations/terminal/wrap";

const COLUMNS = 80;

/** Commands are copied, and words are not broken: only such a line may be longer. */
const WHOLE = /^(?:-> )?(?:(?:\.\/|aws |eval |export |kubectl |npm |npx |terraform |unset )|\S+$)/;

/** The lines of a transcript that a terminal of 80 columns would break. */
export function tooLong(transcript: string): string[] {
  return transcript.split("\n").filter((line) => widthOf(line) > COLUMNS && !WHOLE.test(line.trim()));
}

/** A terminal of 80 columns. */
export const TERMINAL = { isTTY: true, columns: COLUMNS } as const;

import { colorsFor, isScreen, type Colors } from "../../terminal/colors";

/** Where commands write to. */
export interface Screen {
  /** Whether a person looks at it: colours and lines that change. */
  readonly isTerminal: boolean;
  readonly columns: number;
  /** Writes to the standard output as it is. */
  write(text: string): void;
  /** Writes a line to the standard error: what is not part of the output. */
  note(line: string): void;
}

export function colorsOf({ isTerminal }: Screen): Colors {
  return colorsFor({ isTTY: isTerminal });
}

/** The screen of this process. */
export function processScreen(): Screen {
  const { stdout, stderr } = process;
  // The reader of a pipe may go at any time: `job logs ID | head`.
  stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit();
  });
  return {
    isTerminal: isScreen(stdout),
    get columns() {
      return stdout.columns || 80;
    },
    write: (text) => void stdout.write(text),
    note: (line) => void stderr.write(`${line}\n`),
  };
}

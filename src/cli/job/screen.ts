import { createColors } from "picocolors";

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

export type Colors = ReturnType<typeof createColors>;

export function colorsOf({ isTerminal }: Screen): Colors {
  return createColors(isTerminal && !process.env.NO_COLOR);
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
    isTerminal: stdout.isTTY && process.env.TERM !== "dumb",
    get columns() {
      return stdout.columns || 80;
    },
    write: (text) => void stdout.write(text),
    note: (line) => void stderr.write(`${line}\n`),
  };
}

import { colorsFor, isScreen, type Colors } from "../../terminal/colors";
import { harmless } from "../../terminal/harmless";
import { shown, type TextStream } from "../../terminal/output";

const CLEAR_LINE = "\r\u001B[2K";

/** Where commands write to. */
export interface Screen {
  /** Whether a person looks at it: colours and lines that change. */
  readonly isTerminal: boolean;
  readonly columns: number;
  /** Writes to the standard output: on a terminal what is harmless there, else everything as it is. */
  write(text: string): void;
  /** Waits until whoever reads the output has taken most of it: else all of it would be kept in memory. */
  drained(): Promise<void>;
  /** Removes what the last line of a terminal shows. */
  clearLine(): void;
  /** Writes a line to the standard error: what is not part of the output. */
  note(line: string): void;
}

export function colorsOf({ isTerminal }: Screen): Colors {
  return colorsFor({ isTTY: isTerminal });
}

/** The screen of this process. */
export function processScreen(): Screen {
  return screenOn(process.stdout, process.stderr);
}

type Stream = Pick<NodeJS.WriteStream, "write" | "once" | "writableNeedDrain"> & TextStream;

export function screenOn(stdout: Stream, stderr: Stream): Screen {
  return {
    isTerminal: isScreen(stdout),
    get columns() {
      return stdout.columns || 80;
    },
    write: (text) => void stdout.write(stdout.isTTY ? harmless(text) : text),
    drained: () =>
      new Promise((resolve) => {
        if (stdout.writableNeedDrain) stdout.once("drain", resolve);
        else resolve();
      }),
    clearLine: () => void stdout.write(CLEAR_LINE),
    note: (line) => void stderr.write(`${shown(line, stderr)}\n`),
  };
}

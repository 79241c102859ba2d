import { createInterface, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { CliError, Interrupted } from "./cli-error";
import { shown, type TextStream } from "./output";

/** Asks on the terminal, or reads the answers from a pipe. */
export class Prompt {
  private readonly lines: string[] = [];
  private readonly waiting: ((line: string | undefined) => void)[] = [];
  private readonly reader: Interface;
  private ended = false;
  private isInterrupted = false;

  constructor(
    input: Readable & { isTTY?: boolean } = process.stdin,
    private readonly output: Writable & TextStream = process.stdout,
  ) {
    this.reader = createInterface({ input, output: input.isTTY ? output : undefined });
    this.reader.on("line", (line) => {
      const next = this.waiting.shift();
      if (next) next(line);
      else this.lines.push(line);
    });
    this.reader.on("close", () => {
      this.ended = true;
      for (const next of this.waiting.splice(0)) next(undefined);
    });
    // Ctrl-C at a question is an answer: no.
    this.reader.on("SIGINT", () => {
      this.isInterrupted = true;
      this.reader.close();
    });
    // A terminal that was closed gives an error in place of an end.
    this.reader.on("error", () => this.reader.close());
  }

  /**
   * @returns the answer without white space around it
   * @throws CliError at the end of input, Interrupted on Ctrl-C
   */
  async ask(question: string): Promise<string> {
    this.output.write(shown(question, this.output));
    const line = this.lines.shift() ?? (this.ended ? undefined : await this.next());
    if (line === undefined) {
      this.output.write("\n");
      const told = "No answer: nothing was changed.";
      throw this.isInterrupted ? new Interrupted(told) : new CliError(told);
    }
    return line.trim();
  }

  /** @returns whether the answer was yes */
  async confirm(question: string): Promise<boolean> {
    return /^y(es)?$/i.test(await this.ask(`${question} [y/N] `));
  }

  close(): void {
    this.reader.close();
  }

  private next(): Promise<string | undefined> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}

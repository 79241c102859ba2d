import { createInterface, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { CliError } from "./cli-error";

/** Asks on the terminal, or reads the answers from a pipe. */
export class Prompt {
  private readonly lines: string[] = [];
  private readonly waiting: ((line: string | undefined) => void)[] = [];
  private readonly reader: Interface;
  private ended = false;

  constructor(
    input: Readable & { isTTY?: boolean } = process.stdin,
    private readonly output: Writable = process.stdout,
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
    this.reader.on("SIGINT", () => this.reader.close());
  }

  /**
   * @returns the answer without white space around it
   * @throws CliError at the end of input and on Ctrl-C
   */
  async ask(question: string): Promise<string> {
    this.output.write(question);
    const line = this.lines.shift() ?? (this.ended ? undefined : await this.next());
    if (line === undefined) {
      this.output.write("\n");
      throw new CliError("No answer: nothing was changed.");
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

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CliError } from "./cli-error";

interface Holder {
  readonly pid: number;
  readonly command: string;
  /** ISO 8601. */
  readonly since: string;
}

/** Keeps two runs from working on the same state at once; one that was killed does not count. */
export class RunLock {
  private constructor(private readonly file: string) {}

  /**
   * @param directory root of the state
   * @param command what runs, such as `install.sh`
   * @throws CliError when another run holds the lock
   */
  static acquire(directory: string, command: string): RunLock {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const file = join(directory, "run.lock");
    const holder: Holder = { pid: process.pid, command, since: new Date().toISOString() };
    const create = (): void => writeFileSync(file, JSON.stringify(holder), { flag: "wx", mode: 0o600 });
    try {
      create();
      return new RunLock(file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const other = JSON.parse(readFileSync(file, "utf8")) as Holder;
    if (isAlive(other.pid)) {
      throw new CliError(
        `Another ${other.command} (process ${other.pid}, since ${other.since}) works on this state. ` +
          `Wait for it to end; if there is no such process of this project, remove ${file}.`,
      );
    }
    rmSync(file);
    create();
    return new RunLock(file);
  }

  release(): void {
    rmSync(this.file, { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

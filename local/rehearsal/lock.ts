import { execFileSync } from "node:child_process";
import { linkSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "../../src/model/read-file";

/** A process, told from a later one with the same id by its command. */
interface Owner {
  readonly pid: number;
  readonly command: string;
}

/** Lets one process of a working copy be its emulator, however many are started at once. */
export class EmulatorLock {
  private readonly own = JSON.stringify({
    pid: process.pid,
    command: commandOf(process.pid),
  } satisfies Owner);

  constructor(private readonly file: string) {}

  /** @returns whether this process is the emulator now; another one that runs stays it */
  take(): boolean {
    const mine = `${this.file}-${process.pid}`;
    writeFileSync(mine, this.own, { mode: 0o600 });
    try {
      return this.link(mine) || (this.removeDead() && this.link(mine));
    } finally {
      rmSync(mine, { force: true });
    }
  }

  /** Whether this process is still the emulator: it asks again and again, and ends when it is not. */
  isMine(): boolean {
    return this.read() === this.own;
  }

  /** The process that is the emulator; undefined when none that runs is. */
  owner(): number | undefined {
    return runningOwner(this.read())?.pid;
  }

  giveBack(): void {
    if (this.isMine()) rmSync(this.file, { force: true });
  }

  private read(): string | undefined {
    try {
      return readFile(this.file);
    } catch {
      return undefined;
    }
  }

  /** Writes the lock, whole, unless there is one. */
  private link(mine: string): boolean {
    try {
      linkSync(mine, this.file);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
      throw error;
    }
  }

  /** @returns whether the way is free: the lock was that of a process which does not run any more */
  private removeDead(): boolean {
    const found = this.read();
    if (runningOwner(found)) return false;
    const aside = `${this.file}-dead-${process.pid}`;
    try {
      renameSync(this.file, aside);
      // Another process may have taken the lock since: it gets it back.
      if (readFile(aside) !== found) this.link(aside);
    } catch {
      // Another process removed it.
    }
    rmSync(aside, { force: true });
    return true;
  }
}

/** @param text of the lock; a torn one is nobody's */
function runningOwner(text: string | undefined): Owner | undefined {
  try {
    const owner = JSON.parse(text ?? "") as Owner;
    process.kill(owner.pid, 0);
    return owner.command === commandOf(owner.pid) ? owner : undefined;
  } catch {
    return undefined;
  }
}

/** The command line of a process, as `ps` tells; nothing where there is no `ps`. */
function commandOf(pid: number): string {
  try {
    return execFileSync("ps", ["-ww", "-o", "command=", "-p", String(pid)], { encoding: "utf8" }).trim();
  } catch {
    return "";
  }
}

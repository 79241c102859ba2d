import { execFileSync } from "node:child_process";
import { linkSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "../src/model/read-file";

/** A process, told from a later one with the same id by its command. */
interface Owner {
  readonly pid: number;
  readonly command: string;
}

/** Lets one process do something, such as to be the emulator of a working copy, however many are started at once. */
export class ProcessLock {
  private readonly own = JSON.stringify({
    pid: process.pid,
    command: commandOf(process.pid),
  } satisfies Owner);

  constructor(private readonly file: string) {}

  /** @returns whether the lock is of this process now; while another one that has it runs, it keeps it */
  take(): boolean {
    const mine = `${this.file}-${process.pid}`;
    writeFileSync(mine, this.own, { mode: 0o600 });
    try {
      return this.link(mine) || (this.removeDead() && this.link(mine));
    } finally {
      rmSync(mine, { force: true });
    }
  }

  /** Whether this process still has the lock: the emulator asks again and again, and ends when it has not. */
  isMine(): boolean {
    return this.read() === this.own;
  }

  /** The process that has the lock; undefined when none that runs has it. */
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

import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";

/**
 * Starts a command that cannot outlive this process, not even when this process is killed.
 *
 * A shell holds the read end of a pipe (descriptor 3) of ours: when we go, however we go, the pipe
 * ends and the watcher kills the command's whole process group. The group is also what
 * `kill` ends, so nothing the command started stays behind.
 */
export class TetheredProcess {
  readonly child: ChildProcess;
  /** Exit code of the command: 128 + the signal's number when a signal ended it. */
  readonly exited: Promise<number>;
  private ended = false;

  constructor(command: string, args: readonly string[], options: Pick<SpawnOptions, "cwd" | "env"> = {}) {
    this.child = spawn("/bin/sh", ["-c", TETHER, command, ...args], {
      ...options,
      detached: true,
      stdio: ["ignore", "pipe", "pipe", "pipe"],
    });
    // A write end that breaks with the group is the expected end, not an error of ours.
    this.child.stdio[3]?.on("error", () => undefined);
    this.exited = new Promise((resolve, reject) => {
      this.child.once("error", reject);
      this.child.once("exit", (code, signal) => {
        this.killGroup();
        this.ended = true;
        resolve(code ?? 128 + (signal === "SIGKILL" ? 9 : 15));
      });
    });
  }

  /** Kills the command with everything it started. */
  async kill(): Promise<void> {
    this.killGroup();
    await this.exited.catch(() => undefined);
  }

  private killGroup(): void {
    if (this.ended || this.child.pid === undefined) return;
    try {
      process.kill(-this.child.pid, "SIGKILL");
    } catch {
      // The group is gone already.
    }
  }
}

/** `$0 $@` is the command; `cat` returns when the other end of descriptor 3 is closed. */
const TETHER = `
( cat <&3 >/dev/null 2>&1; kill -9 -$$ ) >/dev/null 2>&1 &
exec 3<&-
exec "$0" "$@"
`;

import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

export interface TetherOptions extends Pick<SpawnOptions, "cwd" | "env"> {
  /**
   * An entry of the command's environment, such as `TMPDIR=/a`, that no other process has. By it what left the
   * process group is found, such as a daemon; only Linux tells it. @default - what leaves the group stays
   */
  readonly mark?: string;
}

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
  private readonly mark: string;
  private ended = false;

  constructor(command: string, args: readonly string[], { mark = "", ...options }: TetherOptions = {}) {
    this.mark = mark;
    this.child = spawn("/bin/sh", ["-c", TETHER, command, KILL_MARKED, mark, ...args], {
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
        if (this.mark) killMarked(this.mark);
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

const ROUNDS = 9;

/**
 * Kills the processes with an entry in the environment that they began with, again as long as there are some: each may
 * have started another one meanwhile.
 */
function killMarked(mark: string): void {
  for (let round = 0; round < ROUNDS; round += 1) {
    const marked = processIds().filter((pid) => environmentOf(pid).split("\0").includes(mark));
    for (const pid of marked) kill(pid);
    if (marked.length === 0) return;
  }
}

function processIds(): number[] {
  try {
    return readdirSync("/proc").map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

/** Empty for what has ended, and for what is another user's. */
function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8");
  } catch {
    return "";
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}

/** The same in a shell, for a watcher that outlives us: `$1` is the entry. */
const KILL_MARKED = `
for round in 1 2 3 4 5 6 7 8 9; do
  killed=
  for file in $(grep -l -s -z -x -F -- "$1" /proc/[0-9]*/environ); do
    pid=\${file#/proc/}
    kill -9 "\${pid%/environ}" && killed=yes
  done
  [ "$killed" ] || break
done
`;

/**
 * `$0` is the command, `$1` kills what is marked with `$2`, the rest are the command's arguments. `cat` returns when
 * the other end of descriptor 3 is closed. The watcher is marked itself: a shell without its environment kills.
 */
const TETHER = `
( cat <&3 >/dev/null 2>&1
  [ -z "$2" ] || env -i PATH="$PATH" /bin/sh -c "$1" sh "$2"
  kill -9 -$$ ) >/dev/null 2>&1 &
exec 3<&-
shift 2
exec "$0" "$@"
`;

import { spawn } from "node:child_process";
import { closeSync, openSync, readSync, statSync } from "node:fs";
import { constants } from "node:os";
import { CliError } from "../terminal/cli-error";
import { complain, goOnUnread } from "../terminal/output";

const POLL_MS = 100;

/** Exit status that `runLogged` tells of a command that a signal ended. */
export const ENDED_BY_SIGNAL = 128;

export interface LoggedProcessProps {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Takes what the command prints, after what it holds already. */
  readonly logFile: string;
  readonly onLine: (line: string) => void;
  /** Called with the process id once the command runs. @default - nothing */
  readonly onStart?: (pid: number) => void;
}

/** Commands that run now: they are told when this process is told to end. */
const running = new Set<number>();
let isEnding = false;

/** Whether this process was told to end. */
export function isToldToEnd(): boolean {
  return isEnding;
}

/**
 * Lets Terraform end what it has begun, and save its state, when this process is told to end: the
 * process then goes on until the commands that run are done, and begins no other. It goes on, too, when nobody reads
 * any more what it says: else Terraform would work on without it, and without its lock.
 */
export function endGently(): void {
  goOnUnread();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end);
}

/** Told twice, Terraform would drop everything: it hears of it once, however often the user asks. */
function end(signal: NodeJS.Signals): void {
  if (running.size === 0) {
    complain("Stopped. Start again to go on from here.");
    process.exit(128 + constants.signals[signal]);
  }
  const still = isEnding ? " still" : "";
  complain(`Stopping. Terraform${still} ends what it has begun, which may take some minutes ...`);
  if (isEnding) return;
  isEnding = true;
  for (const pid of running) process.kill(pid, "SIGINT");
}

/**
 * Runs a command that prints into a file, and reads along. Other than with a pipe, the command
 * outlives this process when that is killed, ends its work and saves its state. It is in a session
 * of its own: what a terminal, or whoever ends all of a group, sends reaches it through `endGently`.
 *
 * @returns exit status; `ENDED_BY_SIGNAL` when a signal did
 * @throws CliError when this process is about to end
 * @throws Error when the command cannot be started, and what the callbacks threw first, once the command has ended
 */
export async function runLogged(props: LoggedProcessProps): Promise<number> {
  if (isEnding) throw new CliError("Stopped, as you asked.");
  const problems: unknown[] = [];
  // The command is never left alone: it works on, and has to be waited for, whatever goes wrong here.
  const guarded =
    <T>(callback: (value: T) => void) =>
    (value: T): void => {
      try {
        callback(value);
      } catch (error) {
        problems.push(error);
      }
    };
  const log = openSync(props.logFile, "a", 0o600);
  const lines = new FollowedFile(props.logFile, statSync(props.logFile).size, guarded(props.onLine));
  const child = spawn(props.command, props.args, {
    cwd: props.cwd,
    env: props.env,
    stdio: ["ignore", log, log],
    detached: true,
  });
  closeSync(log);
  if (child.pid !== undefined) {
    running.add(child.pid);
    if (props.onStart) guarded(props.onStart)(child.pid);
  }
  const timer = setInterval(() => lines.read(), POLL_MS);
  let status: number;
  try {
    status = await new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code) => resolve(code ?? ENDED_BY_SIGNAL));
    });
  } finally {
    if (child.pid !== undefined) running.delete(child.pid);
    clearInterval(timer);
    lines.close();
  }
  if (problems.length > 0) throw problems[0];
  return status;
}

/** Reads the lines of a growing file from an offset on. */
class FollowedFile {
  private readonly file: number;
  private readonly buffer = Buffer.alloc(64 * 1024);
  private rest = Buffer.alloc(0);

  constructor(
    path: string,
    private offset: number,
    private readonly onLine: (line: string) => void,
  ) {
    this.file = openSync(path, "r");
  }

  read(): void {
    for (;;) {
      const length = readSync(this.file, this.buffer, 0, this.buffer.length, this.offset);
      if (length === 0) return;
      this.offset += length;
      const lines = Buffer.concat([this.rest, this.buffer.subarray(0, length)])
        .toString("binary")
        .split("\n");
      this.rest = Buffer.from(lines.pop()!, "binary");
      // Split as bytes: a chunk may end within a character.
      for (const line of lines) this.onLine(Buffer.from(line, "binary").toString("utf8"));
    }
  }

  close(): void {
    this.read();
    if (this.rest.length > 0) this.onLine(this.rest.toString("utf8"));
    closeSync(this.file);
  }
}

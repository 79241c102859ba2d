import { accessSync, constants, statSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { TetheredProcess } from "../../tethered-process";
import { type LogSink, forwardLines } from "./container-log";
import { memoryMiBOf } from "./memory";

/** Seconds between SIGTERM and SIGKILL: the default of Kubernetes. */
const GRACE_SECONDS = 30;

/**
 * How often is looked whether output still comes after the command has ended, and for how long it
 * may: something that the command started outside its process group can hold the streams open.
 */
const DRAIN = { intervalMs: 500, limitMs: 60_000 };

/** How often is looked how much memory a command has. */
const MEMORY_INTERVAL_MS = 250;

export interface ContainerCommand {
  /** The executable and its arguments. */
  readonly words: readonly string[];
  readonly directory: string;
  /** All of the command's environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** The command is killed when it has more. */
  readonly memoryMiB: number;
  readonly log: LogSink;
}

export interface ContainerEnd {
  readonly exitCode?: number;
  readonly reason: string;
}

/** The command of one container, running on this machine. */
export class ContainerProcess {
  private readonly process: TetheredProcess;

  /** @throws Error when the command cannot be found */
  constructor(private readonly command: ContainerCommand) {
    const [executable = "", ...args] = command.words;
    checkExecutable(executable, command);
    this.process = new TetheredProcess(executable, args, {
      cwd: command.directory,
      env: { ...command.environment },
      mark: `TMPDIR=${command.directory}`,
    });
  }

  /**
   * Waits until the command has ended and its output is in its log.
   *
   * @param signal asks the command to end; what has not after the grace period is killed
   */
  async end(signal: AbortSignal): Promise<ContainerEnd> {
    let grace: NodeJS.Timeout | undefined;
    const stop = (): void => {
      this.process.child.kill("SIGTERM");
      grace = setTimeout(() => void this.process.kill(), GRACE_SECONDS * 1000);
    };
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    const output = this.forwardOutput();
    let isOutOfMemory = false;
    const { memoryMiB } = this.command;
    const lookAtMemory = (): void => {
      if (memoryMiBOf(this.process.child.pid!) <= memoryMiB) return;
      isOutOfMemory = true;
      void this.process.kill();
    };
    const memory = Number.isFinite(memoryMiB) ? setInterval(lookAtMemory, MEMORY_INTERVAL_MS) : undefined;
    const exitCode = await this.process.exited.finally(() => {
      clearInterval(memory);
      signal.removeEventListener("abort", stop);
      clearTimeout(grace);
    });
    await this.drain(output);
    await this.command.log.close();
    if (isOutOfMemory) return { exitCode: 137, reason: "OOMKilled" };
    return { exitCode, reason: exitCode === 0 ? "Completed" : "Error" };
  }

  kill(): Promise<void> {
    return this.process.kill();
  }

  private async forwardOutput(): Promise<void> {
    const { stdout, stderr } = this.process.child;
    const { log } = this.command;
    await Promise.all([forwardLines(stdout!, "stdout", log), forwardLines(stderr!, "stderr", log)]);
  }

  private async drain(output: Promise<void>): Promise<void> {
    const streams = [this.process.child.stdout!, this.process.child.stderr!];
    const started = Date.now();
    const look = (): void => {
      const isIdle = streams.every(({ readableLength }) => readableLength === 0);
      if (isIdle || Date.now() - started > DRAIN.limitMs) streams.forEach((stream) => stream.destroy());
    };
    // What has come is read after a timer and before what setImmediate runs, on a busy machine only then.
    const timer = setInterval(() => setImmediate(look), DRAIN.intervalMs);
    await output;
    clearInterval(timer);
  }
}

function checkExecutable(executable: string, { directory, environment }: ContainerCommand): void {
  const candidates = executable.includes("/")
    ? [isAbsolute(executable) ? executable : join(directory, executable)]
    : (environment.PATH ?? "").split(":").map((folder) => join(folder, executable));
  if (!candidates.some(isExecutable)) {
    throw new Error(`exec: "${executable}": executable file not found on the emulator's machine`);
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

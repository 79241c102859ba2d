import { execFile } from "node:child_process";

export interface CommandResult {
  /** Exit status; undefined when the command was ended for taking too long. */
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a command to its end.
 *
 * @throws Error with code `ENOENT` when there is no such command, `EACCES` when it may not be run
 */
export type RunCommand = (
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
) => Promise<CommandResult>;

const TIMEOUT_MS = 30_000;

export const runCommand: RunCommand = (command, args, env) =>
  new Promise((resolve, reject) => {
    const options = { env, encoding: "utf8", timeout: TIMEOUT_MS, maxBuffer: 64 << 20 } as const;
    const child = execFile(command, args, options, (error, stdout, stderr) => {
      const code = error ? error.code : 0;
      if (typeof code === "string") reject(Object.assign(new Error(error?.message), { code }));
      else resolve({ status: typeof code === "number" ? code : undefined, stdout, stderr });
    });
    child.stdin?.end();
  });

/** The last line that a failed command printed, which says why. */
export function reasonOf({ status, stdout, stderr }: CommandResult): string {
  const lines = `${stdout}\n${stderr}`.split("\n").map((line) => line.trim());
  const last = lines.filter(Boolean).at(-1);
  return last ?? (status === undefined ? "it took too long" : `exit status ${status}`);
}

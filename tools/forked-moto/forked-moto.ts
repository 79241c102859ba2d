import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Socket } from "node:net";
import { findMotoServer, MOTO_SETTINGS } from "../../local/moto/moto-server";

/**
 * Starts a process that forks a `moto_server` whenever it is asked for one. It ends with this process.
 *
 * @param directory for its files; made here
 * @returns the program that asks for one: it takes the place of `moto_server`. Undefined where there can be none: off
 *   Linux, where not everything survives a fork, or without a Python that has moto
 */
export async function forkedMoto(directory: string): Promise<string | undefined> {
  if (process.platform !== "linux") return undefined;
  mkdirSync(directory, { mode: 0o700 });
  const forking = spawn(pythonOfMoto(), [join(__dirname, "fork-moto.py"), directory], {
    env: { ...process.env, ...MOTO_SETTINGS },
    // Ctrl-C ends this process, and only thereby that one.
    detached: true,
    stdio: ["pipe", "pipe", "inherit"],
  });
  forking.on("error", () => undefined);
  await once(forking.stdout.resume(), "close");
  forking.unref();
  (forking.stdin as Socket).unref();
  const program = join(directory, "moto_server");
  return existsSync(program) ? program : undefined;
}

/** The Python beside `moto_server` has moto, and so has the machine's own where none is beside it. */
export function pythonOfMoto(): string {
  const server = findMotoServer();
  const beside = server === undefined ? "" : join(dirname(realpathSync(server)), "python3");
  return existsSync(beside) ? beside : "python3";
}

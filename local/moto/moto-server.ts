import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { TetheredProcess } from "../tethered-process";

/** Environment variable that names the program to start as `moto_server`; tests have one that starts at once. */
export const MOTO_PROGRAM = "EMULATOR_MOTO";

const START_TIMEOUT_MS = 60_000;

/** A `moto_server` that listens on a socket. */
export interface MotoServer {
  readonly socket: string;
  stop(): Promise<void>;
}

/**
 * @param directory in which moto gets one of its own
 * @throws Error when moto cannot be found, or does not start
 */
export async function startMotoServer(directory: string): Promise<MotoServer> {
  const [command, ...args] = motoCommand();
  const own = ownDirectory(directory);
  const socket = socketIn(own);
  const moto = new TetheredProcess(command!, [...args, "-H", `unix://${socket}`, "-p", "0"], {
    cwd: own,
    env: motoEnvironment(own),
  });
  const stop = async (): Promise<void> => {
    await moto.kill();
    rmSync(own, { recursive: true, force: true });
  };
  try {
    await listening(moto);
  } catch (error) {
    await stop();
    throw error;
  }
  return { socket, stop };
}

/** The longest path that a Unix socket can have, on macOS. */
const MAX_SOCKET_PATH = 103;

function socketIn(directory: string): string {
  return join(directory, "socket");
}

/** A new directory below `moto` that only its owner can enter: mkdtemp makes it so. */
function ownDirectory(directory: string): string {
  const parent = join(directory, "moto");
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  const own = mkdtempSync(join(parent, "run-"));
  if (Buffer.byteLength(socketIn(own)) <= MAX_SOCKET_PATH) return own;
  rmSync(own, { recursive: true });
  return mkdtempSync(join(tmpdir(), "moto-run-"));
}

/** @param directory where moto must find no Docker: its own AWS Batch and Lambda would run containers */
function motoEnvironment(directory: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    ...MOTO_SETTINGS,
    DOCKER_HOST: `unix://${join(directory, "no-docker")}`,
  };
}

export const MOTO_SETTINGS: NodeJS.ProcessEnv = {
  // Whoever starts the emulator may have it set for a moto of their own.
  MOTO_ENABLE_RECORDING: undefined,
  MOTO_DISABLE_GLOBAL_CORS: "true",
  // AWS managed policies exist in every account; moto loads them only on request.
  MOTO_IAM_LOAD_MANAGED_POLICIES: "true",
};

/** Waits until werkzeug announces on its standard error that it listens. */
function listening(moto: TetheredProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = "";
    const timer = setTimeout(
      () => reject(new Error(`moto_server did not start within ${START_TIMEOUT_MS / 1000} s:\n${output}`)),
      START_TIMEOUT_MS,
    );
    const read = (chunk: Buffer): void => {
      if (output.length < 10_000) output += chunk.toString();
      if (!output.includes("Running on unix://")) return;
      clearTimeout(timer);
      resolve();
    };
    moto.child.stdout?.on("data", read);
    moto.child.stderr?.on("data", read);
    moto.exited.then((code) => {
      clearTimeout(timer);
      reject(
        new Error(`moto_server, which npm run local -- start brings, ended with status ${code}:\n${output}`),
      );
    }, reject);
  });
}

/** How moto is called here. Where none of them is there, `npm run local -- start` has brought the second. */
function motoCommand(): string[] {
  if (process.env[MOTO_PROGRAM]) return [process.env[MOTO_PROGRAM]];
  return findMotoServer() === undefined ? ["python3", "-m", "moto.server"] : ["moto_server"];
}

/** Where `moto_server` is on the search path. */
export function findMotoServer(): string | undefined {
  const directories = (process.env.PATH ?? "").split(delimiter);
  return directories.map((directory) => join(directory, "moto_server")).find((path) => existsSync(path));
}

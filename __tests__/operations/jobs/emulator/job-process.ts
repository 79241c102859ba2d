import { spawn } from "node:child_process";
import { join } from "node:path";

const PROJECT = join(__dirname, "..", "..", "..", "..");
const COMMAND = [
  process.execPath,
  "--require",
  "./src/typescript.cjs",
  join(PROJECT, "src", "cli", "job.ts"),
];

export interface Ended {
  readonly status: number;
  /** Of both outputs. */
  readonly output: string;
}

/** Runs `npm run job -- ...` without a terminal. */
export function jobThroughPipe(environment: NodeJS.ProcessEnv, ...args: string[]): Promise<Ended> {
  return ended([...COMMAND, ...args], environment);
}

/**
 * Runs `npm run job -- ...` on a terminal.
 *
 * @param interruptAfter texts; Ctrl-C is typed when each of them has appeared
 */
export function jobOnTerminal(
  environment: NodeJS.ProcessEnv,
  interruptAfter: readonly string[],
  ...args: string[]
): Promise<Ended> {
  const driver = ["python3", "-c", TERMINAL, JSON.stringify(interruptAfter)];
  return ended([...driver, ...COMMAND, ...args], { ...environment, TERM: "xterm" });
}

/** Runs its arguments on a pseudo-terminal, and types Ctrl-C after the given texts. */
const TERMINAL = `
import json, os, pty, sys
texts = [text.encode() for text in json.loads(sys.argv[1])]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
output = b""
while True:
    try:
        data = os.read(terminal, 65536)
    except OSError:
        break
    if not data:
        break
    sys.stdout.buffer.write(data)
    output += data
    if texts and texts[0] in output:
        texts.pop(0)
        os.write(terminal, b"\\x03")
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

function ended([file, ...args]: string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(file!, args, { env, cwd: PROJECT, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    }
    child.once("error", reject);
    child.once("close", (code) => resolve({ status: code ?? -1, output }));
  });
}

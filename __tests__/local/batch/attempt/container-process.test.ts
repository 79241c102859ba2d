import childProcess, { type ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LogSink } from "../../../../local/batch/attempt/container-log";
import { ContainerProcess } from "../../../../local/batch/attempt/container-process";

const directory = mkdtempSync(join(tmpdir(), "container-process-"));
const spawned = jest.spyOn(childProcess, "spawn");

// The module is that of all tests of this worker.
afterAll(() => {
  spawned.mockRestore();
  rmSync(directory, { recursive: true });
});

const lastChild = (): ChildProcess => spawned.mock.results.at(-1)!.value as ChildProcess;

/** Nothing of this process goes on meanwhile. */
function hold(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

function holdUntilEnded({ pid }: ChildProcess): void {
  const hasEnded = (): boolean => / Z \d+ /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  while (!hasEnded()) hold(10);
}

function start(command: string, onLine: (line: string) => void): ContainerProcess {
  const own = mkdtempSync(join(directory, "container-"));
  const write: LogSink["write"] = (_, line) => {
    onLine(line);
    return undefined;
  };
  return new ContainerProcess({
    words: ["/bin/sh", "-c", command],
    directory: own,
    environment: { PATH: process.env.PATH!, TMPDIR: own },
    memoryMiB: Infinity,
    log: { write, close: () => Promise.resolve() },
  });
}

const onLinux = process.platform === "linux" ? it : it.skip;

onLinux("what a command printed is in its log, also when this process had no time to read it", async () => {
  const { signal } = new AbortController();
  const go = join(directory, "go");
  const lines: string[] = [];
  const late = start(`while [ ! -e ${go} ]; do sleep 0.01; done; echo kept`, (line) => lines.push(line));
  const ended = late.end(signal);
  const lateChild = lastChild();
  // The kernel tells of both ends at once, and of the output of the first command alone.
  const first = start("echo now", () => {
    writeFileSync(go, "");
    holdUntilEnded(lateChild);
  });
  const firstEnded = first.end(signal);
  holdUntilEnded(lastChild());
  // For longer than until the next look whether output still comes.
  lateChild.once("exit", () => setImmediate(() => hold(1_000)));
  await Promise.all([firstEnded, ended]);
  expect(lines).toEqual(["kept"]);
});

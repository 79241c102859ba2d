import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ProcessLock } from "../../local/process-lock";

let directory: string;
let file: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "lock-"));
  file = join(directory, "emulator.lock");
});

afterEach(() => rmSync(directory, { recursive: true }));

const MODULE = join(__dirname, "../../local/process-lock");

/** Processes that all try to take the lock and keep what they have, until their input ends. */
async function takers(count: number): Promise<{ answers: string[]; end: () => void }> {
  const script = `
    const { ProcessLock } = require(${JSON.stringify(MODULE)});
    console.log(new ProcessLock(${JSON.stringify(file)}).take());
    process.stdin.resume();
  `;
  const children = Array.from({ length: count }, () =>
    spawn(process.execPath, ["--require", require.resolve("tsx/cjs"), "-e", script], {
      stdio: ["pipe", "pipe", "inherit"],
    }),
  );
  const answers = await Promise.all(
    children.map(async ({ stdout }) => String((await once(stdout, "data"))[0]).trim()),
  );
  return { answers, end: () => children.forEach((child) => child.stdin.end()) };
}

it("belongs to who takes it, until it is given back", () => {
  const lock = new ProcessLock(file);
  expect(lock.owner()).toBeUndefined();
  expect(lock.take()).toBe(true);
  expect(lock.isMine()).toBe(true);
  expect(lock.owner()).toBe(process.pid);
  expect(new ProcessLock(file).take()).toBe(false);
  lock.giveBack();
  expect(existsSync(file)).toBe(false);
  expect(readdirSync(directory)).toEqual([]);
});

it("is taken by one of those that want it at once", async () => {
  const { answers, end } = await takers(4);
  end();
  expect(answers.sort()).toEqual(["false", "false", "false", "true"]);
});

it.each([
  ["of a process that does not run", JSON.stringify({ pid: 2 ** 22 + 1, command: "node" })],
  ["of a process whose id another one has now", JSON.stringify({ pid: process.pid, command: "another" })],
  ["that is torn", '{"pid'],
  ["that is empty", ""],
])("%s is no obstacle", (_, text) => {
  writeFileSync(file, text);
  const lock = new ProcessLock(file);
  expect(lock.owner()).toBeUndefined();
  expect(lock.take()).toBe(true);
  expect(lock.owner()).toBe(process.pid);
  expect(readdirSync(directory)).toEqual(["emulator.lock"]);
});

it("tells that it was lost", () => {
  const lock = new ProcessLock(file);
  lock.take();
  writeFileSync(file, JSON.stringify({ pid: 1, command: "another" }));
  expect(lock.isMine()).toBe(false);
  lock.giveBack();
  expect(existsSync(file)).toBe(true);
});

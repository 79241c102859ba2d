import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RunLock } from "../../src/cli/run-lock";

const directory = mkdtempSync(join(tmpdir(), "lock-"));
const file = join(directory, "run.lock");

afterAll(() => rmSync(directory, { recursive: true, force: true }));

it("refuses a second run while the first one lives, and names it", () => {
  const lock = RunLock.acquire(directory, "install.sh");
  expect(() => RunLock.acquire(directory, "cleanup.sh")).toThrow(
    new RegExp(`Another install\\.sh \\(process ${process.pid}, since .*\\) works on this state`),
  );
  lock.release();
});

it("is free after a release", () => {
  RunLock.acquire(directory, "install.sh").release();
  expect(existsSync(file)).toBe(false);
  RunLock.acquire(directory, "install.sh").release();
});

it("takes over from a run that was killed", async () => {
  const dead = spawn("true");
  await new Promise((resolve) => dead.once("exit", resolve));
  writeFileSync(
    file,
    JSON.stringify({ pid: dead.pid, command: "install.sh", since: "2026-11-01T00:00:00Z" }),
  );
  const lock = RunLock.acquire(directory, "cleanup.sh");
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ pid: process.pid, command: "cleanup.sh" });
  lock.release();
});

it("keeps its file to its owner", () => {
  const lock = RunLock.acquire(directory, "install.sh");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  lock.release();
});

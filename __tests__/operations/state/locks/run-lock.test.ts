import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { RUN_LOCK, RunLock } from "../../../../src/operations/state/locks/run-lock";
import { LocalStore } from "../../../../src/operations/state/stores/local-store";

const directory = mkdtempSync(join(tmpdir(), "lock-"));
const file = join(directory, RUN_LOCK);
const acquire = (command: string): Promise<RunLock> =>
  RunLock.acquire(new LocalStore(directory), RUN_LOCK, command);

afterAll(() => rmSync(directory, { recursive: true, force: true }));
afterEach(() => rmSync(file, { force: true }));

async function deadPid(): Promise<number> {
  const dead = spawn("true");
  await new Promise((resolve) => dead.once("exit", resolve));
  return dead.pid!;
}

function heldBy(holder: object): void {
  writeFileSync(file, JSON.stringify({ command: "install.sh", since: "2026-11-01T00:00:00Z", ...holder }));
}

it("refuses a second run while the first one lives, and names it", async () => {
  await acquire("install.sh");
  await expect(acquire("cleanup.sh")).rejects.toThrow(
    new RegExp(
      `Another install\\.sh \\(process ${process.pid}, since .*\\) works on this state.*remove ${file}\\.`,
    ),
  );
});

it("is free after a release", async () => {
  await (await acquire("install.sh")).release();
  expect(existsSync(file)).toBe(false);
  await acquire("install.sh");
});

beforeEach(() => jest.spyOn(console, "log").mockImplementation());
afterEach(() => jest.restoreAllMocks());

it("takes over from a run that was killed, and says so", async () => {
  heldBy({ pid: await deadPid(), host: hostname() });
  await acquire("cleanup.sh");
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ pid: process.pid, command: "cleanup.sh" });
  expect(console.log).toHaveBeenCalledWith(
    "The last install.sh that began at 2026-11-01T00:00:00Z was ended before it was done: this one goes on from there.",
  );
});

it("takes over from a run that was killed and that nobody has asked after, as in many containers", async () => {
  // The shell becomes a program that knows of no child.
  const parent = spawn("sh", ["-c", "sleep 600 & echo $!; exec sleep 600"]);
  try {
    const [line] = (await once(parent.stdout, "data")) as [Buffer];
    const pid = Number(line);
    const state = (of: number): string =>
      execFileSync("ps", ["-o", "stat=,comm=", "-p", String(of)], { encoding: "utf8" });
    while (!state(parent.pid!).includes("sleep")) await sleep(10);
    process.kill(pid, "SIGKILL");
    while (!state(pid).startsWith("Z")) await sleep(10);
    heldBy({ pid, host: hostname() });
    await acquire("cleanup.sh");
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ pid: process.pid });
  } finally {
    parent.kill("SIGKILL");
  }
});

it("takes over from a run that could not write who it is: it was killed, or the disk was full", async () => {
  writeFileSync(file, "");
  await acquire("cleanup.sh");
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ pid: process.pid });
});

it.each(["{}", '{"pid": "1"}', "null"])(
  "takes %s for the lock of a run that did not say who it is",
  async (text) => {
    writeFileSync(file, text);
    await acquire("cleanup.sh");
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ pid: process.pid });
  },
);

it("is taken over by one of several runs that find the same dead one", async () => {
  heldBy({ pid: await deadPid(), host: hostname() });
  const runs = await Promise.allSettled(Array.from({ length: 8 }, () => acquire("install.sh")));
  expect(runs.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ pid: process.pid });
  expect(existsSync(`${file}.takeover`)).toBe(false);
});

it("names the file of a run that was killed while it took over a lock", async () => {
  heldBy({ pid: await deadPid(), host: hostname() });
  renameSync(file, `${file}.takeover`);
  heldBy({ pid: await deadPid(), host: hostname() });
  await expect(acquire("install.sh")).rejects.toThrow(`remove ${file}.takeover`);
  rmSync(`${file}.takeover`);
});

it("does not judge whether a run on another machine lives, and names the machine", async () => {
  heldBy({ pid: await deadPid(), host: "laptop-of-jo" });
  await expect(acquire("cleanup.sh")).rejects.toThrow(/install\.sh \(process \d+ on laptop-of-jo, since/);
});

it("keeps its file to its owner", async () => {
  await acquire("install.sh");
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TetheredProcess } from "../../local/tethered-process";

const MODULE = join(__dirname, "../../local/tethered-process");

/** A command that starts another one and says both process ids. */
const COMMAND = "sleep 300 & echo $$ $!; wait";

/** Whether a process runs; one that ended and was not collected by its parent does not. */
function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = `/proc/${pid}/stat`;
  return !(existsSync(stat) && /\) Z /.test(readFileSync(stat, "utf8")));
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error("It did not come about within 10 s.");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function pidsFrom({ stdout }: ChildProcess): Promise<number[]> {
  const [line] = (await once(stdout!, "data")) as [Buffer];
  return line.toString().trim().split(" ").map(Number);
}

test("the command goes with everything it started when the starting process is killed", async () => {
  const script = `
    const { TetheredProcess } = require(${JSON.stringify(MODULE)});
    const { child } = new TetheredProcess("sh", ["-c", ${JSON.stringify(COMMAND)}]);
    child.stdout.pipe(process.stdout);
  `;
  const starter = spawn(process.execPath, ["--require", require.resolve("tsx/cjs"), "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const pids = await pidsFrom(starter);
  expect(pids.map(runs)).toEqual([true, true]);

  starter.kill("SIGKILL");
  await until(() => !pids.some(runs));
});

test("the command goes with everything it started when it is killed", async () => {
  const tethered = new TetheredProcess("sh", ["-c", COMMAND]);
  const pids = await pidsFrom(tethered.child);
  expect(pids.map(runs)).toEqual([true, true]);

  await tethered.kill();
  await until(() => !pids.some(runs));
  expect(await tethered.exited).toBe(137);
});

test("what the command left running goes when the command ends", async () => {
  const tethered = new TetheredProcess("sh", ["-c", "sleep 300 >/dev/null & echo $!"]);
  const pids = await pidsFrom(tethered.child);
  expect(await tethered.exited).toBe(0);
  await until(() => !pids.some(runs));
});

const onLinux = existsSync("/proc/self/environ") ? test : test.skip;

/** Leaves its process group twice over, as daemons do. */
const DAEMON = "(setsid sh -c 'sleep 300 >/dev/null 2>&1 & echo $!' &) ; sleep 0.5";

onLinux("what left the process group goes with the command, by the mark of its environment", async () => {
  const env = { ...process.env, TMPDIR: mkdtempSync(join(tmpdir(), "marked-")) };
  const other = spawn("sleep", ["300"], { env: { ...env, TMPDIR: `${env.TMPDIR}-2` } });
  const tethered = new TetheredProcess("sh", ["-c", DAEMON], { env, mark: `TMPDIR=${env.TMPDIR}` });
  const pids = await pidsFrom(tethered.child);
  expect(pids.map(runs)).toEqual([true]);
  expect(await tethered.exited).toBe(0);
  await until(() => !pids.some(runs));
  expect(runs(other.pid!)).toBe(true);
  other.kill();
});

onLinux("what left the process group goes when the starting process is killed", async () => {
  const mark = mkdtempSync(join(tmpdir(), "marked-"));
  const script = `
    const { TetheredProcess } = require(${JSON.stringify(MODULE)});
    const env = { ...process.env, TMPDIR: ${JSON.stringify(mark)} };
    const { child } = new TetheredProcess("sh", ["-c", ${JSON.stringify(`${DAEMON}; sleep 300`)}], { env, mark: ${JSON.stringify(`TMPDIR=${mark}`)} });
    child.stdout.pipe(process.stdout);
  `;
  const starter = spawn(process.execPath, ["--require", require.resolve("tsx/cjs"), "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const pids = await pidsFrom(starter);
  expect(pids.map(runs)).toEqual([true]);
  starter.kill("SIGKILL");
  await until(() => !pids.some(runs));
});

test("arguments, environment and directory reach the command unchanged", async () => {
  const tethered = new TetheredProcess(
    "sh",
    ["-c", 'printf "%s|%s|%s" "$1" "$WORD" "$PWD"', "sh", 'a "b" $c'],
    {
      cwd: "/",
      env: { ...process.env, WORD: "x y" },
    },
  );
  const [output] = (await once(tethered.child.stdout!, "data")) as [Buffer];
  expect(output.toString()).toBe('a "b" $c|x y|/');
  expect(await tethered.exited).toBe(0);
});

test.each([
  ["the command's own status", ["sh", "-c", "exit 3"], 3],
  ["127 when there is no such command", ["no-such-command-anywhere"], 127],
])("the exit status is %s", async (_what, [command, ...args], status) => {
  expect(await new TetheredProcess(command!, args).exited).toBe(status);
});

test("killing a command that ended does nothing", async () => {
  const tethered = new TetheredProcess("true", []);
  await tethered.exited;
  await expect(tethered.kill()).resolves.toBeUndefined();
});

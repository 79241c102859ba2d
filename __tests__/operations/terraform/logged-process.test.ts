import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { runLogged, type LoggedProcessProps } from "../../../src/operations/terraform/logged-process";

const directory = mkdtempSync(join(tmpdir(), "logged-"));
const logFile = join(directory, "out.log");

afterAll(() => rmSync(directory, { recursive: true, force: true }));
beforeEach(() => rmSync(logFile, { force: true }));

function run(script: string, more: Partial<LoggedProcessProps> = {}): Promise<number> {
  const command = { command: "/bin/sh", args: ["-c", script], cwd: directory, env: process.env };
  return runLogged({ ...command, logFile, onLine: () => undefined, ...more });
}

async function linesOf(script: string): Promise<{ status: number; lines: string[] }> {
  const lines: string[] = [];
  const status = await run(script, { onLine: (line) => lines.push(line) });
  return { status, lines };
}

it("hands on every line of both streams, the last one without an end included", async () => {
  const { status, lines } = await linesOf("echo one; echo two >&2; printf three");
  expect({ status, lines }).toEqual({ status: 0, lines: ["one", "two", "three"] });
});

it("hands on lines while the command runs", async () => {
  const seen: string[] = [];
  const ended = run("echo early; sleep 2", { onLine: (line) => seen.push(line) });
  for (let waited = 0; waited < 1500 && seen.length === 0; waited += 50) await sleep(50);
  expect(seen).toEqual(["early"]);
  await ended;
});

it("does not break characters that lie across its buffer", async () => {
  const { lines } = await linesOf(
    "i=0; while [ $i -lt 3000 ]; do printf 'Größe-%07d-äöü\\n' $i; i=$((i+1)); done",
  );
  expect(lines).toHaveLength(3000);
  expect(lines[2999]).toBe("Größe-0002999-äöü");
});

it.each(["onStart", "onLine"])(
  "waits for the command when %s throws, and throws it then",
  async (callback) => {
    const throwing = (): never => {
      throw new Error("disk full");
    };
    const ended = run("echo early; sleep 1; echo late", { [callback]: throwing });
    await expect(ended).rejects.toThrow("disk full");
    expect(readFileSync(logFile, "utf8")).toBe("early\nlate\n");
  },
);

it("tells the exit status, and 128 for a signal", async () => {
  expect((await linesOf("exit 7")).status).toBe(7);
  expect((await linesOf("kill -9 $$")).status).toBe(128);
});

it("fails when the command does not exist", async () => {
  const missing = {
    command: "/nonexistent",
    args: [],
    cwd: directory,
    env: process.env,
    logFile,
    onLine: jest.fn(),
  };
  await expect(runLogged(missing)).rejects.toThrow("ENOENT");
});

it("lets the command end its work when this process is killed", async () => {
  const script = `
    const { runLogged } = require(${JSON.stringify(join(__dirname, "../../../src/operations/terraform/logged-process"))});
    runLogged({ command: "/bin/sh", args: ["-c", "echo begun; sleep 1; echo done"], cwd: ".", env: process.env,
      logFile: ${JSON.stringify(logFile)}, onLine: () => console.log("line") });`;
  const child = spawn(process.execPath, ["--require", "tsx/cjs", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise((resolve) => child.stdout.once("data", resolve));
  child.kill("SIGKILL");
  await sleep(1600);
  expect(readFileSync(logFile, "utf8")).toBe("begun\ndone\n");
});

describe("a process that is told to end", () => {
  const done = join(directory, "done");

  /** Takes Ctrl-C as Terraform does: ends its work on the first, which takes until a file is there, and drops it on a second. */
  const TERRAFORM = `
    let told = 0;
    process.on("SIGINT", () => {
      console.log(told++ === 0 ? "told" : "dropped");
    });
    setInterval(() => require("node:fs").existsSync(${JSON.stringify(done)}) && process.exit(1), 20);
    console.log("begun");`;

  function started(work: string): { child: ChildProcess; output: () => string; ended: Promise<unknown[]> } {
    const script = `
      const { endGently, runLogged } = require(${JSON.stringify(join(__dirname, "../../../src/operations/terraform/logged-process"))});
      const props = { command: process.execPath, cwd: ".", env: process.env,
        logFile: ${JSON.stringify(logFile)}, onLine: (line) => console.log(line) };
      const terraform = ["-e", ${JSON.stringify(TERRAFORM)}];
      endGently();
      ${work}`;
    const child = spawn(process.execPath, ["--require", "tsx/cjs", "-e", script], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
    return { child, output: () => output, ended: once(child, "close") };
  }

  async function until(output: () => string, text: string): Promise<void> {
    while (!output().includes(text)) await sleep(20);
  }

  beforeEach(() => rmSync(done, { force: true }));

  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "tells the command once, on %s, waits for it, and begins no other",
    async (signal) => {
      const { child, output, ended } = started(`
        runLogged({ ...props, args: terraform })
          .then(() => runLogged({ ...props, args: terraform }))
          .catch(({ message }) => console.log(message));`);
      await until(output, "begun");
      child.kill(signal);
      await until(output, "told");
      child.kill(signal);
      await until(output, "still ends what it has begun");
      writeFileSync(done, "");
      await ended;
      expect(output()).toContain("Stopping. Terraform ends what it has begun");
      expect(output().match(/begun\n/g)).toHaveLength(1);
      expect(output()).not.toContain("dropped");
      expect(output()).toContain("Stopped, as you asked.");
    },
  );

  it("waits for the command, too, when nobody reads any more what is said", async () => {
    const end = join(directory, "end");
    const { child, output, ended } = started(`
      require(${JSON.stringify(join(__dirname, "../../../src/operations/terminal/output"))}).endWhenUnread();
      setInterval(() => { console.log("unread"); console.error("unread"); }, 10).unref();
      runLogged({ ...props, args: terraform })
        .then((status) => require("node:fs").writeFileSync(${JSON.stringify(end)}, String(status)));`);
    await until(output, "begun");
    child.stdout!.destroy();
    child.stderr!.destroy();
    await sleep(100);
    expect(child.exitCode).toBeNull();
    child.kill("SIGHUP");
    await sleep(100);
    writeFileSync(done, "");
    await ended;
    expect(readFileSync(end, "utf8")).toBe("1");
  });

  it("ends at once where no command runs", async () => {
    const { child, output, ended } = started(`console.log("waits"); setInterval(() => {}, 1000);`);
    await until(output, "waits");
    child.kill("SIGTERM");
    expect(await ended).toEqual([143, null]);
    expect(output()).toContain("Stopped. Start again to go on from here.");
  });
});

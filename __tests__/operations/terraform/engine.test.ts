import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { runEngine } from "../../../src/operations/terraform/engine";

const logDirectory = mkdtempSync(join(tmpdir(), "engine-"));

afterAll(() => rmSync(logDirectory, { recursive: true }));

interface Item {
  readonly name: string;
  readonly after: readonly string[];
}

const STACKS: readonly Item[] = [
  { name: "batch", after: ["kubernetes", "cluster"] },
  { name: "cluster", after: [] },
  { name: "kubernetes", after: ["cluster"] },
  { name: "system", after: ["kubernetes", "cluster"] },
];

/** Work on stacks that ends only when the test says so. */
class Tasks {
  readonly log: string[] = [];
  private readonly running = new Map<string, { resolve: () => void; reject: (error: Error) => void }>();
  readonly all: Promise<void>;

  constructor(items: readonly Item[], command: "deploy" | "destroy" = "deploy", logs = logDirectory) {
    const stacks = items.map(({ name, after: dependencies }) => ({
      name,
      directory: `/stacks/${name}`,
      dependencies,
    }));
    this.all = runEngine(command, { stacks, logDirectory: logs }, ({ name }) => {
      this.log.push(`begin ${name}`);
      return new Promise((resolve, reject) => this.running.set(name, { resolve, reject }));
    }).finally(() => this.log.push("end of all"));
    // The test looks at the promise later than it may be rejected.
    this.all.catch(() => undefined);
  }

  async end(name: string): Promise<void> {
    await this.until(`begin ${name}`);
    this.log.push(`end ${name}`);
    this.running.get(name)!.resolve();
  }

  async fail(name: string): Promise<void> {
    await this.until(`begin ${name}`);
    this.log.push(`fail ${name}`);
    this.running.get(name)!.reject(new Error(`${name} failed`));
  }

  async until(entry: string): Promise<void> {
    while (!this.log.includes(entry)) {
      if (this.log.includes("end of all")) await this.all;
      await sleep(10);
    }
  }
}

it("keeps the order, and runs side by side what may", async () => {
  const tasks = new Tasks(STACKS);
  await tasks.end("cluster");
  await tasks.end("kubernetes");
  await Promise.all([tasks.until("begin batch"), tasks.until("begin system")]);
  await tasks.end("system");
  await tasks.end("batch");
  await expect(tasks.all).resolves.toBeUndefined();
  expect(tasks.log.slice(0, 4)).toEqual([
    "begin cluster",
    "end cluster",
    "begin kubernetes",
    "end kubernetes",
  ]);
  expect(tasks.log.slice(4, 6).sort()).toEqual(["begin batch", "begin system"]);
  expect(tasks.log.slice(6)).toEqual(["end system", "end batch", "end of all"]);
});

it("writes down what the engine does", async () => {
  const tasks = new Tasks([
    { name: "cluster", after: [] },
    { name: "batch", after: ["cluster"] },
  ]);
  await tasks.end("cluster");
  await tasks.end("batch");
  await tasks.all;
  const lines = readFileSync(join(logDirectory, "cdktf.log"), "utf8").trim().split("\n");
  expect(lines.map((line) => line.replace(/^\d{4}-\d\d-\d\dT[\d:.]+Z /, ""))).toEqual([
    "planning cluster",
    "deployed cluster",
    "planning batch",
    "deployed batch",
  ]);
});

it("goes on when that cannot be written", async () => {
  const tasks = new Tasks([{ name: "first", after: [] }], "destroy", join(logDirectory, "none"));
  await tasks.end("first");
  await expect(tasks.all).resolves.toBeUndefined();
});

it("destroys in the opposite order", async () => {
  const tasks = new Tasks(STACKS, "destroy");
  await Promise.all([tasks.until("begin batch"), tasks.until("begin system")]);
  for (const name of ["batch", "system", "kubernetes", "cluster"]) await tasks.end(name);
  await expect(tasks.all).resolves.toBeUndefined();
  expect(tasks.log.slice(2)).toEqual([
    "end batch",
    "end system",
    "begin kubernetes",
    "end kubernetes",
    "begin cluster",
    "end cluster",
    "end of all",
  ]);
});

it("ignores names of no stack: those are not to be worked on", async () => {
  const tasks = new Tasks([{ name: "system", after: ["kubernetes"] }]);
  await tasks.end("system");
  await expect(tasks.all).resolves.toBeUndefined();
  expect(tasks.log).toEqual(["begin system", "end system", "end of all"]);
});

it("begins nothing new after a failure", async () => {
  const tasks = new Tasks(STACKS);
  await tasks.fail("cluster");
  await expect(tasks.all).rejects.toThrow("cluster failed");
  expect(tasks.log).toEqual(["begin cluster", "fail cluster", "end of all"]);
});

it.each(["deploy", "destroy"] as const)("waits after a failure for what is running (%s)", async (command) => {
  const tasks = new Tasks(STACKS, command);
  if (command === "deploy") for (const name of ["cluster", "kubernetes"]) await tasks.end(name);
  await tasks.until("begin system");
  await tasks.fail("batch");
  await sleep(500);
  expect(tasks.log).not.toContain("end of all");
  await tasks.end("system");
  await expect(tasks.all).rejects.toThrow("batch failed");
  expect(tasks.log.slice(-2)).toEqual(["end system", "end of all"]);
});

it("begins no item that a running one was awaited for, when another has failed meanwhile", async () => {
  const tasks = new Tasks([
    { name: "first", after: [] },
    { name: "second", after: [] },
    { name: "third", after: ["second"] },
  ]);
  await tasks.until("begin second");
  await tasks.fail("first");
  await tasks.end("second");
  await tasks.until("end of all");
  expect(tasks.log.slice(0, 2).sort()).toEqual(["begin first", "begin second"]);
  expect(tasks.log.slice(2)).toEqual(["fail first", "end second", "end of all"]);
});

it("throws the first of several failures", async () => {
  const tasks = new Tasks([
    { name: "first", after: [] },
    { name: "second", after: [] },
  ]);
  await tasks.until("begin first");
  await tasks.fail("second");
  await tasks.fail("first");
  await expect(tasks.all).rejects.toThrow("second failed");
});

it("has nothing to do for no items", () =>
  expect(
    runEngine("deploy", { stacks: [], logDirectory }, () => Promise.reject(new Error("work"))),
  ).resolves.toBeUndefined());

/** Runs it on one stack in a process of its own. */
function runAlone(work: string): { stdout: string; stderr: string } {
  const stack = { name: "one", directory: logDirectory, dependencies: [] };
  const program =
    'require("./src/operations/terraform/engine.ts").runEngine("deploy", ' +
    `{ stacks: [${JSON.stringify(stack)}], logDirectory: ${JSON.stringify(logDirectory)} }, ${work});`;
  const { stdout, stderr } = spawnSync("node", ["--require", "./src/typescript.cjs", "-e", program], {
    ...{ cwd: join(__dirname, "..", "..", ".."), encoding: "utf8" },
    env: { ...process.env, TF_CLI_CONFIG_FILE: undefined },
  });
  return { stdout, stderr };
}

it("prints nothing, on whatever Node.js", () =>
  expect(runAlone('async () => console.log("worked")')).toEqual({ stdout: "worked\n", stderr: "" }));

it("loads nothing that only other commands of the engine need", () => {
  const { stdout } = runAlone("async () => console.log(Object.keys(require.cache).join())");
  expect(stdout).toContain("/cdktf-project.js");
  // What translates between HCL and TypeScript: WebAssembly, and a whole compiler.
  expect(stdout).not.toMatch(/wasm_exec|jsii-rosetta|typescript\.js/);
});

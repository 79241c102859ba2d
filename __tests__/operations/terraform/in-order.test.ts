import { inOrder } from "../../../src/operations/terraform/in-order";

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

/** Runs tasks that end only when the test says so. */
class Tasks {
  readonly log: string[] = [];
  private readonly running = new Map<string, { resolve: () => void; reject: (error: Error) => void }>();
  readonly all: Promise<void>;

  constructor(items: readonly Item[]) {
    this.all = inOrder(
      items,
      ({ after }) => after,
      ({ name }) => {
        this.log.push(`begin ${name}`);
        return new Promise((resolve, reject) => this.running.set(name, { resolve, reject }));
      },
    ).finally(() => this.log.push("end of all"));
    // The test looks at the promise later than it may be rejected.
    this.all.catch(() => undefined);
  }

  async end(name: string): Promise<void> {
    this.log.push(`end ${name}`);
    this.running.get(name)!.resolve();
    await settled();
  }

  async fail(name: string): Promise<void> {
    this.log.push(`fail ${name}`);
    this.running.get(name)!.reject(new Error(`${name} failed`));
    await settled();
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function begun(items: readonly Item[]): Promise<Tasks> {
  const tasks = new Tasks(items);
  await settled();
  return tasks;
}

it("keeps the order, and runs side by side what may", async () => {
  const tasks = await begun(STACKS);
  await tasks.end("cluster");
  await tasks.end("kubernetes");
  await tasks.end("system");
  await tasks.end("batch");
  expect(tasks.log).toEqual([
    "begin cluster",
    "end cluster",
    "begin kubernetes",
    "end kubernetes",
    "begin batch",
    "begin system",
    "end system",
    "end batch",
    "end of all",
  ]);
  await expect(tasks.all).resolves.toBeUndefined();
});

it("runs each item once, however many wait for it", async () => {
  const tasks = await begun(STACKS);
  expect(tasks.log).toEqual(["begin cluster"]);
  await tasks.end("cluster");
  await tasks.end("kubernetes");
  expect(tasks.log.filter((entry) => entry.startsWith("begin"))).toHaveLength(4);
});

it("begins nothing new after a failure", async () => {
  const tasks = await begun(STACKS);
  await tasks.fail("cluster");
  expect(tasks.log).toEqual(["begin cluster", "fail cluster", "end of all"]);
  await expect(tasks.all).rejects.toThrow("cluster failed");
});

it("waits after a failure for what is running", async () => {
  const tasks = await begun(STACKS);
  await tasks.end("cluster");
  await tasks.end("kubernetes");
  await tasks.fail("batch");
  expect(tasks.log).not.toContain("end of all");
  await tasks.end("system");
  expect(tasks.log.slice(-2)).toEqual(["end system", "end of all"]);
  await expect(tasks.all).rejects.toThrow("batch failed");
});

it("begins no item that a running one was awaited for, when another has failed meanwhile", async () => {
  const tasks = await begun([
    { name: "first", after: [] },
    { name: "second", after: [] },
    { name: "third", after: ["second"] },
  ]);
  await tasks.fail("first");
  await tasks.end("second");
  expect(tasks.log).toEqual(["begin first", "begin second", "fail first", "end second", "end of all"]);
});

it("throws the first of several failures", async () => {
  const tasks = await begun([
    { name: "first", after: [] },
    { name: "second", after: [] },
  ]);
  await tasks.fail("second");
  await tasks.fail("first");
  await expect(tasks.all).rejects.toThrow("second failed");
});

it("ignores names of no item", async () => {
  const tasks = await begun([{ name: "system", after: ["kubernetes"] }]);
  await tasks.end("system");
  expect(tasks.log).toEqual(["begin system", "end system", "end of all"]);
});

it("has nothing to do for no items", async () => {
  await expect((await begun([])).all).resolves.toBeUndefined();
});

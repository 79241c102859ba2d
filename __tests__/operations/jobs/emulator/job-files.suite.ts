import { readdirSync } from "node:fs";
import { join } from "node:path";
import { job } from "./shared-emulator";

const EXAMPLES = join(__dirname, "..", "..", "..", "..", "examples");
const example = (name: string): string => join(EXAMPLES, name);

/** What each example prints, in some order. */
const PRINTED: Readonly<Record<string, readonly string[]>> = {
  "packed.yaml": ["task 0", "task 4"],
  "sweep.yaml": [],
  "pipeline.yaml": ["prepare | prepared", "count   | count at work in /data", "report  | report at work"],
  "two-nodes.yaml": ["the main node"],
  "claims.yaml": ["nothing is mounted here"],
};

/** Needs a role, which this emulator has not: __tests__/e2e/rehearsal.test.ts runs it. */
const WITH_ROLE = "in-and-out.yaml";

describe("examples/", () => {
  const files = readdirSync(EXAMPLES).filter((name) => name.endsWith(".yaml") && name !== WITH_ROLE);

  it("has these files", () => expect(files.sort()).toEqual(Object.keys(PRINTED).sort()));

  it.each(files)("%s runs", async (name) => {
    const printed = PRINTED[name]!;
    const logs = printed.length > 0 ? ["--logs"] : [];
    // The Spot queue is closed by now.
    const queue = name === "sweep.yaml" ? ["--queue", "od"] : [];
    const { status, screen } = await job(
      "run",
      "--file",
      example(name),
      "--name",
      `ran-${name.slice(0, -5)}`,
      ...queue,
      ...logs,
    );
    expect(screen.lines).toEqual(expect.arrayContaining([...printed]));
    expect(status).toBe(0);
  });

  it("sweep.yaml gives each child its line", async () =>
    expect((await job("logs", "ran-sweep:2")).screen.lines).toEqual(["learning rate 0.5"]));

  it("packed.yaml takes another number of tasks", async () => {
    const { screen } = await job("run", "-f", example("packed.yaml"), "--parameter", "tasks=2", "--logs");
    expect(screen.lines.filter((line) => line.startsWith("task"))).toEqual(["task 0", "task 1"]);
  });
});

test("a file that was run is registered as it is, and can be deregistered", async () => {
  expect((await job("register", example("packed.yaml"))).screen.text).toBe("packed:1 is unchanged.\n");
  expect((await job("diff", example("packed.yaml"))).screen.text).toBe("packed:1 is unchanged.\n");
  expect((await job("deregister", example("packed.yaml"))).screen.text).toBe("packed:1 is deregistered.\n");
  expect((await job("register", example("packed.yaml"))).screen.text).toBe("packed:2 is registered.\n");
});

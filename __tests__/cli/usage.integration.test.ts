import { join } from "node:path";
import { execute } from "../support/lives/user-shell";

/** Runs a program of the project as package.json does. */
const runProgram = (file: string, ...args: readonly string[]): ReturnType<typeof execute> =>
  execute(
    "node",
    ["--require", "./src/typescript.cjs", join(__dirname, "..", "..", file), ...args],
    process.env,
  );

const PROGRAMS = [
  "local/main.ts",
  "src/cli/state.ts",
  "tools/documentation/main.ts",
  "tools/bench/main.ts",
  "tools/faults/main.ts",
];

it.each(PROGRAMS)(
  "%s ends with status 2, the reason and its usage when it is called wrongly",
  async (file) => {
    const { status, output } = await runProgram(file, "--unheard-of");
    expect(output).toMatch(/^error: unknown option '--unheard-of'\n\nUsage: npm run /);
    expect(status).toBe(2);
  },
);

it("a section that is not measured, and a command that does not exist, are wrong too", async () => {
  const [bench, local] = await Promise.all([
    runProgram("tools/bench/main.ts", "--only", "everything"),
    runProgram("local/main.ts", "restart"),
  ]);
  expect(bench).toMatchObject({ status: 2, output: expect.stringContaining("everything") as string });
  expect(local).toMatchObject({ status: 2, output: expect.stringContaining("restart") as string });
});

it("--help shows how a program is called, and does nothing else", async () => {
  const { status, output } = await runProgram("tools/documentation/main.ts", "--help");
  expect(output).toMatch(/^Usage: npm run docs -- \[options\]\n/);
  expect(status).toBe(0);
});

it.each(["install", "cleanup"])(
  "%s.sh names the options that its program takes, and no other",
  async (name) => {
    const [script, program] = await Promise.all([
      execute("sh", [join(__dirname, "..", "..", `${name}.sh`), "--help"], process.env),
      runProgram(`src/cli/${name}.ts`, "--help"),
    ]);
    const optionsIn = (text: string): string[] => [...new Set(text.match(/--[a-z]+/g))].sort();
    expect([...optionsIn(script.output), "--help"].sort()).toEqual(optionsIn(program.output));
    expect(script).toMatchObject({
      status: 0,
      output: expect.stringContaining(`Usage: ./${name}.sh`) as string,
    });
  },
);

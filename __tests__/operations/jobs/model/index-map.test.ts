import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import fc from "fast-check";
import { expand } from "../../../../local/batch/attempt/command-line";
import { retriedIndices, withIndices } from "../../../../src/operations/jobs/model/index-map";

const SHELLS = ["/bin/sh", "/bin/bash", "/bin/dash"].filter(existsSync);

interface Child {
  readonly shell?: string;
  readonly index?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a child of a retry as Kubernetes does. */
function run(
  indices: readonly number[],
  words: readonly string[],
  { shell = "/bin/sh", index, env = {} }: Child = {},
): string {
  const { command, args } = withIndices(shell, indices, 1000, words);
  const own: Record<string, string> =
    index === undefined ? {} : { AWS_BATCH_JOB_ARRAY_INDEX: String(index), AWS_BATCH_JOB_ARRAY_SIZE: "3" };
  const environment: Record<string, string> = { PATH: process.env.PATH!, ...own, ...env };
  const [program, ...rest] = [...command, ...args].map((word) => expand(word, environment));
  return execFileSync(program!, rest, {
    env: environment,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
}

const INDEX = ["sh", "-c", "echo $AWS_BATCH_JOB_ARRAY_INDEX/$AWS_BATCH_JOB_ARRAY_SIZE"];

describe.each(SHELLS)("in %s", (shell) => {
  it("each child has its old index, and the old size", () => {
    const indices = [0, 7, 8, 9, 500, 998, 999];
    const seen = indices.map((_, index) => run(indices, INDEX, { shell, index }));
    expect(seen).toEqual(indices.map((old) => `${old}/1000\n`));
  });

  it("a single job has its old index too", () => expect(run([42], INDEX, { shell })).toBe("42/1000\n"));

  it("the command has its words as they were, and no variable more", () => {
    const words = ["printf", "<%s>", "a b", "", "'", '"', "$HOME", "*", "\n", "-n"];
    expect(run([3], words, { shell, index: 0 })).toBe("<a b><><'><\"><$HOME><*><\n><-n>");
    const variables = (text: string): string[] =>
      text
        .split("\n")
        .map((line) => line.split("=")[0]!)
        .filter((name) => !/^(|_|PWD|SHLVL|OLDPWD)$/.test(name))
        .sort();
    const env = { i: "1", n: "2", retry: "3" };
    const own = ["AWS_BATCH_JOB_ARRAY_INDEX", "AWS_BATCH_JOB_ARRAY_SIZE", "PATH", "i", "n", "retry"];
    const seen = run([3], ["env"], { shell, index: 0, env });
    expect(variables(seen)).toEqual(own);
    expect(seen).toContain("i=1\n");
  });

  it("the exit code is the command's own", () =>
    expect(() => run([3], ["sh", "-c", "exit 75"], { shell, index: 0 })).toThrow(
      expect.objectContaining({ status: 75 }) as Error,
    ));
});

it("any child of any set of indices has its own", () => {
  const sets = fc
    .uniqueArray(fc.nat({ max: 9999 }), { minLength: 1, maxLength: 40 })
    .map((all) => all.sort((a, b) => a - b));
  fc.assert(
    fc.property(sets, fc.nat({ max: 39 }), (indices, some) => {
      const index = some % indices.length;
      expect(run(indices, INDEX, { index })).toBe(`${indices[index]}/1000\n`);
    }),
    { numRuns: 25 },
  );
});

it("the map is read back from the container, with its ranges", () => {
  const indices = [0, 1, 2, 7, 100, 101];
  const container = withIndices("/bin/sh", indices, 1000, ["a"]);
  expect(container.args).toEqual(["0-2 7 100-101", "1000", "a"]);
  expect(retriedIndices(container)).toEqual(indices);
  expect(retriedIndices({ command: ["/bin/sh", "-c", "echo"], args: ["1"] })).toBeUndefined();
  expect(retriedIndices(undefined)).toBeUndefined();
});

it("Kubernetes finds nothing to replace in what is put before a command", () => {
  const { command } = withIndices("/bin/sh", [1], 2, []);
  const anything = new Proxy({}, { get: () => "replaced" });
  const names = [...command[2]!.matchAll(/\$\(([A-Za-z_]\w*)\)/g)];
  expect([names, command[2]!.includes("$$")]).toEqual([[], false]);
  expect(expand("$(A)", anything)).toBe("replaced");
});

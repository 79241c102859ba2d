import { spawn } from "node:child_process";
import { openSync } from "node:fs";
import { join } from "node:path";
import { screenOn } from "../../../src/operations/jobs/output/screen";
import { shown } from "../../../src/operations/terminal/output";
import { widthOf, wrap } from "../../../src/operations/terminal/wrap";

const terminal = (columns = 80): { isTTY: true; columns: number } => ({ isTTY: true, columns });
const DANGEROUS = "a\u001B[2Jb\u001B]0;title\u0007";

it("a terminal gets what is harmless, a pipe everything as it is", () => {
  expect(shown(DANGEROUS, terminal())).toBe("ab");
  expect(shown(DANGEROUS, {})).toBe(DANGEROUS);
});

it("a screen does the same with output and notes", () => {
  const written: string[] = [];
  const write = (text: string): boolean => Boolean(written.push(text));
  for (const isTTY of [true, false]) {
    const stream = { isTTY, write } as unknown as NodeJS.WriteStream;
    const screen = screenOn(stream, stream);
    screen.write(DANGEROUS);
    screen.note(DANGEROUS);
  }
  expect(written).toEqual(["ab", "ab\n", DANGEROUS, `${DANGEROUS}\n`]);
});

it("a terminal that tells no width has 80 columns", () => {
  const lines = shown("word ".repeat(40).trim(), terminal(0)).split("\n");
  expect(Math.max(...lines.map(widthOf))).toBe(79);
});

describe("a line that is too long", () => {
  it("is broken at a space, and goes on below its text", () => {
    expect(wrap("cluster     the plan is carried out in two steps", 40)).toBe(
      "cluster     the plan is carried out in\n            two steps",
    );
    expect(wrap("  -> Look at it in the console", 20)).toBe("  -> Look at it in\n     the console");
  });

  it("keeps a word that is longer, and a command after a colon, whole", () => {
    expect(wrap("see arn:aws:iam::111122223333:role/very-long-name now", 20)).toBe(
      "see\narn:aws:iam::111122223333:role/very-long-name\nnow",
    );
    expect(wrap("Let it keep them: npm run state:bootstrap -- --yes", 30)).toBe(
      "Let it keep them:\nnpm run state:bootstrap -- --yes",
    );
  });

  it("is measured without its colours", () => {
    const painted = "\u001B[31mfailed\u001B[39m";
    expect(wrap(`${painted} ${painted} ${painted}`, 20)).toBe(`${painted} ${painted} ${painted}`);
  });
});

describe("a program whose output nobody reads any more", () => {
  const PROJECT = join(__dirname, "..", "..", "..");
  const PROGRAM =
    "require('./src/typescript.cjs'); require('./src/operations/terminal/output').endWhenUnread(); setInterval(() => console.log('line'), 1)";

  /** What it complains of, and its status, with an output of its own or one that is closed after its first line. */
  function run(stdout: "pipe" | number): Promise<{ stderr: string; status: number | null }> {
    const child = spawn("node", ["-e", PROGRAM], { cwd: PROJECT, stdio: ["ignore", stdout, "pipe"] });
    let stderr = "";
    child.stderr!.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdout?.once("data", () => child.stdout!.destroy());
    return new Promise((resolve) => child.once("close", (status) => resolve({ stderr, status })));
  }

  it("ends without a word, as with head", async () =>
    expect(await run("pipe")).toEqual({ stderr: "", status: 0 }));

  it("ends with status 1 where the disk is full", async () =>
    expect(await run(openSync("/dev/full", "w"))).toEqual({ stderr: "", status: 1 }));
});

import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { blocksToRun } from "../support/command-blocks";
import { execute } from "../support/lives/user-shell";

/*
 * The command blocks of the documentation that need neither AWS nor the rehearsal, as they stand, in
 * a copy of the working copy.
 */

const PROJECT = join(__dirname, "..", "..");
const NOT_COPIED = [
  "node_modules",
  ".git",
  ".local",
  "cdktf.out",
  "coverage",
  "logs",
  "state",
  "variables.json",
];

const directory = mkdtempSync(join(tmpdir(), "commands-"));

beforeAll(() => {
  for (const name of readdirSync(PROJECT).filter((entry) => !NOT_COPIED.includes(entry)))
    cpSync(join(PROJECT, name), join(directory, name), { recursive: true });
  symlinkSync(join(PROJECT, "node_modules"), join(directory, "node_modules"));
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

const blocks = blocksToRun("runs=offline");

/** Each text once, and none with which another one begins: that one runs it too. */
const texts = [...new Set(blocks.map(({ text }) => text))].filter(
  (text) => !blocks.some((other) => other.text !== text && other.text.startsWith(text)),
);

it.each(
  texts.map((text) => {
    const run = blocks.filter((block) => text.startsWith(block.text));
    return [run.map(({ place }) => place).join(", "), text] as const;
  }),
)("the commands at %s work as they stand", async (_, text) => {
  const env = { ...process.env, CHECKPOINT_DISABLE: "1" };
  expect(await execute("bash", ["-euc", text], env, directory)).toMatchObject({ status: 0 });
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execute } from "../support/lives/user-shell";

const directory = mkdtempSync(join(tmpdir(), "missing-packages-"));
afterAll(() => rmSync(directory, { recursive: true }));

/** A module that hides a package as if it were not in node_modules. */
function hiding(name: string): string {
  const file = join(directory, `hide-${name}.cjs`);
  writeFileSync(
    file,
    `const Module = require("node:module");
const resolve = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  if (request !== ${JSON.stringify(name)}) return resolve.call(this, request, ...rest);
  throw Object.assign(new Error("Cannot find module '${name}'"), { code: "MODULE_NOT_FOUND" });
};`,
  );
  return file;
}

it.each(["install", "cleanup", "doctor", "job", "state"])(
  "%s tells of a package that is missing, without a trace",
  async (program) => {
    const args = ["--require", "./src/typescript.cjs", "--require", hiding("zod"), `src/cli/${program}.ts`];
    // With their packages in them, bundles miss none.
    const env = { ...process.env, NODE_OPTIONS: undefined };
    expect(await execute(process.execPath, args, env)).toEqual({
      status: 1,
      output: "The package zod is missing in node_modules. Install the packages again: npm ci\n",
    });
  },
);

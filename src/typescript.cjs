// Lets Node.js run TypeScript: `node --require ./src/typescript.cjs main.ts`. tsx translates our files; packages are
// JavaScript already, and load in half the time when it leaves them alone.
const { mkdtempSync, rmdirSync } = require("node:fs");
const Module = require("node:module");
const { tmpdir } = require("node:os");
const { join } = require("node:path");

/** Ends the program with a sentence in place of a trace. */
function tell(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

const javascript = Module._extensions[".js"];
// tsx keeps what it translated there.
try {
  rmdirSync(mkdtempSync(join(tmpdir(), "probe-")));
} catch {
  tell(`TMPDIR (${tmpdir()}) is no directory that you can write. Name another one: export TMPDIR=DIRECTORY`);
}
try {
  require("tsx/cjs");
} catch (error) {
  if (error.code !== "MODULE_NOT_FOUND") throw error;
  tell("The packages are not installed, or not whole. Install them: npm ci");
}
// Node.js 22 and later keep what they compiled, and programs start sooner.
Module.enableCompileCache?.(join(__dirname, "..", "node_modules", ".cache", "compiled"));

const translated = Module._extensions[".js"];
Module._extensions[".js"] = (module, file) =>
  (/[\\/]node_modules[\\/]/.test(file) ? javascript : translated)(module, file);

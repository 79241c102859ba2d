// Runs before each program that tests start: takes those of the project from their bundles. Node.js keeps what it compiled
// of all of them, CDKTF's among them.
const { readFileSync } = require("node:fs");
const Module = require("node:module");
const { join } = require("node:path");

/** Its work is done already. */
const TRANSLATOR = join(__dirname, "..", "..", "src", "typescript.cjs");

module.exports = ({ bundles, compiled }) => {
  Module.enableCompileCache?.(compiled);
  const bundle = bundles[process.argv[1]];
  if (bundle === undefined) return;
  require.cache[TRANSLATOR] = Object.assign(new Module(TRANSLATOR), { filename: TRANSLATOR, loaded: true });
  Module._extensions[".ts"] = (module, file) => module._compile(readFileSync(bundle, "utf8"), file);
};

// Runs before each program that tests start: takes those of the project from their bundles.
const { readFileSync } = require("node:fs");
const Module = require("node:module");
const { join } = require("node:path");

/** Its work is done already. */
const TRANSLATOR = join(__dirname, "..", "..", "src", "typescript.cjs");

module.exports = ({ bundles, compiled }) => {
  const bundle = bundles[process.argv[1]];
  if (bundle === undefined) return;
  require.cache[TRANSLATOR] = Object.assign(new Module(TRANSLATOR), { filename: TRANSLATOR, loaded: true });
  Module.enableCompileCache?.(compiled);
  Module._extensions[".ts"] = (module, file) => module._compile(readFileSync(bundle, "utf8"), file);
};

// Lets Node.js run TypeScript: `node --require ./src/typescript.cjs main.ts`. tsx translates our files; packages are
// JavaScript already, and start in half the time when it leaves them alone.
const Module = require("node:module");

const javascript = Module._extensions[".js"];
require("tsx/cjs");
const translated = Module._extensions[".js"];
Module._extensions[".js"] = (module, file) =>
  (/[\\/]node_modules[\\/]/.test(file) ? javascript : translated)(module, file);

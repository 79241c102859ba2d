import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build, stop, type Plugin } from "esbuild";

const PROJECT = join(__dirname, "..", "..");

/** What the scripts and `npm run` start. */
const PROGRAMS = [
  "main.ts",
  "local/main.ts",
  ...["cleanup", "doctor", "install", "job", "state"].map((name) => `src/cli/${name}.ts`),
];

/** They read files beside their own, or call what Node.js warns of unless a package calls it. */
const PACKAGES_APART = ["cdktf", "constructs", "@cdktf/*", "proxy-from-env"];

/** Tells each module the place of its source. */
const inItsPlace: Plugin = {
  name: "in-its-place",
  setup: (bundler) =>
    bundler.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const place = `const __filename = ${JSON.stringify(path)}, __dirname = ${JSON.stringify(dirname(path))};`;
      return { loader: "ts", contents: `${place} ${readFileSync(path, "utf8")}` };
    }),
};

/**
 * Writes each program of the project into one file. From there it starts in a third of the CPU time that its hundreds
 * of modules take, and tests start programs hundreds of times.
 *
 * @param directory where to
 * @returns an option of Node.js: with it, `node --require ./src/typescript.cjs PROGRAM` runs the one file
 */
export async function bundlePrograms(directory: string): Promise<string> {
  const bundles = Object.fromEntries(
    PROGRAMS.map((program) => [join(PROJECT, program), join(directory, program.replace(/ts$/, "js"))]),
  );
  await build({
    entryPoints: Object.keys(bundles),
    outdir: directory,
    outbase: PROJECT,
    bundle: true,
    platform: "node",
    // Their modules can be told apart, and what nobody uses is left out.
    mainFields: ["module", "main"],
    // Each start reads the whole file.
    minifyWhitespace: true,
    external: PACKAGES_APART,
    plugins: [inItsPlace],
    logLevel: "error",
  });
  await stop();
  const preload = join(directory, "preload.cjs");
  const props = { bundles, compiled: join(directory, "compiled") };
  const start = join(__dirname, "start-bundle.cjs");
  writeFileSync(preload, `require(${JSON.stringify(start)})(${JSON.stringify(props)});\n`);
  return `--require=${JSON.stringify(preload)}`;
}

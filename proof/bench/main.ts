import { join } from "node:path";
import { parseArgs } from "node:util";
import { writeSection } from "../support/write-section";
import { measure } from "./deploy/measure";
import { environmentSizes, zoneSizes } from "./growth";
import { machine } from "./machine";
import { deploySection, growthSection, synthSection, unitSection } from "./sections";
import { measureSynth } from "./synth";
import { usageOf, type Usage } from "./usage";

const USAGE = `Usage: npm run bench -- [--only SECTION]... [--write]

  --only SECTION  one of synth, unit, deploy, environments, zones; all when none is named
  --write         puts the results into docs/benchmark.md

synth downloads ts-node into a temporary directory. deploy takes half an hour and more, since AWS's durations
are waited for. A quiet machine gives better figures.`;

const PROJECT = join(__dirname, "..", "..");

const SECTIONS: Readonly<Record<string, () => string | Promise<string>>> = {
  synth: () => synthSection(measureSynth(PROJECT)),
  unit: () => {
    const usage = (times: number, ...command: string[]): Usage =>
      usageOf(command, { cwd: PROJECT, env: process.env, times });
    return unitSection(
      usage(1, "npm", "run", "--silent", "test:unit"),
      usage(9, "node", "--require", "tsx/cjs", "main.ts"),
    );
  },
  deploy: async () => {
    const [ours, original] = await Promise.all([measure("ours"), measure("original")]);
    return deploySection(ours, original);
  },
  environments: () => growthSection(environmentSizes(PROJECT)),
  zones: () => growthSection(zoneSizes(PROJECT)),
};

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: "string", multiple: true, default: Object.keys(SECTIONS) },
      write: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help || values.only.some((name) => !(name in SECTIONS))) {
    console.error(USAGE);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  for (const name of values.only) {
    const text = `${await SECTIONS[name]!()}\n\n${machine()}`;
    console.log(`## ${name}\n\n${text}\n`);
    if (values.write) await writeSection(join(PROJECT, "docs", "benchmark.md"), name, text);
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});

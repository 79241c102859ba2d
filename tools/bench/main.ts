import { join } from "node:path";
import { parseArgs } from "node:util";
import { inParallel } from "../support/in-parallel";
import { writeSection } from "../support/write-section";
import { measure } from "./deploy/measure";
import { ENVIRONMENT_SIZES, sizeUsage, UNREAL_ENVIRONMENT_SIZES, ZONE_SIZES, type Size } from "./growth";
import { machine } from "./machine";
import { deployedGrowthSection, deploySection, growthSection, synthSection, unitSection } from "./sections";
import { measureSynth } from "./synth";
import { usageOf, type Usage } from "./usage";

const USAGE = `Usage: npm run bench -- [--only SECTION]... [--write]

  --only SECTION  one of synth, unit, deploy, environments, zones, deployed-environments, deployed-zones;
                  all when none is named
  --write         puts the results into docs/benchmark.md

synth downloads ts-node into a temporary directory. deploy and the sections of growing deployments take half an
hour and more each, since AWS's durations are waited for. A quiet machine gives better figures.`;

/** Deployments side by side. More would wait for the processor instead of what they create. */
const AT_ONCE = 5;

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
  environments: () => growthSection(UNREAL_ENVIRONMENT_SIZES.map((size) => sizeUsage(PROJECT, size))),
  zones: () => growthSection(ZONE_SIZES.map((size) => sizeUsage(PROJECT, size))),
  "deployed-environments": () => deployed(ENVIRONMENT_SIZES),
  // No region has six zones that EKS takes.
  "deployed-zones": () => deployed(ZONE_SIZES.slice(0, -1)),
};

async function deployed(sizes: readonly Size[]): Promise<string> {
  const measurements = sizes.map(({ name, variables }) => async () => ({
    name,
    measurement: await measure("ours", variables),
  }));
  return deployedGrowthSection(await inParallel(measurements, AT_ONCE));
}

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

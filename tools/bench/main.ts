import { join } from "node:path";
import { Option } from "commander";
import { newProgram } from "../../src/cli/new-program";
import { run } from "../../src/cli/run";
import { inParallel } from "../support/in-parallel";
import { writeSection } from "../support/markdown";
import { measure } from "./deploy/measure";
import { ENVIRONMENT_SIZES, sizeUsage, UNREAL_ENVIRONMENT_SIZES, ZONE_SIZES, type Size } from "./growth";
import { machine } from "./machine";
import { deployedGrowthSection, deploySection, growthSection, synthSection, unitSection } from "./sections";
import { measureSynth } from "./synth";
import { usageOf, type Usage } from "./usage";

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

const program = newProgram("npm run bench --", "Measures, and prints what it measured.")
  .addOption(new Option("--only <section...>", "all when none is named").choices(Object.keys(SECTIONS)))
  .option("--write", "put the results into docs/benchmark.md")
  .addHelpText(
    "after",
    `
synth downloads ts-node into a temporary directory. deploy and the sections of growing deployments take half an
hour and more each, since AWS's durations are waited for. A quiet machine gives better figures.`,
  );

run(async () => {
  const { only, write } = program.parse().opts<{ only?: string[]; write?: true }>();
  for (const name of only ?? Object.keys(SECTIONS)) {
    const text = `${await SECTIONS[name]!()}\n\n${machine()}`;
    console.log(`## ${name}\n\n${text}\n`);
    if (write) writeSection(join(PROJECT, "docs", "benchmark.md"), name, text);
  }
});

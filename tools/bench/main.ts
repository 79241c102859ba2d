import { arch, cpus, loadavg, platform, totalmem } from "node:os";
import { join } from "node:path";
import { Option } from "commander";
import { newProgram } from "../../src/cli/new-program";
import { run } from "../../src/cli/run";
import { writeSection } from "../markdown";
import { ENVIRONMENT_SIZES, growthSection, ZONE_SIZES } from "./growth";
import { synthSection, unitSection } from "./synth";

const PROJECT = join(__dirname, "..", "..");

const SECTIONS: Readonly<Record<string, () => string>> = {
  synth: () => synthSection(PROJECT),
  unit: () => unitSection(PROJECT),
  environments: () => growthSection(PROJECT, ENVIRONMENT_SIZES),
  zones: () => growthSection(PROJECT, ZONE_SIZES),
};

const program = newProgram("npm run bench --", "Measures, and prints what it measured.")
  .addOption(new Option("--only <section...>", "all when none is named").choices(Object.keys(SECTIONS)))
  .option("--write", "put the results into docs/benchmark.md")
  .addHelpText("after", "\nA quiet machine gives better figures.");

run(() => {
  const { only, write } = program.parse().opts<{ only?: string[]; write?: true }>();
  for (const name of only ?? Object.keys(SECTIONS)) {
    const text = `${SECTIONS[name]!()}\n\n${conditions()}`;
    console.log(`## ${name}\n\n${text}\n`);
    if (write) writeSection(join(PROJECT, "docs", "benchmark.md"), name, text);
  }
});

/** When and on what it was measured; nothing that names the machine. */
function conditions(): string {
  const gib = Math.round(totalmem() / 2 ** 30);
  return (
    `Measured on ${new Date().toISOString().slice(0, 10)}: ${cpus().length} cores, ${gib} GiB, ` +
    `${platform()} ${arch()}, Node.js ${process.versions.node}; load average at the end ${loadavg()[0]!.toFixed(0)}.`
  );
}

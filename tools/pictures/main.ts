import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { Rehearsal } from "../../local/rehearsal/rehearsal";
import { run } from "../../src/cli/run";
import { pictures, RECORDING } from "./pictures";
import { synthesizeDefaults } from "./synthesized-app";
import { record } from "./timeline/record";

const { values } = parseArgs({ options: { record: { type: "boolean", default: false } } });

/** Draws the pictures of the documentation; with `--record`, the timeline of the rehearsal that is deployed. */
run(async () => {
  if (values.record) {
    const recording = record(synthesizeDefaults(), new Rehearsal().path("logs"));
    writeFileSync(RECORDING, `${JSON.stringify(recording, undefined, 2)}\n`);
  }
  for (const [file, svg] of Object.entries(await pictures())) writeFileSync(file, svg);
});

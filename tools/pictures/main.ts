import { writeFileSync } from "node:fs";
import { Rehearsal } from "../../local/rehearsal/rehearsal";
import { newProgram } from "../../src/cli/new-program";
import { run } from "../../src/cli/run";
import { pictures, RECORDING } from "./pictures";
import { synthesizeDefaults } from "./synthesized-app";
import { record } from "./timeline/record";

const { record: isRecorded } = newProgram("npm run docs --", "Draws the pictures of the documentation.")
  .option("--record", "take the timeline from the rehearsal that is deployed, instead of the kept recording")
  .parse()
  .opts<{ record?: true }>();

run(async () => {
  if (isRecorded) {
    const recording = record(synthesizeDefaults(), new Rehearsal().path("logs"));
    writeFileSync(RECORDING, `${JSON.stringify(recording, undefined, 2)}\n`);
  }
  for (const [file, svg] of Object.entries(await pictures())) writeFileSync(file, svg);
});

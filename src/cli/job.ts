import "./missing-packages";

import { join } from "node:path";
import { loadVariables } from "../model/load-variables";
import { SYSTEM_CLOCK } from "../operations/terminal/clock";
import { EXIT_STATUS } from "../operations/jobs/model/command-line";
import { Interrupts } from "../operations/jobs/api/interrupts";
import { jobClients } from "../operations/jobs/api/job-clients";
import { JobContext } from "../operations/jobs/commands/job-context";
import { jobEnvironment } from "../operations/jobs/api/job-environment";
import { runProgram } from "./job/program";
import { processScreen } from "../operations/jobs/output/screen";
import { run } from "./run";

const screen = processScreen();
const interrupts = new Interrupts();

function context(): JobContext {
  const environment = jobEnvironment(loadVariables(process.env.VARIABLES_FILE));
  const clients = jobClients(environment.region);
  return new JobContext({ environment, clients, clock: SYSTEM_CLOCK, screen, interrupts });
}

run(async () => {
  const directory = join(__dirname, "..", "..");
  process.exitCode = await runProgram(process.argv.slice(2), { context, screen, directory });
  interrupts.close();
  // What AWS would still answer is of no use any more.
  if (process.exitCode === EXIT_STATUS.interrupted) process.exit();
});

import { join } from "node:path";
import { loadVariables } from "../load-variables";
import { SYSTEM_CLOCK } from "./job/clock";
import { EXIT_STATUS } from "./job/exit-status";
import { Interrupts } from "./job/interrupts";
import { jobClients } from "./job/job-clients";
import { JobContext } from "./job/job-context";
import { jobEnvironment } from "./job/job-environment";
import { runProgram } from "./job/program";
import { processScreen } from "./job/screen";
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

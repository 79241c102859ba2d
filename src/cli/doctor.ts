import "./missing-packages";

import { printReport } from "../operations/doctor/table";
import { runDoctor } from "../operations/doctor/run-doctor";
import { newProgram } from "./new-program";
import { run } from "./run";
import { announceSilence, sayWhole } from "../operations/terminal/output";

const { deployed, fix, json } = newProgram(
  "npm run doctor --",
  "Checks this machine, the variables file and the AWS account, and says what to do.",
)
  .option(
    "--deployed",
    "check the health of the installed environment instead of what would hinder installing it",
  )
  .option(
    "--fix",
    "create the service-linked role of EC2 Spot when the account has none; nothing else is changed",
  )
  .option("--json", "print the result as JSON")
  .addHelpText(
    "after",
    `
Exit status: 0 when nothing failed (there may be warnings), 1 when a check failed, 2 on wrong usage.
VARIABLES_FILE names another variables file, ALLOWED_ACCOUNT_ID the only account to work in.`,
  )
  .parse()
  .opts<{ deployed?: true; fix?: true; json?: true }>();

run(async () => {
  announceSilence("Looking at this machine, the variables and the account, which takes up to a minute ...");
  const report = await runDoctor({ deployed: deployed ?? false, fix: fix ?? false });
  if (json) sayWhole(JSON.stringify(report, undefined, 2));
  else printReport(report);
  if (report.hasFailed) process.exitCode = 1;
});

import { parseArgs } from "node:util";
import { printReport } from "../operations/doctor/print-report";
import { runDoctor } from "../operations/doctor/run-doctor";
import { run } from "./run";

const USAGE = `Usage: npm run doctor -- [--deployed] [--fix] [--json]

Checks this machine, the variables file and the AWS account, and says what to do.

  --deployed  check the health of the installed environment instead of what would hinder installing it
  --fix       create the service-linked role of EC2 Spot when the account has none; nothing else is changed
  --json      print the result as JSON
  --help      print this

Exit status: 0 when nothing failed (there may be warnings), 1 when a check failed, 2 on wrong usage.
VARIABLES_FILE names another variables file, ALLOWED_ACCOUNT_ID the only account to work in.`;

/** @returns undefined when the command line is wrong, after saying so */
function options(): { deployed: boolean; fix: boolean; json: boolean; help: boolean } | undefined {
  const flag = { type: "boolean", default: false } as const;
  try {
    return parseArgs({ options: { deployed: flag, fix: flag, json: flag, help: { ...flag, short: "h" } } })
      .values;
  } catch (error) {
    console.error(`${USAGE}\n\ndoctor: ${(error as Error).message.split(". ", 1)[0]}`);
    process.exitCode = 2;
    return undefined;
  }
}

run(async () => {
  const given = options();
  if (!given) return;
  if (given.help) return console.log(USAGE);
  const report = await runDoctor({ deployed: given.deployed, fix: given.fix });
  if (given.json) console.log(JSON.stringify(report, undefined, 2));
  else printReport(report);
  if (report.hasFailed) process.exitCode = 1;
});

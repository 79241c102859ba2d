import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { runProgram } from "../../src/cli/job/program";
import { newProgram } from "../../src/cli/new-program";
import { run } from "../../src/cli/run";
import { defaultVariables } from "../../src/model/variables";
import type { JobClients } from "../../src/operations/jobs/api/job-clients";
import { Interrupts } from "../../src/operations/jobs/api/interrupts";
import { jobEnvironment } from "../../src/operations/jobs/api/job-environment";
import { JobContext } from "../../src/operations/jobs/commands/job-context";
import type { Screen } from "../../src/operations/jobs/output/screen";
import { CliError } from "../../src/operations/terminal/cli-error";
import { SYSTEM_CLOCK } from "../../src/operations/terminal/clock";
import { ARRAY_ID, JOB_ID, largeAws } from "./large-aws";

/** Of what is in use, not of what waits to be collected; a log of a million lines has 350 MB as events. */
const MAX_GROWTH_MIB = 80;
/** So many answers of AWS are between two looks at the memory. */
const ANSWERS_A_LOOK = 10;
const MAX_FIRST_LINE_MS = 5_000;

interface Scenario {
  readonly words: readonly string[];
  readonly minLines: number;
}

const { lines, children } = newProgram(
  "npm run test:large --",
  "Shows that npm run job handles logs and arrays that do not fit into memory, against an AWS that is only that large.",
)
  .option("--lines <number>", "lines of the log", "1000000")
  .option("--children <number>", "children of the array", "10000")
  .parse()
  .opts<{ lines: string; children: string }>();

const SCENARIOS: readonly Scenario[] = [
  { words: ["logs", JOB_ID], minLines: Number(lines) },
  { words: ["logs", JOB_ID, "--json"], minLines: Number(lines) },
  { words: ["list", "--status", "FAILED", "--queue", "OD"], minLines: Number(children) },
  { words: ["status", ARRAY_ID], minLines: 8 },
];

run(async () => {
  const small = (onAnswer: () => void): JobClients => largeAws(10, 10, onAnswer);
  const large = (onAnswer: () => void): JobClients => largeAws(Number(lines), Number(children), onAnswer);
  // The first command also loads the program.
  const problems = await measure(small, { words: ["logs", JOB_ID], minLines: 10 });
  for (const scenario of SCENARIOS) problems.push(...(await measure(large, scenario)));
  if (problems.length > 0) throw new CliError(problems.join("\n"));
});

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** Bytes that are in use. */
function memoryInUse(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

/** Runs a command, prints what it took, and returns what is wrong with that. */
async function measure(
  clientsOf: (onAnswer: () => void) => JobClients,
  { words, minLines }: Scenario,
): Promise<string[]> {
  const environment = jobEnvironment(defaultVariables());
  const begin = Date.now();
  const before = memoryInUse();
  let [answers, looks] = [0, 0];
  let peak = before;
  let count = 0;
  let firstLineMs: number | undefined;
  const look = (): void => {
    looks += 1;
    peak = Math.max(peak, memoryInUse());
  };
  const clients = clientsOf(() => {
    answers += 1;
    if (answers % ANSWERS_A_LOOK === 0) look();
  });
  const screen: Screen = {
    isTerminal: false,
    columns: 80,
    write: (text) => {
      firstLineMs ??= Date.now() - begin;
      for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count += 1;
    },
    drained: () => new Promise(setImmediate),
    clearLine: () => undefined,
    note: () => undefined,
  };
  const interrupts = new Interrupts();
  const context = (): JobContext =>
    new JobContext({ environment, clients, clock: SYSTEM_CLOCK, screen, interrupts });
  const status = await runProgram(words, { context, screen, directory: "." });
  interrupts.close();
  look();
  const growth = Math.round((peak - before) / 2 ** 20);
  const seconds = ((Date.now() - begin) / 1000).toFixed(1);
  const name = words.filter((word) => word !== JOB_ID && word !== ARRAY_ID).join(" ");
  console.log(
    `${name}: ${count} lines in ${seconds} s, the first after ${firstLineMs} ms, ${growth} MiB more memory in ${looks} looks`,
  );
  return [
    ...(status === 0 ? [] : [`${name}: status ${status}`]),
    ...(count >= minLines ? [] : [`${name}: ${count} lines, expected at least ${minLines}`]),
    ...((firstLineMs ?? Infinity) <= MAX_FIRST_LINE_MS
      ? []
      : [`${name}: the first line took ${firstLineMs} ms`]),
    ...(growth <= MAX_GROWTH_MIB
      ? []
      : [`${name}: ${growth} MiB more memory, at most ${MAX_GROWTH_MIB} wanted`]),
  ];
}

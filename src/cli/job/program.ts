import { Command, CommanderError } from "commander";
import type { JobContext } from "../../operations/jobs/commands/job-context";
import { listJobs } from "../../operations/jobs/commands/list";
import { printLog } from "../../operations/jobs/commands/logs";
import { showQueues } from "../../operations/jobs/commands/queues";
import { retryJob } from "../../operations/jobs/commands/retry";
import { runJob } from "../../operations/jobs/commands/run";
import { awaitJob, explainJob, showJobs } from "../../operations/jobs/commands/status";
import { stopJobs, stopSelected } from "../../operations/jobs/commands/stop";
import { completionScript } from "./completion";
import { addDefinitionCommands } from "./definition-commands";
import {
  durationOption,
  runOptions,
  selection,
  shellOption,
  stopSelection,
  type RunFlags,
  type SelectionFlags,
  type StopFlags,
} from "./options";
import {
  EXIT_STATUS,
  type ExitStatus,
  invocation,
  UsageError,
} from "../../operations/jobs/model/command-line";
import { describeError, isAnswer } from "../../operations/aws/errors";
import type { Screen } from "../../operations/jobs/output/screen";

export interface ProgramProps {
  /** Made when a command needs it: help must work without an environment. */
  readonly context: () => JobContext;
  readonly screen: Screen;
  /** Directory of the project. */
  readonly directory: string;
}

interface JsonFlag {
  readonly json?: boolean;
}

interface StatusFlags extends JsonFlag {
  readonly wait?: boolean;
  readonly logs?: boolean;
}

interface ListFlags extends JsonFlag, SelectionFlags {
  readonly since?: string;
}

interface RetryFlags extends JsonFlag {
  readonly shell?: string;
  /** False after `--no-wait`. */
  readonly wait: boolean;
  readonly dryRun?: boolean;
}

interface LogsFlags extends JsonFlag {
  readonly follow?: boolean;
  readonly container?: string;
  readonly since?: string;
  readonly timestamps?: boolean;
}

const IDS = "ID, ID:N (child of an array), ID#N (node), or the name of a recent job";
const WHEN = "spot (its node was taken away), an exit code such as 75 or 13*, reason:TEXT, status:TEXT";
const NAMED = "only jobs with this name; name* means those that begin so";
const JSON_OPTION = ["--json", "one JSON object a line, for programs"] as const;

/**
 * Carries out a command line.
 *
 * @returns what the process ends with
 */
export async function runProgram(args: readonly string[], props: ProgramProps): Promise<ExitStatus> {
  let exit: ExitStatus = EXIT_STATUS.succeeded;
  const program = buildProgram(props, (result) => (exit = result));
  try {
    await program.parseAsync([...args], { from: "user" });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exit : EXIT_STATUS.badUsage;
    if (isAnswer(error)) {
      props.screen.note(`AWS refuses: ${describeError(error)}`);
      return EXIT_STATUS.failed;
    }
    if (!(error instanceof UsageError)) throw error;
    props.screen.note(error.message);
    return EXIT_STATUS.badUsage;
  }
}

function buildProgram(props: ProgramProps, done: (exit: ExitStatus) => void): Command {
  const { context, screen } = props;
  const program = new Command("npm run job --")
    .description("Runs jobs of AWS Batch in the environment of variables.json, and watches them.")
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => screen.write(text),
      writeErr: (text) => screen.note(text.trimEnd()),
    });
  const add = (name: string, description: string, ...examples: string[]): Command =>
    program
      .command(name)
      .description(description)
      .addHelpText("after", `\nExample:\n${examples.map((example) => `  ${example}`).join("\n")}`);

  add(
    "run",
    "submit a job and watch it to its end: the example job on the On-Demand queue, unless told otherwise",
    invocation("run", "--spot", "--logs", "--command", "'echo hello; nproc'"),
    invocation("run", "--vcpus", "2", "--memory", "4096", "--", "python3", "train.py", "--epochs", "5"),
    invocation("run", "--definition", "doeks-hello-world-packed", "--parameter", "tasks=50"),
    invocation("run", "--spot", "--retry-on", "spot", "--retry-on", "75"),
    invocation("run", "--role", "results", "--logs", "--", "aws", "s3", "ls", "s3://my-bucket/in/"),
    invocation("run", "--file", "examples/packed.yaml", "--parameter", "tasks=3", "--logs"),
  )
    .argument("[words...]", "program and arguments, after --")
    .option("--spot", "on the Spot queue")
    .option("--queue <name>", "on another queue: its name, or the end of it, such as gpu")
    .option("--share <id>", "whose share it takes; a must for fair-share queues")
    .option("--role <name>", "what it may do in AWS: one of job_roles in variables.json")
    .option("--definition <name>", "another job definition")
    .option(
      "-f, --file <file>",
      "a job file: its definition is registered first if it has changed (docs/job-files.md)",
    )
    .option("--name <name>", "name of the job")
    .option("--parameter <K=V>", "value of a parameter of the definition; may be repeated", collect)
    .option("--command <line>", "what a shell in the container executes")
    .option("--image <image>", "container image")
    .option("--vcpus <n>", "vCPUs, in steps of 0.25")
    .option("--memory <MiB>", "memory in MiB")
    .option("--env <K=V>", "environment variable; may be repeated", collect)
    .option("--array <n>", "an array of so many jobs, 2 to 10000")
    .option(
      "--retries <n>",
      "further attempts after a failed one, up to 9 (default: 3 with a rule, else the definition's)",
    )
    .option("--retry-on <when>", `only after these failures: ${WHEN}; may be repeated`, collect)
    .option("--fail-on <when>", "never after these failures, as with --retry-on; may be repeated", collect)
    .option("--timeout <minutes>", "end an attempt that runs longer")
    .option("--depends-on <id>", "start after this job has succeeded; may be repeated", collect)
    .option("--no-wait", "print the job's id and do not wait")
    .option("--logs", "show what it prints; of an array, read it afterwards: logs ID:N")
    .option("--dry-run", "show the request, and send none")
    .option(...JSON_OPTION)
    .action(async (words: string[], flags: RunFlags) => {
      // Before the environment is looked for, so that bad usage is told apart from a bad environment.
      const options = runOptions(words, flags);
      done(await runJob(context(), options));
    });
  add(
    "status",
    "tell how jobs stand",
    invocation("status", "my-job"),
    invocation("status", "my-job", "--wait"),
  )
    .argument("<id...>", IDS)
    .option("--wait", "watch one job to its end, and end as it does")
    .option("--logs", "with --wait: show what it prints")
    .option(...JSON_OPTION)
    .action(async (ids: string[], { wait, logs = false, json = false }: StatusFlags) => {
      if (wait && ids.length > 1) throw new UsageError("--wait is for one job.");
      if (logs && !wait) throw new UsageError("--logs needs --wait.");
      if (wait) done(await awaitJob(context(), ids[0]!, { logs, json }));
      else await showJobs(context(), ids, { json });
    });
  add("list", "list the jobs of all queues", invocation("list", "--status", "FAILED", "--since", "2d"))
    .option("--status <state>", "only jobs in this state, of any age unless --since is given")
    .option("--name <name>", `${NAMED}, of any age unless --since is given`)
    .option("--share <id>", "only jobs of this share")
    .option("--since <duration>", "submitted within this time, such as 1h or 2d (default: 1d)")
    .option("--queue <name>", "only jobs of this queue")
    .option(...JSON_OPTION)
    .action(async ({ since, json = false, ...flags }: ListFlags) => {
      const options = { ...selection(flags), sinceMs: durationOption(since), json };
      await listJobs(context(), options);
    });
  add("logs", "print what a job printed", invocation("logs", "my-job", "--follow"))
    .argument("<id>", IDS)
    .option("-f, --follow", "go on until the job has ended")
    .option("--container <name>", "only this container")
    .option("--since <duration>", "only lines of this time, such as 10m")
    .option("--timestamps", "begin each line with its time")
    .option(...JSON_OPTION)
    .action(async (id: string, flags: LogsFlags) => {
      const { follow = false, container, timestamps = false, json = false } = flags;
      const options = { follow, container, sinceMs: durationOption(flags.since), timestamps, json };
      done(await printLog(context(), id, options));
    });
  add(
    "stop",
    "end jobs, whatever their state: those that are named, or all that the options choose",
    invocation("stop", "my-job", "--reason", "'wrong input'"),
    invocation("stop", "--queue", "spot", "--name", "'sweep-*'", "--dry-run"),
  )
    .argument("[id...]", IDS)
    .option("--name <name>", NAMED)
    .option("--queue <name>", "only jobs of this queue")
    .option("--status <state>", "only jobs in this state")
    .option("--share <id>", "only jobs of this share")
    .option("--dry-run", "show the jobs that are chosen, and stop none")
    .option("--yes", "do not ask before chosen jobs are stopped")
    .option("--reason <text>", "kept with the job", "Stopped by its user")
    .option(...JSON_OPTION)
    .action(async (ids: string[], flags: StopFlags) => {
      const chosen = stopSelection(ids, flags);
      const { reason, json = false } = flags;
      if (chosen) await stopSelected(context(), chosen);
      else await stopJobs(context(), ids, { reason, json });
    });
  addDefinitionCommands(add, context);
  add(
    "retry",
    "run again what failed of a job: of an array the failed children alone, each with its old index",
    invocation("retry", "my-array"),
    invocation("retry", "my-array", "--shell", "/bin/sh", "--dry-run"),
  )
    .argument("<id>", IDS)
    .option("--shell <path>", "POSIX shell of the images, where their commands do not begin with one")
    .option("--no-wait", "print the jobs' ids and do not wait")
    .option("--dry-run", "show the requests, and send none")
    .option(...JSON_OPTION)
    .action(async (id: string, { shell, wait, dryRun = false, json = false }: RetryFlags) => {
      done(await retryJob(context(), id, { shell: shellOption(shell), wait, dryRun, json }));
    });
  add("why", "tell why a job waits or failed, and what to do", invocation("why", "my-job"))
    .argument("<id>", IDS)
    .option(...JSON_OPTION)
    .action((id: string, { json = false }: JsonFlag) => explainJob(context(), id, { json }));
  add("queues", "show the queues, their capacity and their jobs", invocation("queues"))
    .option(...JSON_OPTION)
    .action(({ json = false }: JsonFlag) => showQueues(context(), { json }));
  add("completion", "print a completion script", "source <(npm run --silent job -- completion bash)")
    .argument("<shell>", "bash or zsh")
    .action((shell: string) => {
      if (shell !== "bash" && shell !== "zsh") {
        throw new UsageError(`There is a completion for bash and zsh, not for ${shell}.`);
      }
      screen.write(completionScript(program, props.directory, completedValues(context())));
    });
  return program;
}

/** Values of options that only the environment knows. */
function completedValues({ queues, environment }: JobContext): Record<string, readonly string[]> {
  const roles = environment.roles.map(({ name }) => name);
  return { "--queue": queues, "--share": environment.shares, "--role": roles };
}

function collect(value: string, earlier: readonly string[] = []): string[] {
  return [...earlier, value];
}

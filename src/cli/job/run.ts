import type { JobQueueDetail } from "@aws-sdk/client-batch";
import { EXIT_STATUS, type ExitStatus } from "../../operations/jobs/model/exit-status";
import { invocation } from "../../operations/jobs/model/invocation";
import type { JobContext } from "./job-context";
import { queueNamed } from "../../operations/jobs/api/job-environment";
import {
  commandOption,
  environmentOption,
  nameOption,
  numberOption,
  parametersOption,
  shareOption,
  type RunOptions,
} from "../../operations/jobs/submit/run-options";
import { submission } from "../../operations/jobs/submit/submission";
import { UsageError } from "../../operations/jobs/model/usage-error";
import { watchJob } from "./watch-job";

/** The options of `job run` as they stand on the command line. */
export interface RunFlags {
  readonly spot?: boolean;
  readonly queue?: string;
  readonly share?: string;
  readonly definition?: string;
  readonly name?: string;
  readonly parameter?: readonly string[];
  readonly command?: string;
  readonly image?: string;
  readonly vcpus?: string;
  readonly memory?: string;
  readonly env?: readonly string[];
  readonly array?: string;
  readonly retries?: string;
  readonly timeout?: string;
  readonly dependsOn?: readonly string[];
  /** False after `--no-wait`. */
  readonly wait: boolean;
  readonly logs?: boolean;
  readonly json?: boolean;
}

/** Submits a job and, unless told otherwise, watches it to its end. */
export async function run(
  context: () => JobContext,
  words: readonly string[],
  flags: RunFlags,
): Promise<ExitStatus> {
  const { wait, logs = false, json = false } = flags;
  // Before anything else, so that bad usage is told apart from a bad environment.
  const checked = checkedFlags(words, flags);
  const here = context();
  const { environment, jobs } = here;
  const dependsOn = await Promise.all((flags.dependsOn ?? []).map((job) => here.jobId(job)));
  const queue = queueNamed(environment, flags.queue ?? (flags.spot ? "SPOT" : "OD"));
  const [found] = await jobs.queues([queue]);
  checkShare(flags.share, found!, environment.shares);
  const definition = await jobs.definition(flags.definition ?? environment.jobDefinition);
  const input = submission({ ...checked, queue, dependsOn }, definition);
  here.interrupts.listen();
  const jobId = await jobs.submit(input);
  const first = {
    event: "submitted" as const,
    jobId,
    jobName: input.jobName!,
    queue,
    definition: `${definition.jobDefinitionName}:${definition.revision}`,
    size: checked.arraySize,
  };
  if (wait) return watchJob(here, jobId, { source: definition, first, logs, json });
  if (json) here.printJson(first);
  else here.print(jobId);
  if (!json && here.screen.isTerminal) here.screen.note(`Watch it: ${invocation("status", jobId, "--wait")}`);
  return EXIT_STATUS.succeeded;
}

/** AWS Batch wants a share for fair-share queues, and refuses one for others. */
function checkShare(
  share: string | undefined,
  { jobQueueName, schedulingPolicyArn }: JobQueueDetail,
  shares: readonly string[],
): void {
  if (share === undefined && schedulingPolicyArn) {
    const known = shares.length > 0 ? `, such as ${shares.join(" or ")}` : "";
    throw new UsageError(
      `${jobQueueName} is a fair-share queue: say whose share it is with --share${known}.`,
    );
  }
  if (share !== undefined && !schedulingPolicyArn) {
    throw new UsageError(`${jobQueueName} takes jobs in their order: leave out --share.`);
  }
}

function checkedFlags(words: readonly string[], flags: RunFlags): Omit<RunOptions, "queue" | "dependsOn"> {
  if (flags.spot && flags.queue !== undefined) throw new UsageError("Give one of --spot and --queue.");
  if (flags.logs && flags.array !== undefined) {
    throw new UsageError(
      `--logs is for one job: read the log of child N afterwards with ${invocation("logs", "ID:N")}.`,
    );
  }
  if (flags.logs && !flags.wait) throw new UsageError("--logs needs to wait: leave out --no-wait.");
  const { vcpus, memory, array, retries, timeout } = flags;
  return {
    definition: flags.definition ?? "",
    name: nameOption(flags.name),
    share: shareOption(flags.share),
    parameters: parametersOption(flags.parameter ?? []),
    command: commandOption(flags.command, words),
    image: flags.image,
    vcpus:
      vcpus === undefined ? undefined : numberOption("--vcpus", vcpus, { min: 0.25, max: 1024, step: 0.25 }),
    memoryMiB:
      memory === undefined ? undefined : numberOption("--memory", memory, { min: 4, max: 32_000_000 }),
    env: environmentOption(flags.env ?? []),
    arraySize: array === undefined ? undefined : numberOption("--array", array, { min: 2, max: 10_000 }),
    retries: retries === undefined ? undefined : numberOption("--retries", retries, { min: 0, max: 9 }),
    timeoutMinutes:
      timeout === undefined ? undefined : numberOption("--timeout", timeout, { min: 1, max: 10_080 }),
  };
}

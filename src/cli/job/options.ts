import { resolve } from "node:path";
import { loadJobFile, type NamedJobFile } from "../../model/job-file/parse";
import { invocation, UsageError } from "../../operations/jobs/model/command-line";
import { parseDuration } from "../../operations/jobs/model/duration";
import { isFinished, JOB_STATES, type JobState } from "../../operations/jobs/model/states";
import type { Selection } from "../../operations/jobs/commands/listed-jobs";
import type { StopSelectedOptions } from "../../operations/jobs/commands/stop";
import type { RunOptions } from "../../operations/jobs/commands/run";
import { retryCondition } from "../../operations/jobs/submit/retry-rules";

/** The options of `job run` as they stand on the command line. */
export interface RunFlags {
  readonly spot?: boolean;
  readonly queue?: string;
  readonly share?: string;
  readonly role?: string;
  readonly definition?: string;
  /** Path of a job file. */
  readonly file?: string;
  readonly name?: string;
  readonly parameter?: readonly string[];
  readonly command?: string;
  readonly image?: string;
  readonly vcpus?: string;
  readonly memory?: string;
  readonly env?: readonly string[];
  readonly array?: string;
  readonly retries?: string;
  readonly retryOn?: readonly string[];
  readonly failOn?: readonly string[];
  readonly timeout?: string;
  readonly dependsOn?: readonly string[];
  /** False after `--no-wait`. */
  readonly wait: boolean;
  readonly logs?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** @throws UsageError, JobFileError */
export function runOptions(words: readonly string[], given: RunFlags): RunOptions {
  if (given.file !== undefined && given.definition !== undefined) {
    throw new UsageError("Give one of --file and --definition.");
  }
  if (given.file !== undefined && given.role !== undefined) {
    throw new UsageError("Give one of --file and --role: a job file names its role itself.");
  }
  const file = given.file === undefined ? undefined : jobFileOption(given.file);
  const flags = file ? withFile(given, file) : given;
  if (flags.spot && flags.queue !== undefined) throw new UsageError("Give one of --spot and --queue.");
  if (flags.logs && flags.array !== undefined) {
    throw new UsageError(
      `--logs is for one job: read the log of child N afterwards with ${invocation("logs", "ID:N")}.`,
    );
  }
  if (flags.logs && !flags.wait) throw new UsageError("--logs needs to wait: leave out --no-wait.");
  const number = (
    name: "vcpus" | "memory" | "array" | "retries" | "timeout",
    rule: NumberRule,
  ): number | undefined =>
    flags[name] === undefined ? undefined : numberOption(`--${name}`, flags[name], rule);
  return {
    queue: flags.queue ?? (flags.spot ? "SPOT" : undefined),
    role: flags.role,
    definition: flags.definition,
    file,
    dryRun: flags.dryRun ?? false,
    name: nameOption(flags.name),
    share: shareOption(flags.share),
    parameters: parametersOption(flags.parameter ?? []),
    command: commandOption(flags.command, words),
    image: flags.image,
    vcpus: number("vcpus", { min: 0.25, max: 1024, step: 0.25 }),
    memoryMiB: number("memory", { min: 4, max: 32_000_000 }),
    env: environmentOption(flags.env ?? []),
    arraySize: number("array", { min: 2, max: 10_000 }),
    retries: number("retries", { min: 0, max: 9 }),
    retryOn: flags.retryOn?.map((text) => retryCondition("--retry-on", text)),
    failOn: flags.failOn?.map((text) => retryCondition("--fail-on", text)),
    timeoutMinutes: number("timeout", { min: 1, max: 10_080 }),
    dependsOn: flags.dependsOn ?? [],
    wait: flags.wait,
    logs: flags.logs ?? false,
    json: flags.json ?? false,
  };
}

/** What the file says of the submission, where the command line says nothing. */
function withFile(flags: RunFlags, { queue, share, array }: NamedJobFile): RunFlags {
  return {
    ...(queue !== undefined && !flags.spot && { queue }),
    ...(share !== undefined && { share }),
    ...(array !== undefined && { array: String(array) }),
    ...flags,
  };
}

/**
 * Reads a job file. npm starts the program in the project's directory, and tells where its user is.
 *
 * @throws JobFileError
 */
export function jobFileOption(path: string): NamedJobFile {
  return loadJobFile(resolve(process.env.INIT_CWD ?? "", path), path);
}

/** The options of commands that choose jobs, as they stand on the command line. */
export interface SelectionFlags {
  readonly status?: string;
  readonly name?: string;
  readonly queue?: string;
  readonly share?: string;
}

/** @throws UsageError */
export function selection({ status, name, queue, share }: SelectionFlags): Selection {
  return { state: stateOption(status), name: namePattern(name), queue, share: shareOption(share) };
}

export interface StopFlags extends SelectionFlags {
  readonly reason: string;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** @returns undefined when jobs are named by their ids @throws UsageError */
export function stopSelection(ids: readonly string[], flags: StopFlags): StopSelectedOptions | undefined {
  const { reason, yes = false, dryRun = false, json = false } = flags;
  const chosen = selection(flags);
  const isChosen = Object.values(chosen).some((value) => value !== undefined);
  if (isChosen && ids.length > 0) {
    throw new UsageError(
      "Name the jobs, or choose them with --name, --queue, --status or --share; not both.",
    );
  }
  if (!isChosen) {
    if (ids.length === 0) {
      throw new UsageError("Say which jobs: their ids, or --name, --queue, --status or --share.");
    }
    if (dryRun) throw new UsageError("--dry-run is for jobs that are chosen with --name and the like.");
    return undefined;
  }
  if (chosen.state && isFinished(chosen.state))
    throw new UsageError(`${chosen.state} jobs have ended already.`);
  if (json && !yes && !dryRun) throw new UsageError("--json asks nobody: add --yes or --dry-run.");
  return { ...chosen, reason, yes, dryRun, json };
}

/** @throws UsageError */
export function durationOption(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseDuration(text);
}

/** @throws UsageError */
export function stateOption(text: string | undefined): JobState | undefined {
  if (text === undefined) return undefined;
  const state = JOB_STATES.find((known) => known === text.toUpperCase());
  if (!state) throw new UsageError(`--status must be one of ${JOB_STATES.join(", ")}, got ${text}.`);
  return state;
}

interface NumberRule {
  readonly min: number;
  readonly max: number;
  readonly step?: number;
}

/**
 * Reads a number from the command line.
 *
 * @throws UsageError
 */
export function numberOption(option: string, text: string, rule: NumberRule): number {
  const { min, max, step = 1 } = rule;
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  if (value >= min && value <= max && Number.isInteger(value / step)) return value;
  const kind = step === 1 ? "a whole number" : `a multiple of ${step}`;
  throw new UsageError(`${option} must be ${kind} from ${min} to ${max}, got ${text}.`);
}

/**
 * Reads `K=V` pairs; a value may hold further equals signs.
 *
 * @throws UsageError
 */
export function environmentOption(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, name, value] = /^([A-Za-z_.-][A-Za-z0-9_.-]*)=(.*)$/s.exec(pair) ?? [];
      if (name === undefined || value === undefined) {
        throw new UsageError(`--env must be NAME=VALUE, got "${pair}".`);
      }
      if (name.startsWith("AWS_BATCH")) {
        throw new UsageError(`--env ${name}: AWS Batch keeps names that begin with AWS_BATCH for itself.`);
      }
      return [name, value];
    }),
  );
}

/**
 * Reads `K=V` pairs; a value may hold further equals signs.
 *
 * @throws UsageError
 */
export function parametersOption(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, name, value] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
      if (name === undefined || value === undefined) {
        throw new UsageError(`--parameter must be NAME=VALUE, got "${pair}".`);
      }
      return [name, value];
    }),
  );
}

/** @throws UsageError */
export function shareOption(share: string | undefined): string | undefined {
  if (share === undefined || /^[A-Za-z0-9]{1,255}$/.test(share)) return share;
  throw new UsageError(`--share must be 1 to 255 letters or digits, got "${share}".`);
}

/** What a container executes: a `--command` is a shell's, the words after `--` are taken as they are. */
export function commandOption(line: string | undefined, words: readonly string[]): string[] | undefined {
  if (line !== undefined && words.length > 0) {
    throw new UsageError("Give the command once: with --command, or after --.");
  }
  if (line !== undefined) return ["/bin/sh", "-c", line];
  return words.length > 0 ? [...words] : undefined;
}

/** @throws UsageError */
export function nameOption(name: string | undefined): string | undefined {
  if (name === undefined || /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/.test(name)) return name;
  throw new UsageError(
    `--name must be 1 to 128 letters, digits, hyphens or underscores and begin with a letter or digit, got "${name}".`,
  );
}

/** @throws UsageError */
function namePattern(pattern: string | undefined): string | undefined {
  if (pattern !== "*") nameOption(pattern?.replace(/\*$/, ""));
  return pattern;
}

/** @throws UsageError */
export function shellOption(path: string | undefined): string | undefined {
  if (path === undefined || /^\/\S+$/.test(path)) return path;
  throw new UsageError(
    `--shell must be the absolute path of a shell in the image, such as /bin/sh, got "${path}".`,
  );
}

import type { JobDefinition, RegisterJobDefinitionCommandInput } from "@aws-sdk/client-batch";
import type { NamedJobFile } from "../../../model/job-file/parse";
import { ENVIRONMENT_TAG, JOB_FILE_TAG } from "../../../model/names";
import { CliError } from "../../terminal/cli-error";
import { revisionName } from "../api/job-definitions";
import { roleNamed } from "../api/job-environment";
import { differences } from "../definitions/differences";
import { registration } from "../definitions/registration";
import type { JobContext } from "./job-context";

export interface DefinitionOptions {
  /** Whether only is told what would be done. */
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** A job file beside what is registered of it. */
export interface Comparison {
  readonly input: RegisterJobDefinitionCommandInput;
  /** The newest active revision. */
  readonly current: JobDefinition | undefined;
  readonly isChanged: boolean;
}

/**
 * Compares a job file with what is registered under its name.
 *
 * @throws UsageError when a role of it is none of `job_roles`, CliError when the name is that of something that no job file of this environment made
 */
export async function compare(context: JobContext, file: NamedJobFile): Promise<Comparison> {
  const { environment, definitions } = context;
  if (environment.stackDefinitions.includes(file.name)) {
    throw new CliError(
      `${file.name} is a job definition that ./install.sh makes: give the file another name, or name in it.`,
    );
  }
  for (const { role } of [file, ...(file.nodes?.groups ?? [])]) {
    if (role !== undefined) roleNamed(environment, role);
  }
  const input = registration(file, environment.tags);
  const [current] = await definitions.revisions(file.name);
  const owner = current?.tags?.[ENVIRONMENT_TAG];
  if (current && (owner !== environment.clusterName || !isOfFile(current))) {
    const whose =
      owner !== undefined && owner !== environment.clusterName
        ? `belongs to environment ${owner}`
        : "was made by something else than a job file";
    throw new CliError(
      `Job definition ${revisionName(current)} ${whose}: give the file another name, or name in it.`,
    );
  }
  return { input, current, isChanged: current?.tags?.[JOB_FILE_TAG] !== input.tags![JOB_FILE_TAG] };
}

/** Registers the definition of a job file, unless it is registered as it is. */
export async function ensureRegistered(context: JobContext, file: NamedJobFile): Promise<JobDefinition> {
  const { input, current, isChanged } = await compare(context, file);
  return isChanged || !current ? context.definitions.register(input) : current;
}

/** Registers the definitions of job files whose content has changed. */
export async function registerFiles(
  context: JobContext,
  files: readonly NamedJobFile[],
  { dryRun, json }: DefinitionOptions,
): Promise<void> {
  for (const file of files) {
    const comparison = await compare(context, file);
    const { input, current, isChanged } = comparison;
    if (dryRun && !json) {
      tellDifferences(context, comparison);
      continue;
    }
    const now = isChanged && !dryRun ? await context.definitions.register(input) : current;
    if (json) {
      const { jobDefinitionArn, revision } = now ?? {};
      context.printJson({
        event: "register",
        ...{ name: file.name, revision, jobDefinitionArn, changed: isChanged },
        ...(dryRun && { request: input }),
      });
    } else context.tell(`${revisionName(now!)} is ${isChanged ? "registered" : "unchanged"}.`);
  }
}

/** Tells what registering job files would change. */
export async function diffFiles(context: JobContext, files: readonly NamedJobFile[]): Promise<void> {
  for (const file of files) tellDifferences(context, await compare(context, file));
}

function tellDifferences(context: JobContext, { input, current, isChanged }: Comparison): void {
  if (!current) return context.tell(`${input.jobDefinitionName} is new: register would make it.`);
  if (!isChanged) return context.tell(`${revisionName(current)} is unchanged.`);
  context.tell(`${revisionName(current)} would become ${input.jobDefinitionName}:${current.revision! + 1}:`);
  for (const line of context.seen(differences(current, input))) context.tell(`  ${line}`);
}

/** Deregisters all revisions that job files made under some names. Jobs that wait or run go on. */
export async function deregisterNames(
  context: JobContext,
  names: readonly string[],
  { dryRun, json }: DefinitionOptions,
): Promise<void> {
  for (const name of names) {
    const own = (await context.definitions.revisions(name)).filter(
      (each) => isOfFile(each) && each.tags?.[ENVIRONMENT_TAG] === context.environment.clusterName,
    );
    if (own.length === 0) {
      throw new CliError(
        `No job file of this environment made a job definition ${name}: nothing to deregister.`,
      );
    }
    for (const each of own) {
      if (!dryRun) await context.definitions.deregister(each);
      if (json) {
        const { revision, jobDefinitionArn } = each;
        context.printJson({ event: "deregister", name, revision, jobDefinitionArn, deregistered: !dryRun });
      } else context.tell(`${revisionName(each)} ${dryRun ? "would be" : "is"} deregistered.`);
    }
  }
}

function isOfFile({ tags }: JobDefinition): boolean {
  return tags?.[JOB_FILE_TAG] !== undefined;
}

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { partitionOf } from "../model/aws-region";
import { CliError } from "../operations/terminal/cli-error";
import type { Prompt } from "../operations/terminal/prompt";

export interface RegionSources {
  /** `--region`. */
  readonly argument: string | undefined;
  /** Region of the variables file, or its default. */
  readonly configured: string;
  /** What of the two it is, for people. */
  readonly configuredBy: string;
  /** Asks a person; undefined where nobody is to be asked. */
  readonly prompt: Prompt | undefined;
  /** Called before somebody is asked, and may refuse to go on. @default - nothing */
  readonly beforeAsking?: () => Promise<void>;
  /** Environment of the shell, also for the AWS CLI. */
  readonly env: NodeJS.ProcessEnv;
}

/** A region, and what named it, for people. */
export interface SettledRegion {
  readonly region: string;
  readonly source: string;
}

/**
 * The region to deploy to: the argument, else the shell's, else the profile's, else what the user
 * answers, else the one of the variables file.
 *
 * @throws CliError when it is no region's name
 */
export async function settleRegion(sources: RegionSources): Promise<SettledRegion> {
  const settled = (await namedRegion(sources)) ?? (await askedRegion(sources));
  if (!partitionOf(settled.region)) {
    throw new CliError(`"${settled.region}" is not the name of an AWS region, such as eu-west-1.`);
  }
  return settled;
}

async function namedRegion({ argument, env }: RegionSources): Promise<SettledRegion | undefined> {
  if (argument !== undefined) return { region: argument, source: "--region" };
  for (const name of ["AWS_REGION", "AWS_DEFAULT_REGION"]) {
    if (env[name]) return { region: env[name], source: `${name} of this shell` };
  }
  const region = await profileRegion(env);
  return region === undefined
    ? undefined
    : { region, source: `profile ${env.AWS_PROFILE || env.AWS_DEFAULT_PROFILE || "default"}` };
}

async function askedRegion({
  configured,
  configuredBy,
  prompt,
  beforeAsking,
}: RegionSources): Promise<SettledRegion> {
  if (prompt) await beforeAsking?.();
  const answer = await prompt?.ask(`AWS region [${configured}]: `);
  return answer ? { region: answer, source: "your answer" } : { region: configured, source: configuredBy };
}

/** The region of the AWS profile in use, as the AWS CLI knows it. */
async function profileRegion(env: RegionSources["env"]): Promise<string | undefined> {
  const answer = await promisify(execFile)("aws", ["configure", "get", "region"], { env }).catch(
    () => undefined,
  );
  return answer?.stdout.trim() || undefined;
}

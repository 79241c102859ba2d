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
  /** Asks a person; undefined where nobody is to be asked. */
  readonly prompt: Prompt | undefined;
  /** Environment of the shell, also for the AWS CLI. */
  readonly env: NodeJS.ProcessEnv;
}

/**
 * The region to deploy to: the argument, else the shell's, else the profile's, else what the user
 * answers, else the one of the variables file.
 *
 * @throws CliError when it is no region's name
 */
export async function settleRegion({ argument, configured, prompt, env }: RegionSources): Promise<string> {
  const named = argument ?? (env.AWS_REGION || env.AWS_DEFAULT_REGION || (await profileRegion(env)));
  const region = named ?? ((await prompt?.ask(`AWS region [${configured}]: `)) || configured);
  if (!partitionOf(region)) {
    throw new CliError(`"${region}" is not the name of an AWS region, such as eu-west-1.`);
  }
  return region;
}

/** The region of the AWS profile in use, as the AWS CLI knows it. */
async function profileRegion(env: RegionSources["env"]): Promise<string | undefined> {
  const answer = await promisify(execFile)("aws", ["configure", "get", "region"], { env }).catch(
    () => undefined,
  );
  return answer?.stdout.trim() || undefined;
}

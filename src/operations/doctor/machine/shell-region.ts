import { homedir } from "node:os";
import { join } from "node:path";
import { FileError, readFile } from "../../../model/read-file";
import { ok, warning, type CheckResult } from "../check";

const CHECK = "region of this shell";

/** Whether commands without `--region` would go to the environment's region. */
export function checkShellRegion(env: NodeJS.ProcessEnv, region: string): CheckResult[] {
  const variables = ["AWS_REGION", "AWS_DEFAULT_REGION"]
    .map((name) => ({ source: name, value: env[name] }))
    .filter(({ value }) => value);
  const named = variables.length > 0 ? variables : profileRegion(env);
  const others = named.filter(({ value }) => value !== region);
  if (others.length === 0) {
    const found = named.map(({ source }) => source).join(" and ") || "nothing names one";
    return [ok(CHECK, named.length > 0 ? `${found}: ${region}` : found)];
  }
  const list = others.map(({ source, value }) => `${source} is ${value}`).join(", ");
  return [
    warning(
      CHECK,
      `${list}, but aws_region is ${region}: this project works in ${region}, your own commands without --region would look elsewhere and find nothing`,
      `export AWS_REGION=${region} AWS_DEFAULT_REGION=${region}`,
      "Or set aws_region in the variables file, when the other region is the one you mean.",
    ),
  ];
}

function profileRegion(env: NodeJS.ProcessEnv): { source: string; value: string | undefined }[] {
  const profile = env.AWS_PROFILE || env.AWS_DEFAULT_PROFILE || "default";
  const home = env.HOME || homedir();
  const configFile = env.AWS_CONFIG_FILE || join(home, ".aws", "config");
  const credentialsFile = env.AWS_SHARED_CREDENTIALS_FILE || join(home, ".aws", "credentials");
  const sections = profile === "default" ? ["default", "profile default"] : [`profile ${profile}`];
  const value = regionIn(configFile, sections) ?? regionIn(credentialsFile, [profile]);
  return value === undefined ? [] : [{ source: `the region of profile ${profile}`, value }];
}

/** The setting `region` of the first of these sections in an INI file of the AWS CLI. */
function regionIn(file: string, sections: readonly string[]): string | undefined {
  let isWanted = false;
  for (const line of contentOf(file).split("\n")) {
    const section = /^\s*\[\s*(.+?)\s*\]/.exec(line)?.[1]?.replace(/\s+/g, " ");
    if (section !== undefined) isWanted = sections.includes(section);
    // A nested setting is indented and not the profile's own.
    const value = /^region\s*=\s*(\S+)/.exec(line)?.[1];
    if (isWanted && value !== undefined) return value;
  }
  return undefined;
}

/** A file that cannot be read, such as `/dev/null`, names no region. */
function contentOf(file: string): string {
  try {
    return readFile(file) ?? "";
  } catch (error) {
    if (error instanceof FileError) return "";
    throw error;
  }
}

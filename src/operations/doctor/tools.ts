import { basename } from "node:path";
import { couldNotCheck, failed, ok, warning, type CheckResult } from "./check";
import { reasonOf, type RunCommand } from "./commands";
import { attempt } from "./context";

interface Tool {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Oldest release that will do, `<major>.<minor>`. */
  readonly minimum: string;
  /** Where to get it. */
  readonly url: string;
  /** What works without it, as the end of a sentence. @default - nothing does */
  readonly dispensable?: string;
  /** What will come, of releases that will do for now. @default - nothing is known */
  readonly outlook?: { readonly before: string; readonly text: string };
}

type Version = readonly [major: number, minor: number, patch: number];

export interface ToolsProps {
  /** Whether the state is in S3, where Terraform locks it since 1.10. @default false */
  readonly isStateShared?: boolean;
}

/** Every tool that the project calls: there, and new enough. */
export async function checkTools(
  env: NodeJS.ProcessEnv,
  run: RunCommand,
  { isStateShared = false }: ToolsProps = {},
): Promise<CheckResult[]> {
  const results = await Promise.all(
    tools(env, isStateShared).map((tool) => attempt(tool.name, () => check(tool, env, run))),
  );
  return results.flat();
}

function tools(env: NodeJS.ProcessEnv, isStateShared: boolean): Tool[] {
  return [
    {
      name: "node",
      command: "node",
      args: ["--version"],
      minimum: "20.0",
      url: "https://nodejs.org",
      outlook: { before: "22.0", text: "releases of the AWS SDK from January 2027 on will need 22" },
    },
    { name: "npm", command: "npm", args: ["--version"], minimum: "9.0", url: "https://nodejs.org" },
    terraform(env.TERRAFORM_BINARY_NAME || "terraform", isStateShared),
    {
      name: "aws",
      command: "aws",
      args: ["--version"],
      minimum: "1.27",
      url: "https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
    },
    {
      name: "kubectl",
      command: "kubectl",
      args: ["version", "--client"],
      minimum: "1.27",
      url: "https://kubernetes.io/docs/tasks/tools",
      dispensable: "installing works without it, looking into the cluster does not",
    },
  ];
}

/**
 * OpenTofu counts its releases on its own; 1.8 is the one that has what Terraform 1.9 has. Both lock
 * a state in S3 by an object beside it since 1.10.
 */
function terraform(command: string, isStateShared: boolean): Tool {
  const isTofu = basename(command).startsWith("tofu");
  const unshared = isTofu ? "1.8" : "1.9";
  return {
    name: command,
    command,
    args: ["version"],
    minimum: isStateShared ? "1.10" : unshared,
    url: isTofu
      ? "https://opentofu.org/docs/intro/install"
      : "https://developer.hashicorp.com/terraform/install",
  };
}

async function check(tool: Tool, env: NodeJS.ProcessEnv, run: RunCommand): Promise<CheckResult[]> {
  const { name, command, args } = tool;
  try {
    const result = await run(command, args, env);
    if (result.status === undefined) return [couldNotCheck(name, `did not answer ${args.join(" ")} in time`)];
    if (result.status !== 0) return [unfit(tool, `does not run: ${reasonOf(result)}`)];
    return [judge(tool, `${result.stdout}\n${result.stderr}`.trim())];
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return [unfit(tool, "is missing")];
    if (code === "EACCES") return [unfit(tool, "may not be run (permission denied)")];
    throw error;
  }
}

function judge(tool: Tool, output: string): CheckResult {
  const { name, minimum, outlook } = tool;
  const version = versionIn(output);
  if (!version) return couldNotCheck(name, `tells no version: "${output.split("\n", 1)[0]}"`);
  if (!isAtLeast(version, minimum)) return unfit(tool, `${version.join(".")} is too old`);
  const coming = outlook && !isAtLeast(version, outlook.before) ? `; ${outlook.text}` : "";
  return ok(name, `${version.join(".")} (${minimum} or newer is needed${coming})`);
}

function unfit({ name, minimum, url, dispensable }: Tool, problem: string): CheckResult {
  const get = `Get ${minimum} or newer from ${url}`;
  return dispensable === undefined
    ? failed(name, problem, get)
    : warning(name, `${problem}; ${dispensable}`, get);
}

/** The first version in what a tool prints, such as `aws-cli/2.15.0 Python/3.11` or `Terraform v1.9.0`. */
function versionIn(output: string): Version | undefined {
  const match = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(output);
  return match ? [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)] : undefined;
}

function isAtLeast([major, minor]: Version, minimum: string): boolean {
  const [wantedMajor, wantedMinor] = minimum.split(".").map(Number) as [number, number];
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

import { basename } from "node:path";
import { knowsEndpointUrl } from "../../../model/aws-cli";
import { couldNotCheck, failed, ok, warning, type CheckResult } from "../check";
import { reasonOf, type RunCommand } from "../../terminal/commands";
import { attempt } from "../context";
import { judgeNode, NODE_LINES, NODE_URL, RECOMMENDED_NODE } from "./node-lines";

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
  /** What to get. @default - the minimum or newer */
  readonly recommended?: string;
  /** What there is to say of a version that is new enough. @default - that it will do */
  readonly judge?: (name: string, version: string) => CheckResult;
}

type Version = readonly [major: number, minor: number, patch: number];

export interface ToolsProps {
  /** Whether the state is in S3, where Terraform locks it since 1.10. @default false */
  readonly isStateShared?: boolean;
  /** The day on which a version of Node.js is supported or has ended. @default - today */
  readonly now?: Date;
}

/** Every tool that the project calls: there, and new enough. */
export async function checkTools(
  env: NodeJS.ProcessEnv,
  run: RunCommand,
  { isStateShared = false, now = new Date() }: ToolsProps = {},
): Promise<CheckResult[]> {
  const results = await Promise.all(
    tools(env, isStateShared, now).map((tool) => attempt(tool.name, () => check(tool, env, run))),
  );
  return results.flat();
}

function tools(env: NodeJS.ProcessEnv, isStateShared: boolean, now: Date): Tool[] {
  return [
    {
      name: "node",
      command: "node",
      args: ["--version"],
      minimum: `${NODE_LINES[0]!.major}.0`,
      url: NODE_URL,
      recommended: RECOMMENDED_NODE,
      judge: (name, version) => judgeNode(name, version, now),
    },
    { name: "npm", command: "npm", args: ["--version"], minimum: "9.0", url: NODE_URL },
    terraform(env.TERRAFORM_BINARY_NAME || "terraform", isStateShared),
    awsCli(env),
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

/** An older one does its work, but asks AWS itself where another address is meant. */
function awsCli(env: NodeJS.ProcessEnv): Tool {
  const aws: Tool = {
    name: "aws",
    command: "aws",
    args: ["--version"],
    minimum: "1.27",
    url: "https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
  };
  const isElsewhere = Object.keys(env).some((name) => /^AWS_ENDPOINT_URL(_|$)/.test(name) && env[name]);
  if (!isElsewhere) return aws;
  return {
    ...aws,
    judge: (name, version) =>
      knowsEndpointUrl(version)
        ? ok(name, `${version} (it knows AWS_ENDPOINT_URL)`)
        : failed(
            name,
            `${version} does not know AWS_ENDPOINT_URL, which is set: its commands go to AWS itself`,
            `Get 2.13 or newer (1.29 of the first line) from ${aws.url}`,
          ),
  };
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
  const { name, minimum } = tool;
  const version = versionIn(output);
  if (!version) return couldNotCheck(name, `tells no version: "${output.split("\n", 1)[0]}"`);
  if (!isAtLeast(version, minimum)) return unfit(tool, `${version.join(".")} is too old`);
  const found = version.join(".");
  return tool.judge?.(name, found) ?? ok(name, `${found} (${minimum} or newer is needed)`);
}

function unfit(tool: Tool, problem: string): CheckResult {
  const { name, minimum, url, dispensable } = tool;
  const get = `Get ${tool.recommended ?? `${minimum} or newer`} from ${url}`;
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

import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { promisify } from "node:util";
import { knowsEndpointUrl } from "../../src/model/aws-cli";
import { MOTO_PROGRAM } from "../moto/moto-server";
import { AWS_CLI, install, MOTO } from "./python-packages";
import { bring, CannotBring, TERRAFORM } from "./release";

/** Everything that was brought: all rehearsals of a working copy share it. */
export const PROGRAMS = join(__dirname, "..", "..", ".local", "programs");

/** A program that a rehearsal calls. */
interface Wanted {
  readonly program: string;
  /** Environment variable by which another one is called instead. */
  readonly namedBy?: string;
  /** Whether the machine has one that will do. */
  readonly isThere: (env: NodeJS.ProcessEnv) => Promise<boolean>;
  /** Returns the directory of the one that was brought. */
  readonly bring: (root: string) => Promise<string>;
}

const WANTED: readonly Wanted[] = [
  {
    program: "terraform",
    namedBy: "TERRAFORM_BINARY_NAME",
    isThere: async (env) => isTerraform19(await output("terraform", ["version"], env)),
    bring: (root) => bring(TERRAFORM, root),
  },
  {
    program: "aws",
    isThere: async (env) => {
      const version = /^aws-cli\/(\S+)/.exec(await output("aws", ["--version"], env))?.[1];
      return version !== undefined && knowsEndpointUrl(version);
    },
    bring: (root) => install(AWS_CLI, root),
  },
  {
    program: "moto_server",
    namedBy: MOTO_PROGRAM,
    isThere: async (env) =>
      Boolean(
        (await output("moto_server", ["--help"], env)) ||
        (await output("python3", ["-m", "moto.server", "--help"], env)),
      ),
    bring: (root) => install(MOTO, root),
  },
];

/**
 * Brings the programs that a rehearsal calls and this machine has not, or has in a release that is too old.
 *
 * @throws Error with a sentence for each one that cannot be had
 */
export async function bringMissing(root = PROGRAMS, env = process.env): Promise<void> {
  const own = { ...env, PATH: withoutBrought(env.PATH, root) };
  const wanted = WANTED.filter(({ namedBy }) => namedBy === undefined || !env[namedBy]);
  const areThere = await Promise.all(wanted.map(({ isThere }) => isThere(own)));
  const problems: string[] = [];
  for (const [index, { program, bring }] of wanted.entries()) {
    const link = join(root, "bin", program);
    try {
      if (areThere[index]) rmSync(link, { force: true });
      else linkTo(join(await bring(root), program), link);
    } catch (error) {
      if (!(error instanceof CannotBring)) throw error;
      problems.push(error.message);
    }
  }
  if (problems.length > 0) throw new Error(problems.join("\n"));
}

/**
 * Puts the kubectl that came with a control plane beside what was brought, where the machine has none.
 *
 * @param assets directory of the control plane's programs, when there is one
 */
export async function offerKubectl(
  assets: string | undefined,
  root = PROGRAMS,
  env = process.env,
): Promise<void> {
  const [link, own] = [join(root, "bin", "kubectl"), { ...env, PATH: withoutBrought(env.PATH, root) }];
  const offered = join(resolve(assets ?? ""), "kubectl");
  const isThere = Boolean(await output("kubectl", ["version", "--client"], own));
  if (assets === undefined || isThere || !existsSync(offered)) rmSync(link, { force: true });
  else linkTo(offered, link);
}

/** The directory with what was brought; undefined when nothing was missing. */
export function broughtPrograms(root = PROGRAMS): string | undefined {
  const bin = join(root, "bin");
  return existsSync(bin) && readdirSync(bin).length > 0 ? bin : undefined;
}

/** A search path on which what was brought comes first. */
export function withBrought(path: string | undefined, root = PROGRAMS): string {
  return [broughtPrograms(root), withoutBrought(path, root)].filter(Boolean).join(delimiter);
}

function withoutBrought(path = "", root: string): string {
  const bin = join(root, "bin");
  return path
    .split(delimiter)
    .filter((directory) => directory !== bin)
    .join(delimiter);
}

/** What a program prints; nothing when it is not there, or fails. */
async function output(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  try {
    const { stdout, stderr } = await promisify(execFile)(command, args, { env, timeout: 60_000 });
    return stdout || stderr;
  } catch {
    return "";
  }
}

function isTerraform19(text: string): boolean {
  const [, major, minor] = / v(\d+)\.(\d+)/.exec(text) ?? [];
  return Number(major) > 1 || (Number(major) === 1 && Number(minor) >= 9);
}

/** Another process may make the same link at the same time. */
function linkTo(target: string, link: string): void {
  if (existsSync(link) && readlinkSync(link) === target) return;
  mkdirSync(join(link, ".."), { recursive: true });
  const made = `${link}.${process.pid}`;
  symlinkSync(target, made);
  renameSync(made, link);
}

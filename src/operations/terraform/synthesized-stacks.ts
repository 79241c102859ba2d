import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { join, resolve } from "node:path";
import { readJsonFile } from "../../model/read-file";
import { CliError } from "../terminal/cli-error";

/** The shell may not run the command, or does not find it. */
const SHELL_FAILED = [126, 127];

const WRITTEN_ANEW = "Start again: it is written anew.";

/** A synthesized stack, ready for Terraform. */
export interface SynthesizedStack {
  readonly name: string;
  /** Absolute path of its Terraform working directory. */
  readonly directory: string;
  /** Names of the stacks that must be deployed before it. */
  readonly dependencies: readonly string[];
}

/**
 * Runs the app and reads what it synthesized, in `CDKTF_OUTDIR` or CDKTF's own `cdktf.out`.
 *
 * @param env environment variables of the app, and `CDKTF_OUTDIR`
 * @throws CliError with the app's own words, such as the problems of `variables.json`
 */
export function synthesize(
  projectDirectory: string,
  env: NodeJS.ProcessEnv = process.env,
): SynthesizedStack[] {
  const outdir = resolve(projectDirectory, env.CDKTF_OUTDIR ?? "cdktf.out");
  const file = join(projectDirectory, "cdktf.json");
  const { app } = readJsonFile(file, "Put it back: git checkout -- cdktf.json") ?? {};
  if (typeof app !== "string")
    throw new CliError(`${file} names no app. Put it back: git checkout -- cdktf.json`);
  const result = spawnSync(app, {
    shell: true,
    cwd: projectDirectory,
    env: { ...env, CDKTF_OUTDIR: outdir },
    encoding: "utf8",
  });
  if (result.status !== 0) throw new CliError(toldFailure(result, file, app));
  return readManifest(outdir);
}

/** The app's own words; where it had none, or the shell did not find it, the file that names it. */
function toldFailure(
  { status, signal, stderr, stdout }: SpawnSyncReturns<string>,
  file: string,
  app: string,
): string {
  const words = (stderr || stdout).trim();
  if (words !== "" && status !== null && !SHELL_FAILED.includes(status)) return words;
  const end = signal ?? `status ${status}`;
  return `The app that ${file} names (${app}) ended with ${end}: ${words || "it said nothing"}. If the file was changed, put it back: git checkout -- cdktf.json`;
}

/** A resource as a stack is synthesized. */
export interface SynthesizedResource {
  readonly stack: string;
  readonly type: string;
  readonly address: string;
  readonly values: Readonly<Record<string, unknown>>;
}

interface StackJson {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

/** The resources of synthesized stacks. */
export function synthesizedResources(
  stacks: readonly Pick<SynthesizedStack, "name" | "directory">[],
): SynthesizedResource[] {
  return stacks.flatMap(({ name: stack, directory }) => {
    const json = (readJsonFile(join(directory, "cdk.tf.json"), WRITTEN_ANEW) ?? {}) as StackJson;
    return Object.entries(json.resource ?? {}).flatMap(([type, resources]) =>
      Object.entries(resources).map(([id, values]) => ({ stack, type, address: `${type}.${id}`, values })),
    );
  });
}

/** A value of a synthesized resource at a path such as `tags.Name`; undefined where Terraform completes it. */
export function synthesizedValue({ values }: SynthesizedResource, path: string): unknown {
  const value = path
    .split(".")
    .reduce<unknown>(
      (at, key) => (typeof at === "object" ? (at as Record<string, unknown> | null)?.[key] : undefined),
      values,
    );
  return typeof value === "string" && value.includes("${") ? undefined : value;
}

interface ManifestStack {
  readonly name: string;
  readonly workingDirectory: string;
  readonly dependencies: readonly string[];
}

/** Reads the manifest of an output directory of CDKTF. */
export function readManifest(outdir: string): SynthesizedStack[] {
  const file = join(outdir, "manifest.json");
  const { stacks } = readJsonFile(file, WRITTEN_ANEW) ?? {};
  const all: unknown[] = Object.values(Object(stacks) as object);
  if (all.length === 0 || !all.every(isStack)) throw new CliError(`${file} names no stacks. ${WRITTEN_ANEW}`);
  return all.map(({ name, workingDirectory, dependencies }) => ({
    name,
    directory: resolve(outdir, workingDirectory),
    dependencies,
  }));
}

function isStack(value: unknown): value is ManifestStack {
  const { name, workingDirectory, dependencies } = Object(value) as Partial<ManifestStack>;
  return typeof name === "string" && typeof workingDirectory === "string" && Array.isArray(dependencies);
}

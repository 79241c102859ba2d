import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { CliError } from "../terminal/cli-error";

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
  const { app } = JSON.parse(readFileSync(join(projectDirectory, "cdktf.json"), "utf8")) as { app: string };
  const result = spawnSync(app, {
    shell: true,
    cwd: projectDirectory,
    env: { ...env, CDKTF_OUTDIR: outdir },
    encoding: "utf8",
  });
  if (result.status !== 0) throw new CliError((result.stderr || result.stdout).trim());
  return readManifest(outdir);
}

/** Reads the manifest of an output directory of CDKTF. */
export function readManifest(outdir: string): SynthesizedStack[] {
  const manifest = JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8")) as {
    stacks: Record<string, { name: string; workingDirectory: string; dependencies: string[] }>;
  };
  return Object.values(manifest.stacks).map(({ name, workingDirectory, dependencies }) => ({
    name,
    directory: resolve(outdir, workingDirectory),
    dependencies,
  }));
}

import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { z } from "zod";
import { loadVariables, parseVariables } from "../../src/model/load-variables";
import { readFile } from "../../src/model/read-file";
import { ProcessLock } from "../process-lock";
import {
  AWS_PROVIDER,
  findProviderMirror,
  HELM_PROVIDER,
  KUBERNETES_PROVIDER,
  mirrorConfiguration,
} from "./provider-mirror";

const EMULATOR_INSTANCE = z.strictObject({
  pid: z.int(),
  endpoint: z.url(),
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  /** Whether clusters have a Kubernetes API. */
  hasKubernetes: z.boolean().optional(),
});

/** How to reach a running emulator; kept in a file that only its owner can read. */
export type EmulatorInstance = Readonly<z.infer<typeof EMULATOR_INSTANCE>>;

const INSTANCE = "emulator.json";
const HEADER = "emulator-header";

/** Variables that a rehearsal took over from the user's file. */
export interface Taken {
  /** Region of an earlier rehearsal that stays, since the file names none. */
  readonly keptRegion: string | undefined;
}

/**
 * The files of a rehearsal: everything that a deployment to AWS keeps elsewhere has its own place
 * here, so that a rehearsal cannot touch a real environment.
 */
export class Rehearsal {
  /** Absolute. */
  readonly directory: string;

  /** @param directory @default - `LOCAL_ROOT`, else `.local` in the working copy */
  constructor(directory = process.env.LOCAL_ROOT || join(__dirname, "..", "..", ".local")) {
    this.directory = resolve(directory);
  }

  get variablesFile(): string {
    return this.path("variables.json");
  }

  get stateRoot(): string {
    return this.path("state");
  }

  /** Where CDKTF writes the stacks. */
  get outputDirectory(): string {
    return this.path("cdktf.out");
  }

  get logFile(): string {
    return this.path("emulator.log");
  }

  path(name: string): string {
    return join(this.directory, name);
  }

  create(): void {
    mkdirSync(this.directory, { recursive: true, mode: 0o700 });
    if (!existsSync(this.variablesFile)) writeFileSync(this.variablesFile, "{}\n", { mode: 0o600 });
  }

  /**
   * Takes over a file with the user's variables, when there is one. The region of an earlier rehearsal stays, unless the
   * file names another.
   *
   * @returns what is the rehearsal's now; undefined when there is no such file
   * @throws VariablesError for a file with mistakes, which is not taken over
   */
  takeVariables(file: string): Taken | undefined {
    const text = readFile(file)?.replace(/^\uFEFF/, "");
    if (text === undefined) return undefined;
    const near = relative(process.cwd(), file);
    parseVariables(text, near.startsWith("..") ? file : near);
    const given = JSON.parse(text) as { aws_region?: string };
    const region = given.aws_region === undefined ? this.earlierRegion() : undefined;
    const taken =
      region === undefined ? text : `${JSON.stringify({ aws_region: region, ...given }, undefined, 2)}\n`;
    this.writeWhole("variables.json", taken);
    return { keptRegion: region };
  }

  private earlierRegion(): string | undefined {
    try {
      return (JSON.parse(readFile(this.variablesFile) ?? "{}") as { aws_region?: string }).aws_region;
    } catch {
      return undefined;
    }
  }

  /**
   * The emulator of this working copy as its file tells; it may have died without removing it.
   *
   * @throws Error for a file that is not whole
   */
  instance(): EmulatorInstance | undefined {
    const file = this.path(INSTANCE);
    if (!existsSync(file)) return undefined;
    try {
      return EMULATOR_INSTANCE.parse(JSON.parse(readFile(file) ?? ""));
    } catch {
      throw new Error(
        `${file} is not whole, and it alone tells how to reach the emulator: npm run local -- stop ends the emulator, ` +
          "if it runs, with everything in it.",
      );
    }
  }

  saveInstance(instance: EmulatorInstance): void {
    this.writeWhole(INSTANCE, JSON.stringify(instance));
  }

  removeInstance(): void {
    for (const name of [INSTANCE, HEADER]) rmSync(this.path(name), { force: true });
  }

  get lock(): ProcessLock {
    return new ProcessLock(this.path("emulator.lock"));
  }

  /**
   * Removes what means nothing without the emulator that it came from: state describes what lived in its memory, and
   * one that was killed leaves the directories of its jobs, of moto and of its clusters behind.
   */
  forget(): void {
    for (const name of ["state", "jobs", "moto", "kubernetes"]) {
      rmSync(this.path(name), { recursive: true, force: true });
    }
  }

  /** Writes a file so that nobody ever reads half of it. */
  private writeWhole(name: string, text: string): void {
    const half = this.path(`${name}.${process.pid}`);
    writeFileSync(half, text, { mode: 0o600 });
    renameSync(half, this.path(name));
  }

  /** Environment variables that point aws, kubectl, terraform and cdktf at the rehearsal. */
  environment(instance: EmulatorInstance): Record<string, string> {
    const region = loadVariables(this.variablesFile).aws_region;
    // Empty files hide the user's own profiles, which may name other endpoints or credentials.
    const empty = this.path("aws-config");
    writeFileSync(empty, "", { mode: 0o600 });
    const header = this.path(HEADER);
    writeIfOther(header, `Authorization: Bearer ${instance.accessKeyId}\n`);
    return {
      AWS_ENDPOINT_URL: instance.endpoint,
      AWS_ACCESS_KEY_ID: instance.accessKeyId,
      AWS_SECRET_ACCESS_KEY: instance.secretAccessKey,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_CONFIG_FILE: empty,
      AWS_SHARED_CREDENTIALS_FILE: empty,
      AWS_EC2_METADATA_DISABLED: "true",
      ...withoutProxy(),
      // For the emulator's own endpoints: `curl -H @"$EMULATOR_HEADER"`.
      EMULATOR_HEADER: header,
      KUBECONFIG: this.path("kubeconfig"),
      VARIABLES_FILE: this.variablesFile,
      STATE_ROOT: this.stateRoot,
      // The app reads the one, CDKTF's CLI the other.
      CDKTF_OUTDIR: this.outputDirectory,
      CDKTF_OUTPUT: this.outputDirectory,
      // The hashes of providers for other machines are of no use, and may be out of reach.
      CDKTF_SKIP_PROVIDER_LOCK: "true",
      // With 1 the app leaves out stack kubernetes: there is nothing to apply it to.
      WITHOUT_KUBERNETES: instance.hasKubernetes ? "0" : "1",
      CHECKPOINT_DISABLE: "1",
      ...this.terraformConfiguration(),
    };
  }

  private terraformConfiguration(): Record<string, string> {
    const providers = [AWS_PROVIDER, KUBERNETES_PROVIDER, HELM_PROVIDER];
    const mirrors = new Map(
      providers.flatMap((provider) => {
        const mirror = findProviderMirror(provider);
        return mirror === undefined ? [] : [[provider, mirror]];
      }),
    );
    if (mirrors.size === 0) return {};
    const file = this.path("terraform.rc");
    writeIfOther(file, mirrorConfiguration(mirrors));
    return { TF_CLI_CONFIG_FILE: file };
  }
}

/** A program that starts while a file is written anew reads an empty one: what is the same stays. */
function writeIfOther(file: string, text: string): void {
  if (readFile(file) !== text) writeFileSync(file, text, { mode: 0o600 });
}

/** Some programs read the one, some the other. */
function withoutProxy(): Record<string, string> {
  return { NO_PROXY: loopbackAnd(process.env.NO_PROXY), no_proxy: loopbackAnd(process.env.no_proxy) };
}

function loopbackAnd(hosts: string | undefined): string {
  return ["127.0.0.1", hosts].filter(Boolean).join(",");
}

/** Variables that would win over the rehearsal's own; they must be unset. */
export const FOREIGN_VARIABLES = ["AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN"] as const;

/**
 * What stands in for the rehearsal's environment where there is none: whoever evaluates it must not go on with
 * whatever account the shell has.
 */
export const NO_ENVIRONMENT: Readonly<Record<string, string>> = {
  AWS_ENDPOINT_URL: "http://127.0.0.1:9/there-is-no-rehearsal",
  ...withoutProxy(),
  AWS_ACCESS_KEY_ID: "there-is-no-rehearsal",
  AWS_SECRET_ACCESS_KEY: "there-is-no-rehearsal",
  AWS_CONFIG_FILE: "/dev/null",
  AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  AWS_EC2_METADATA_DISABLED: "true",
};

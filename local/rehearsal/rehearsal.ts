import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { loadVariables } from "../../src/model/load-variables";
import { findProviderMirror, mirrorConfiguration } from "./provider-mirror";

/** The version of hashicorp/aws that the stacks are bound to. */
export const AWS_PROVIDER_VERSION = "5.100.0";

/** How to reach a running emulator; kept in a file that only its owner can read. */
export interface EmulatorInstance {
  readonly pid: number;
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
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

  get logFile(): string {
    return this.path("emulator.log");
  }

  path(name: string): string {
    return join(this.directory, name);
  }

  create(): void {
    mkdirSync(this.directory, { recursive: true, mode: 0o700 });
    if (!existsSync(this.variablesFile)) writeFileSync(this.variablesFile, "{}\n");
  }

  /**
   * Takes over a file with the user's variables, when there is one. The region of an earlier rehearsal stays, unless the
   * file names another.
   *
   * @returns whether there is one
   */
  takeVariables(file: string): boolean {
    if (!existsSync(file)) return false;
    const text = readFileSync(file, "utf8");
    const given = objectIn(text);
    const region = objectIn(readFileSync(this.variablesFile, "utf8"))?.aws_region;
    const keepsRegion = given !== undefined && region !== undefined && !("aws_region" in given);
    writeFileSync(
      this.variablesFile,
      keepsRegion ? `${JSON.stringify({ aws_region: region, ...given }, undefined, 2)}\n` : text,
    );
    return true;
  }

  /** The emulator of this working copy as its file tells; it may have died without removing it. */
  instance(): EmulatorInstance | undefined {
    const file = this.path("emulator.json");
    return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as EmulatorInstance) : undefined;
  }

  saveInstance(instance: EmulatorInstance): void {
    writeFileSync(this.path("emulator.json"), JSON.stringify(instance), { mode: 0o600 });
  }

  removeInstance(): void {
    rmSync(this.path("emulator.json"), { force: true });
  }

  /** State describes what lives in one emulator's memory: it means nothing to the next one. */
  forgetState(): void {
    rmSync(this.stateRoot, { recursive: true, force: true });
  }

  /** Environment variables that point aws, kubectl, terraform and cdktf at the rehearsal. */
  environment(instance: EmulatorInstance): Record<string, string> {
    const region = loadVariables(this.variablesFile).aws_region;
    // Empty files hide the user's own profiles, which may name other endpoints or credentials.
    const empty = this.path("aws-config");
    writeFileSync(empty, "");
    return {
      AWS_ENDPOINT_URL: instance.endpoint,
      AWS_ACCESS_KEY_ID: instance.accessKeyId,
      AWS_SECRET_ACCESS_KEY: instance.secretAccessKey,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_CONFIG_FILE: empty,
      AWS_SHARED_CREDENTIALS_FILE: empty,
      AWS_EC2_METADATA_DISABLED: "true",
      // Some programs read the one, some the other.
      NO_PROXY: loopbackAnd(process.env.NO_PROXY),
      no_proxy: loopbackAnd(process.env.no_proxy),
      KUBECONFIG: this.path("kubeconfig"),
      VARIABLES_FILE: this.variablesFile,
      STATE_ROOT: this.stateRoot,
      // The app reads the one, CDKTF's CLI the other.
      CDKTF_OUTDIR: this.path("cdktf.out"),
      CDKTF_OUTPUT: this.path("cdktf.out"),
      // The hashes of providers for other machines are of no use, and may be out of reach.
      CDKTF_SKIP_PROVIDER_LOCK: "true",
      // The app leaves out stack kubernetes: there is nothing to apply it to.
      WITHOUT_KUBERNETES: "1",
      CHECKPOINT_DISABLE: "1",
      ...this.terraformConfiguration(),
    };
  }

  private terraformConfiguration(): Record<string, string> {
    const mirror = findProviderMirror(AWS_PROVIDER_VERSION);
    if (mirror === undefined) return {};
    const file = this.path("terraform.rc");
    writeFileSync(file, mirrorConfiguration(mirror));
    return { TF_CLI_CONFIG_FILE: file };
  }
}

/** @returns undefined for a text that is no JSON object: whoever reads the variables says so */
function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function loopbackAnd(hosts: string | undefined): string {
  return ["127.0.0.1", hosts].filter(Boolean).join(",");
}

/** Variables that would win over the rehearsal's own; they must be unset. */
export const FOREIGN_VARIABLES = ["AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN"] as const;

import { execFile, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ControlClient } from "../../../local/gateway/control-client";
import { FOREIGN_VARIABLES, Rehearsal } from "../../../local/rehearsal/rehearsal";
import { awsClients, type AwsClients } from "../../../src/operations/aws/aws-clients";
import { clientConfig } from "../../../src/operations/aws/client-config";
import { parseState } from "../../../src/operations/terraform/parse-state";
import { AttachedProviders } from "../../../tools/attached-provider/attached-provider";

export interface Finished {
  readonly status: number;
  /** Standard output and standard error. */
  readonly output: string;
}

const PROJECT = join(__dirname, "..", "..", "..");

/**
 * Runs a command to its end, whatever its status.
 *
 * @param user as whom @default - that of this process
 */
export function execute(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  cwd = PROJECT,
  user: { readonly uid?: number; readonly gid?: number } = {},
): Promise<Finished> {
  return new Promise((resolve) => {
    execFile(command, args, { cwd, env, maxBuffer: 64 << 20, ...user }, (error, stdout, stderr) =>
      resolve({ status: error ? Number(error.code ?? -1) : 0, output: stdout + stderr }),
    );
  });
}

/** Runs a command to its end with a pipe as its input. */
export function piped(command: readonly string[], input: string, env: NodeJS.ProcessEnv): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(command[0]!, command.slice(1), {
      cwd: PROJECT,
      env,
      stdio: ["pipe", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.once("close", (code) => resolve({ status: code ?? 128, output }));
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}

/** A user at the shell, with a rehearsal of their own in a temporary directory. */
export class UserShell {
  readonly rehearsal = new Rehearsal(mkdtempSync(join(tmpdir(), "a rehearsal-")));
  private providers: AttachedProviders | undefined;

  /** @param kubernetesAssets directory with etcd and kube-apiserver @default - a rehearsal without Kubernetes */
  constructor(private readonly kubernetesAssets = "") {}

  /** The environment before a rehearsal; the emulator ends with this process. */
  get environment(): NodeJS.ProcessEnv {
    return {
      ...process.env,
      LOCAL_ROOT: this.rehearsal.directory,
      EMULATOR_PARENT: String(process.pid),
      KUBEBUILDER_ASSETS: this.kubernetesAssets,
      ...this.providers?.environment,
    };
  }

  /** The environment after `eval "$(npm run --silent local:env)"`. */
  get rehearsalEnvironment(): NodeJS.ProcessEnv {
    const env = { ...this.environment, ...this.rehearsal.environment(this.rehearsal.instance()!) };
    for (const name of FOREIGN_VARIABLES) delete env[name];
    return env;
  }

  /** Terraform, or what stands in its place. */
  get terraform(): string {
    return this.environment.TERRAFORM_BINARY_NAME ?? "terraform";
  }

  get control(): ControlClient {
    return new ControlClient(this.rehearsal.instance()!);
  }

  /** Clients of the rehearsal's AWS for one region. */
  clients(region: string): AwsClients {
    const { endpoint, accessKeyId, secretAccessKey } = this.rehearsal.instance()!;
    const config = { ...clientConfig(region), endpoint, credentials: { accessKeyId, secretAccessKey } };
    return awsClients(region, config);
  }

  /** Runs a script of the project as the README tells, with `/bin/sh`. */
  run(script: string, ...args: string[]): Promise<Finished> {
    return execute("/bin/sh", [script, ...args], this.environment);
  }

  /** Runs a command of `npm run local`. */
  local(command: string): Promise<Finished> {
    return execute(
      process.execPath,
      ["--require", "./src/typescript.cjs", "local/main.ts", command],
      this.environment,
    );
  }

  /** Starts the emulator, and the AWS provider once for all commands of Terraform. */
  async start(): Promise<void> {
    const { status, output } = await this.local("start");
    if (status !== 0) throw new Error(output);
    await this.attachProviders();
  }

  /** From now on Terraform starts no AWS provider for each command. */
  async attachProviders(): Promise<void> {
    this.providers = await AttachedProviders.start(this.rehearsalEnvironment);
  }

  /** Files and directories below the rehearsal's; without what Terraform links or downloads. */
  files(): string[] {
    return readdirSync(this.rehearsal.directory, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isSymbolicLink())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !path.includes("/.terraform/providers/"));
  }

  /** Where the state of a stack is, of the environment with the default name. */
  stateFile(region: string, stack: string): string {
    return join(this.rehearsal.stateRoot, region, "doeks-aws-batch", `${stack}.tfstate`);
  }

  /** How many resources a stack has in its state. */
  resourcesIn(region: string, stack: string): number {
    return parseState(readFileSync(this.stateFile(region, stack), "utf8")).resources.length;
  }

  /** The locks of the scripts and of Terraform that are there. */
  locks(): string[] {
    const files = readdirSync(this.rehearsal.stateRoot, { recursive: true, encoding: "utf8" });
    return files.filter((name) => /run\.lock$|\.lock\.info$/.test(name));
  }

  filesWith(text: string): string[] {
    return this.files().filter((path) => statSync(path).isFile() && readFileSync(path).includes(text));
  }

  /** Stops the emulator and removes the rehearsal. */
  async leave(): Promise<void> {
    try {
      await this.providers?.stop();
    } finally {
      await this.local("stop");
      rmSync(this.rehearsal.directory, { recursive: true, force: true });
    }
  }
}

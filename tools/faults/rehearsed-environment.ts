import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RecordedCall } from "../../local/gateway/call-log";
import { ControlClient } from "../../local/gateway/control-client";
import { Emulator } from "../../local/emulator";
import { FOREIGN_VARIABLES, Rehearsal } from "../../local/rehearsal/rehearsal";
import type { Variables } from "../../src/model/variables";
import { AttachedProviders } from "../attached-provider/attached-provider";
import { killTerraformOf } from "./kill-terraform";

/** What became of a command, and what its user saw. */
export interface Run {
  readonly status: number;
  /** Standard output and standard error. */
  readonly output: string;
  /** The calls that reached the emulator meanwhile. */
  readonly calls: readonly RecordedCall[];
}

const PROJECT = join(__dirname, "..", "..");

/** An environment on an emulator of its own, driven by the commands behind `install.sh` and `cleanup.sh`. */
export class RehearsedEnvironment {
  private runs = 0;
  private runningPid: number | undefined;
  private killAt: number | undefined;
  private emulator: Emulator | undefined;
  private providers: AttachedProviders | undefined;

  private constructor(
    readonly rehearsal: Rehearsal,
    /** Those of the run that is under way, or was the last one. */
    private readonly calls: RecordedCall[] = [],
    private readonly host?: RehearsedEnvironment,
    private readonly hasKubernetes: boolean = host?.hasKubernetes ?? false,
  ) {}

  /**
   * Starts its emulator, in which every transition takes half a second, and the AWS provider once for all runs.
   *
   * @param kubernetesAssets directory with etcd and kube-apiserver @default - clusters without Kubernetes
   */
  static async start(kubernetesAssets?: string): Promise<RehearsedEnvironment> {
    const rehearsal = new Rehearsal(mkdtempSync(join(tmpdir(), "proof-")));
    rehearsal.create();
    const environment = new RehearsedEnvironment(rehearsal, [], undefined, kubernetesAssets !== undefined);
    environment.emulator = await Emulator.start({
      directory: rehearsal.directory,
      kubernetesAssets,
      runJobs: false,
      onCall: (call) => environment.called(call),
    });
    try {
      environment.providers = await AttachedProviders.start(environment.variables);
    } catch (error) {
      await environment.stop();
      throw error;
    }
    return environment;
  }

  /** Another environment on the same emulator, in a working copy of its own. */
  beside(variables: Partial<Variables>): RehearsedEnvironment {
    const rehearsal = new Rehearsal(mkdtempSync(join(tmpdir(), "proof-")));
    rehearsal.create();
    const other = new RehearsedEnvironment(rehearsal, this.calls, this);
    other.emulator = this.emulator;
    other.providers = this.providers;
    other.configure(variables);
    return other;
  }

  get control(): ControlClient {
    return new ControlClient(this.running);
  }

  /** Environment variables that point the project's commands, and Terraform, at it. */
  get variables(): NodeJS.ProcessEnv {
    const { endpoint, accessKeyId, secretAccessKey } = this.running;
    const { hasKubernetes } = this;
    const instance = { pid: process.pid, endpoint, accessKeyId, secretAccessKey, hasKubernetes };
    const env = { ...process.env, ...this.rehearsal.environment(instance), ...this.providers?.environment };
    for (const name of FOREIGN_VARIABLES) delete env[name];
    return env;
  }

  configure(variables: Partial<Variables>): void {
    const { variablesFile } = this.rehearsal;
    const before = JSON.parse(readFileSync(variablesFile, "utf8")) as object;
    writeFileSync(variablesFile, JSON.stringify({ ...before, ...variables }));
  }

  install(...args: string[]): Promise<Run> {
    return this.run("src/cli/install.ts", ...this.options, ...args);
  }

  cleanUp(...args: string[]): Promise<Run> {
    return this.run("src/cli/cleanup.ts", ...this.options, ...args);
  }

  /** Runs a TypeScript program of the project to its end; what it said is also in `run-<number>.log`. */
  async run(program: string, ...args: string[]): Promise<Run> {
    this.calls.length = 0;
    const child = spawn(process.execPath, ["--require", "./src/typescript.cjs", program, ...args], {
      cwd: PROJECT,
      env: this.variables,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.runningPid = child.pid;
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
    }
    const status = await new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => resolve(code ?? 128));
    });
    this.runningPid = undefined;
    this.runs += 1;
    writeFileSync(this.rehearsal.path(`run-${this.runs}.log`), `${program} ended with ${status}\n${output}`);
    return { status, output, calls: [...this.calls] };
  }

  /** Kills Terraform (-9) before its nth call from now on is answered; undefined takes that back. */
  killTerraformAtCall(nth: number | undefined): void {
    this.killAt = nth;
  }

  /** Kills Terraform (-9) now, with its providers. */
  killTerraform(): void {
    if (this.runningPid !== undefined) killTerraformOf(this.runningPid);
  }

  async stop(): Promise<void> {
    if (this.host) return;
    try {
      await this.providers?.stop();
    } finally {
      await this.emulator?.stop();
    }
  }

  /** Removes its files, logs included. */
  forget(): void {
    rmSync(this.rehearsal.directory, { recursive: true, force: true });
  }

  /** Directory for what the commands log. */
  get logs(): string {
    return this.rehearsal.path("logs");
  }

  private get options(): string[] {
    return ["--yes", "--logs", this.logs];
  }

  private get running(): Emulator {
    if (!this.emulator) throw new Error("The emulator does not run.");
    return this.emulator;
  }

  private called(call: RecordedCall): void {
    this.calls.push(call);
    if (this.killAt === undefined || !call.byTerraform) return;
    this.killAt -= 1;
    if (this.killAt > 0 || this.runningPid === undefined) return;
    this.killAt = undefined;
    killTerraformOf(this.runningPid);
  }
}

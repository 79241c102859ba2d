import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { Emulator } from "../../../local/emulator";
import { ControlClient } from "../../../local/gateway/control-client";
import { FOREIGN_VARIABLES, Rehearsal } from "../../../local/rehearsal/rehearsal";
import { addBlueprint } from "../../../src/blueprint";
import { awsClients, type AwsClients } from "../../../src/operations/aws/aws-clients";
import { Deployment } from "../../../src/operations/terraform/deployment";
import { readManifest, type SynthesizedStack } from "../../../src/operations/terraform/synthesized-stacks";
import { Terraform } from "../../../src/operations/terraform/terraform";
import { parseEvent } from "../../../src/operations/terraform/events/terraform-events";
import { environmentPath } from "../../../src/model/state-place";
import { parseVariables } from "../../../src/model/load-variables";
import { Environment } from "../../../src/stacks/environment";
import { defaultVariables, type Variables } from "../../../src/model/variables";
import { AttachedProviders } from "../../../tools/attached-provider/attached-provider";
import { execute, piped, type Finished } from "./user-shell";
import { earlierStack } from "./earlier-stacks";

type StackName = "cluster" | "kubernetes" | "system" | "batch";

/** `action type.name` of all that a plan does, with Terraform's reason where something is replaced. */
export type Changes = readonly string[];

/** An environment on an emulator of its own, changed by the project's own `Deployment`. */
export class RunningEnvironment {
  readonly clients: AwsClients;
  private readonly before = { ...process.env };
  private syntheses = 0;

  private constructor(
    /** Directory of the emulator and of everything that is deployed. */
    readonly root: string,
    private readonly emulator: Emulator,
    private readonly rehearsal: Rehearsal,
    private readonly providers: AttachedProviders,
    env: Readonly<Record<string, string>>,
  ) {
    for (const name of FOREIGN_VARIABLES) delete process.env[name];
    Object.assign(process.env, env, providers.environment);
    this.clients = awsClients("us-east-1");
  }

  /** The variables that the scripts read. */
  setVariables(variables: Partial<Variables>): void {
    writeFileSync(this.rehearsal.variablesFile, JSON.stringify(variables));
  }

  /** Runs the program behind install.sh, with somebody to answer. */
  install(answers: string): Promise<Finished> {
    const program = [
      "--require",
      "./src/typescript.cjs",
      "src/cli/install.ts",
      "--logs",
      join(this.root, "logs"),
    ];
    return piped([process.execPath, ...program], answers, process.env);
  }

  /** Runs the program behind cleanup.sh, with nobody to ask. */
  cleanUp(): Promise<Finished> {
    const options = ["--yes", "--rehearsal", "--logs", join(this.root, "logs")];
    return execute(
      process.execPath,
      ["--require", "./src/typescript.cjs", "src/cli/cleanup.ts", ...options],
      process.env,
    );
  }

  get control(): ControlClient {
    return new ControlClient(this.emulator);
  }

  /**
   * @param delaySeconds that a change of state takes
   * @param kubernetesAssets directory with etcd and kube-apiserver @default - clusters without Kubernetes
   */
  static async start(delaySeconds: number, kubernetesAssets?: string): Promise<RunningEnvironment> {
    const root = mkdtempSync(join(tmpdir(), "running-environment-"));
    const rehearsal = new Rehearsal(root);
    rehearsal.create();
    const delays = { default: delaySeconds };
    const emulator = await Emulator.start({ directory: root, delays, kubernetesAssets });
    const { endpoint, accessKeyId, secretAccessKey } = emulator;
    const hasKubernetes = kubernetesAssets !== undefined;
    const instance = { pid: process.pid, endpoint, accessKeyId, secretAccessKey, hasKubernetes };
    const env = rehearsal.environment(instance);
    try {
      const providers = await AttachedProviders.start({ ...process.env, ...env });
      return new RunningEnvironment(root, emulator, rehearsal, providers, env);
    } catch (error) {
      await emulator.stop();
      rmSync(root, { recursive: true, force: true });
      throw error;
    }
  }

  async stop(): Promise<void> {
    try {
      await this.providers.stop();
    } finally {
      await this.emulator.stop();
      process.env = this.before;
      rmSync(this.root, { recursive: true, force: true });
    }
  }

  /**
   * Deploys stacks with these variables, as `install.sh` does.
   *
   * @returns what the plans of each stack did
   */
  async deploy(
    variables: Partial<Variables>,
    ...names: readonly StackName[]
  ): Promise<Record<StackName, Changes>> {
    const stacks = this.synthesize(variables).filter(({ name }) => names.includes(name as StackName));
    const logDirectory = join(this.root, `logs-${this.syntheses}`);
    await new Deployment({ stacks, logDirectory }).deploy();
    return Object.fromEntries(
      names.map((name) => [name, plannedIn(join(logDirectory, `${name}.log`))]),
    ) as Record<StackName, Changes>;
  }

  /** Deploys stacks as commit 9a33f79 synthesized them, and keeps its variables beside their state. */
  async deployEarlier(...names: readonly StackName[]): Promise<void> {
    this.syntheses += 1;
    const outdir = this.rehearsal.path(`cdktf.out-${this.syntheses}`);
    const stacks = names.map((name) => {
      const directory = join(outdir, "stacks", name);
      mkdirSync(directory, { recursive: true });
      writeFileSync(join(directory, "cdk.tf.json"), earlierStack(name));
      return { name, directory, dependencies: name === "cluster" ? [] : ["cluster"] };
    });
    await new Deployment({ stacks, logDirectory: join(this.root, `logs-${this.syntheses}`) }).deploy();
    // There was no variable enable_container_insights, and another default version.
    const variables = {
      ...defaultVariables(),
      eks_cluster_version: "1.35",
      enable_container_insights: undefined,
    };
    const directory = join(this.rehearsal.stateRoot, environmentPath(variables));
    writeFileSync(join(directory, "variables.json"), JSON.stringify(variables));
  }

  /** `action type.name` of what the last deployment did with a stack, in order. */
  carriedOut(name: StackName): Changes {
    const events = readFileSync(join(this.root, `logs-${this.syntheses}`, `${name}.log`), "utf8")
      .split("\n")
      .map(parseEvent);
    return events.flatMap((event) =>
      event?.type === "apply_complete" && event.hook
        ? [`${event.hook.action} ${withoutHash(event.hook.resource.addr)}`]
        : [],
    );
  }

  /** What the variables file says, which the scripts may have changed. */
  get variablesText(): string {
    return readFileSync(this.rehearsal.variablesFile, "utf8");
  }

  /** What deploying a stack with these variables would do, as things are. */
  async plan(variables: Partial<Variables>, name: StackName): Promise<Changes> {
    const { stack, terraform } = await this.begin(variables, name);
    await terraform.plan(stack, "apply");
    return plannedIn(terraform.logFile(stack));
  }

  /** Deploys the resources of a type, and what they need, as if a run had ended then. */
  async deployOnly(variables: Partial<Variables>, name: StackName, type: string): Promise<Changes> {
    const { stack, terraform } = await this.begin(variables, name);
    const { resource } = JSON.parse(readFileSync(join(stack.directory, "cdk.tf.json"), "utf8")) as {
      resource: Record<string, object>;
    };
    const targets = Object.keys(resource[type]!).map((id) => `${type}.${id}`);
    await terraform.apply(stack, await terraform.plan(stack, "apply", targets));
    return plannedIn(terraform.logFile(stack));
  }

  private async begin(
    variables: Partial<Variables>,
    name: StackName,
  ): Promise<{ stack: SynthesizedStack; terraform: Terraform }> {
    const stack = this.synthesize(variables).find((candidate) => candidate.name === name)!;
    const terraform = new Terraform({
      logDirectory: join(this.root, `logs-${this.syntheses}`),
      onEvent: () => undefined,
    });
    await terraform.init(stack);
    return { stack, terraform };
  }

  /** Each into a directory of its own, so that plans can be made side by side. */
  private synthesize(variables: Partial<Variables>): SynthesizedStack[] {
    this.syntheses += 1;
    const outdir = this.rehearsal.path(`cdktf.out-${this.syntheses}`);
    const app = new App({ outdir });
    const parsed = parseVariables(JSON.stringify(variables), "variables.json");
    addBlueprint(app, new Environment(parsed, this.rehearsal.stateRoot));
    app.synth();
    return readManifest(outdir);
  }
}

/** The plan is told again when it is carried out. */
function plannedIn(logFile: string): Changes {
  const changes = readFileSync(logFile, "utf8")
    .split("\n")
    .map(parseEvent)
    .flatMap((event) => (event?.type === "planned_change" && event.change ? [event.change] : []))
    .map(({ action, resource: { addr }, reason }) =>
      [action, withoutHash(addr), ...(reason ? [`(${reason})`] : [])].join(" "),
    );
  return [...new Set(changes)].sort();
}

function withoutHash(address: string): string {
  return address.replace(/_[0-9A-F]{8}(?=$|\[)/, "");
}

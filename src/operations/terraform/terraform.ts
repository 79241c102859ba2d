import { execFile } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { readFile } from "../../model/read-file";
import { CliError } from "../terminal/cli-error";
import { stateFileOf } from "./state-file";
import { fullDirectory } from "./full-disk";
import type { SynthesizedStack } from "./synthesized-stacks";
import { ENDED_BY_SIGNAL, runLogged } from "./logged-process";
import {
  isCutOff,
  parseEvent,
  type Diagnostic,
  type PlannedChange,
  type TerraformEvent,
} from "./events/terraform-events";

export interface TerraformProps {
  /** Directory for a log of each stack. */
  readonly logDirectory: string;
  readonly onEvent: (stack: SynthesizedStack, event: TerraformEvent) => void;
  /** Called every few seconds while a command runs, such as `plan`. @default - nothing */
  readonly onRunning?: (stack: SynthesizedStack, command: string, seconds: number) => void;
}

/** What a run of Terraform would do, saved for `apply`. */
export interface Plan {
  readonly file: string;
  /** Without what stays as it is. */
  readonly changes: readonly PlannedChange[];
  /** Whether it changes neither resources nor outputs: to apply it would do nothing. */
  readonly isEmpty: boolean;
}

/** With `-detailed-exitcode`: the plan was made, and there is something to apply. */
const HAS_CHANGES = 2;

/** A run of Terraform that failed, with the errors that it reported. */
export class TerraformError extends CliError {
  /** ARN of who deploys, for the remedies. @default - it is not named */
  caller?: string;

  constructor(
    readonly stackName: string,
    readonly command: string,
    readonly diagnostics: readonly Diagnostic[],
    readonly logFile: string,
    output: readonly string[],
    /** Directory on whose disk there is no room left, where Terraform had to write; undefined while there is. */
    readonly fullDirectory?: string | undefined,
    /** Whether a signal ended Terraform, not Terraform itself. */
    readonly isKilled = false,
  ) {
    const last = diagnostics.length === 0 && output.length > 0 ? `\n${output.slice(-20).join("\n")}` : "";
    super(`terraform ${command} of stack ${stackName} ${isKilled ? "was killed" : "failed"}.${last}`);
  }
}

/** How long Terraform waits for another one that works on the same state, such as one that was left behind. */
const LOCK_TIMEOUT = "-lock-timeout=20m";

const RUNNING_INTERVAL_MS = 5_000;

const PLAN_FILE = "deployment.tfplan";

/** In a stack's directory while Terraform works there: what is left of a Terraform that was killed. */
const RUN_FILE = "terraform-run.json";

/** A Terraform that did not come to its end, or still works. */
export interface InterruptedRun {
  readonly pid: number;
  /** ISO 8601. */
  readonly since: string;
}

/** @returns undefined also for a file that is torn: it tells of nobody */
export function interruptedRun({ directory }: SynthesizedStack): InterruptedRun | undefined {
  try {
    const { pid, since } = JSON.parse(readFile(join(directory, RUN_FILE)) ?? "{}") as Partial<InterruptedRun>;
    return typeof pid === "number" && typeof since === "string" ? { pid, since } : undefined;
  } catch {
    return undefined;
  }
}

/** Runs Terraform, or what `TERRAFORM_BINARY_NAME` names, in the directories of synthesized stacks. */
export class Terraform {
  constructor(private readonly props: TerraformProps) {
    mkdirSync(props.logDirectory, { recursive: true, mode: 0o700 });
  }

  /** The file that takes all output about a stack. */
  logFile(stack: SynthesizedStack): string {
    return resolve(this.props.logDirectory, `${stack.name}.log`);
  }

  /**
   * Begins a new log, and makes the stack's directory ready, wherever its state was before: whoever
   * calls this has looked that it is where it belongs.
   */
  async init(stack: SynthesizedStack): Promise<void> {
    rmSync(this.logFile(stack), { force: true });
    await this.run(stack, ["init", "-input=false", "-no-color", "-reconfigure"]);
  }

  /**
   * @param mode `destroy unseen` destroys what the state knows without looking at AWS first
   * @param targets addresses to which it is limited, with what they need. @default - everything
   */
  async plan(
    stack: SynthesizedStack,
    mode: "apply" | "destroy" | "destroy unseen",
    targets: readonly string[] = [],
  ): Promise<Plan> {
    const changes: PlannedChange[] = [];
    const flags = [
      "-detailed-exitcode",
      `-out=${PLAN_FILE}`,
      LOCK_TIMEOUT,
      ...(mode === "apply" ? [] : ["-destroy"]),
      ...(mode === "destroy unseen" ? ["-refresh=false"] : []),
      ...targets.map((address) => `-target=${address}`),
    ];
    const status = await this.run(stack, ["plan", "-json", "-input=false", ...flags], (event) => {
      if (event.type === "planned_change" && event.change && event.change.action !== "noop") {
        changes.push(event.change);
      }
    });
    return { file: PLAN_FILE, changes, isEmpty: status !== HAS_CHANGES };
  }

  async apply(stack: SynthesizedStack, plan: Plan): Promise<void> {
    await this.run(stack, ["apply", "-json", "-input=false", LOCK_TIMEOUT, plan.file]);
  }

  /** Brings the state, and its outputs, in step with what exists. */
  async refresh(stack: SynthesizedStack): Promise<void> {
    await this.run(stack, ["apply", "-json", "-input=false", "-refresh-only", "-auto-approve", LOCK_TIMEOUT]);
  }

  /** Takes a resource that exists into the state. */
  async import(stack: SynthesizedStack, address: string, id: string): Promise<void> {
    await this.run(stack, ["import", "-input=false", "-no-color", LOCK_TIMEOUT, address, id]);
  }

  /** What `terraform show -json` tells of a plan, or of the state. */
  async show(stack: SynthesizedStack, plan?: Plan): Promise<unknown> {
    return JSON.parse(await this.output(stack, ["show", "-json", ...(plan ? [plan.file] : [])]));
  }

  /** Values of the stack's outputs by name. */
  async outputs(stack: SynthesizedStack): Promise<Record<string, string>> {
    const outputs = JSON.parse(await this.output(stack, ["output", "-json"])) as Record<
      string,
      { value: string }
    >;
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  }

  private async output(stack: SynthesizedStack, args: readonly string[]): Promise<string> {
    const options = { cwd: stack.directory, env: process.env, maxBuffer: 64 << 20 };
    return (await promisify(execFile)(terraformCommand(), args, options)).stdout;
  }

  /** @returns exit status of a command that succeeded: 0, or `HAS_CHANGES` */
  private async run(
    stack: SynthesizedStack,
    args: readonly string[],
    onEvent?: (event: TerraformEvent) => void,
  ): Promise<number> {
    const diagnostics: Diagnostic[] = [];
    const errored: string[] = [];
    const lines: string[] = [];
    const logFile = this.logFile(stack);
    const runFile = join(stack.directory, RUN_FILE);
    const since = new Date().toISOString();
    const timer = setInterval(() => {
      this.props.onRunning?.(stack, args[0]!, Math.round((Date.now() - Date.parse(since)) / 1000));
    }, RUNNING_INTERVAL_MS);
    const status = await runLogged({
      command: terraformCommand(),
      args,
      cwd: stack.directory,
      env: { ...process.env, TF_IN_AUTOMATION: "1" },
      logFile,
      onStart: (pid) => writeFileSync(runFile, JSON.stringify({ pid, since } satisfies InterruptedRun)),
      onLine: (line) => {
        const event = parseEvent(line);
        if (!event) return void (isCutOff(line) || lines.push(line));
        if (event.diagnostic?.severity === "error") diagnostics.push(event.diagnostic);
        if (event.type === "apply_errored" && event.hook) errored.push(event.hook.resource.addr);
        onEvent?.(event);
        this.props.onEvent(stack, event);
      },
    }).finally(() => clearInterval(timer));
    // After a signal its lock may still be there, and the next run must know whose it was.
    if (status !== ENDED_BY_SIGNAL) rmSync(runFile, { force: true });
    const isSuccess = status === 0 || (status === HAS_CHANGES && args.includes("-detailed-exitcode"));
    if (!isSuccess) {
      const full = fullDirectory([dirname(stateFileOf(stack) ?? logFile), stack.directory, dirname(logFile)]);
      throw new TerraformError(
        stack.name,
        args[0]!,
        withAddresses(diagnostics, errored),
        logFile,
        lines,
        full,
        status === ENDED_BY_SIGNAL,
      );
    }
    return status;
  }
}

/**
 * Terraform names no resource where one could not be destroyed. As many as could not be are left then for the
 * diagnostics without a name.
 */
function withAddresses(
  diagnostics: readonly Diagnostic[],
  errored: readonly string[],
): readonly Diagnostic[] {
  const named = new Set(diagnostics.map(({ address }) => address));
  const rest = errored.filter((address) => !named.has(address));
  const unnamed = diagnostics.filter(({ address }) => address === undefined);
  if (unnamed.length !== rest.length) return diagnostics;
  return diagnostics.map((diagnostic) =>
    diagnostic.address === undefined
      ? { ...diagnostic, address: rest[unnamed.indexOf(diagnostic)]! }
      : diagnostic,
  );
}

function terraformCommand(): string {
  return process.env.TERRAFORM_BINARY_NAME ?? "terraform";
}

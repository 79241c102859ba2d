import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readManifest, type SynthesizedStack } from "../../../src/operations/terraform/synthesized-stacks";
import type { Variables } from "../../../src/model/variables";
import { RehearsedEnvironment, type Run } from "../../support/rehearsed-environment";
import { parseGraph, type Graph } from "./critical-path";
import { REALISTIC_DELAYS } from "./durations";
import { inOriginalOrder } from "./original-order";
import { creationsIn, type Creation } from "./timeline";

/** A deployment and destruction of the same resources, in one order. */
export interface Measurement {
  readonly deploySeconds: number;
  /** From the start until the last job queue exists. */
  readonly queueUsableSeconds: number;
  readonly destroySeconds: number;
  /** Calls of AWS's APIs by Terraform. */
  readonly deployCalls: number;
  readonly destroyCalls: number;
  readonly creations: readonly Creation[];
  /** Stacks that are deployed side by side, after those before them are finished. */
  readonly stages: readonly (readonly Graph[])[];
}

export type Order = "ours" | "original";

/**
 * Takes a quarter of an hour and more: AWS's durations are waited for.
 *
 * @param variables of the environment. @default - only what every rehearsal sets
 */
export async function measure(order: Order, variables: Partial<Variables> = {}): Promise<Measurement> {
  const environment = await RehearsedEnvironment.start(REALISTIC_DELAYS);
  try {
    environment.configure(variables);
    await succeeded(environment.run("main.ts"));
    const synthesized = readManifest(environment.rehearsal.path("cdktf.out"));
    const stacks = order === "ours" ? synthesized : [merged(environment, synthesized)];
    const work = (command: string): Promise<Run> =>
      succeeded(
        environment.run("tools/bench/deploy/worker.ts", command, environment.logs, JSON.stringify(stacks)),
      );
    const started = Date.now();
    const deployed = await work("deploy");
    const deploySeconds = (Date.now() - started) / 1000;
    const creations = stacks.flatMap(({ name }) => creationsIn(join(environment.logs, `${name}.log`)));
    const queues = creations.filter(({ address }) => address.startsWith("aws_batch_job_queue."));
    const graphsOf = (isMeant: (stack: SynthesizedStack) => boolean): Graph[] =>
      stacks.filter(isMeant).map(({ directory }) => graphOf(directory, environment.variables));
    const stages = [
      graphsOf(({ dependencies }) => dependencies.length === 0),
      graphsOf(({ dependencies }) => dependencies.length > 0),
    ].filter((graphs) => graphs.length > 0);
    const destroying = Date.now();
    const destroyed = await work("destroy");
    return {
      deploySeconds,
      queueUsableSeconds: (Math.max(...queues.map(({ completedAt }) => completedAt)) - started) / 1000,
      destroySeconds: (Date.now() - destroying) / 1000,
      deployCalls: deployed.calls.filter(({ byTerraform }) => byTerraform).length,
      destroyCalls: destroyed.calls.filter(({ byTerraform }) => byTerraform).length,
      creations,
      stages,
    };
  } finally {
    await environment.stop();
    environment.forget();
  }
}

async function succeeded(run: Promise<Run>): Promise<Run> {
  const finished = await run;
  if (finished.status !== 0) throw new Error(finished.output);
  return finished;
}

/** The engine looks for it. */
const CDKTF_VERSION = "0.21.0";

/** A stack of its own with the resources of all. */
function merged(environment: RehearsedEnvironment, stacks: readonly SynthesizedStack[]): SynthesizedStack {
  const outdir = environment.rehearsal.path("original");
  const directory = join(outdir, "stacks", "original");
  mkdirSync(directory, { recursive: true });
  const texts = Object.fromEntries(
    stacks.map((stack) => [stack.name, readFileSync(join(stack.directory, "cdk.tf.json"), "utf8")]),
  );
  const configuration = inOriginalOrder(texts, environment.rehearsal.path("original.tfstate"));
  writeFileSync(
    join(directory, "cdk.tf.json"),
    JSON.stringify({ "//": { metadata: { version: CDKTF_VERSION } }, ...configuration }),
  );
  const stack = { name: "original", workingDirectory: "stacks/original", dependencies: [] };
  const synthesizedStackPath = "stacks/original/cdk.tf.json";
  const manifest = { version: CDKTF_VERSION, stacks: { original: { ...stack, synthesizedStackPath } } };
  writeFileSync(join(outdir, "manifest.json"), JSON.stringify(manifest));
  return readManifest(outdir)[0]!;
}

function graphOf(directory: string, env: NodeJS.ProcessEnv): Graph {
  const terraform = env.TERRAFORM_BINARY_NAME ?? "terraform";
  return parseGraph(execFileSync(terraform, ["graph"], { cwd: directory, env, encoding: "utf8" }));
}

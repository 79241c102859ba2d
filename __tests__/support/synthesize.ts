import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import { addBlueprint } from "../../src/blueprint";
import { parseVariables } from "../../src/model/load-variables";
import { Environment } from "../../src/stacks/environment";
import type { Variables } from "../../src/model/variables";
import { withoutTokenTraces } from "../../src/without-token-traces";
import { SynthesizedStack } from "./synthesized-stack";

/** The synthesized stacks of the app, by name. */
export interface SynthesizedApp {
  readonly cluster: SynthesizedStack;
  readonly kubernetes: SynthesizedStack;
  readonly system: SynthesizedStack;
  readonly batch: SynthesizedStack;
  readonly all: readonly SynthesizedStack[];
  /** Names of the stacks that each stack waits for. */
  readonly dependencies: Readonly<Record<string, readonly string[]>>;
}

const apps = new Map<string, SynthesizedApp>();

/** The whole app, as `main.ts` synthesizes it with these contents of `variables.json`; once for each. */
export function synthesize(variables: Partial<Variables> = {}): SynthesizedApp {
  const content = JSON.stringify(variables);
  const app = apps.get(content) ?? synthesizeContent(content);
  apps.set(content, app);
  return app;
}

/**
 * The whole app with this text of `variables.json`.
 *
 * @throws VariablesError when the text is rejected
 */
export function synthesizeContent(content: string): SynthesizedApp {
  return inTemporaryDirectory((directory) => {
    const outdir = join(directory, "cdktf.out");
    const variables = parseVariables(content, "variables.json");
    withoutTokenTraces(() => {
      const app = new App({ outdir });
      addBlueprint(app, new Environment(variables, join(directory, "state")));
      app.synth();
    });
    const cluster = new SynthesizedStack(stackFile(outdir, "cluster"), []);
    const [kubernetes, system, batch] = ["kubernetes", "system", "batch"].map(
      (name) => new SynthesizedStack(stackFile(outdir, name), [cluster]),
    ) as [SynthesizedStack, SynthesizedStack, SynthesizedStack];
    const all = [cluster, kubernetes, system, batch];
    return { cluster, kubernetes, system, batch, all, dependencies: dependenciesIn(outdir) };
  });
}

/** A stack that holds only what `define` adds to it, without a provider. */
export function synthesizeStack(define: (stack: TerraformStack) => void): SynthesizedStack {
  return inTemporaryDirectory((outdir) => {
    withoutTokenTraces(() => {
      // Skips the check for a provider; none of the stacks has other validations.
      const app = new App({ outdir, skipValidation: true });
      define(new TerraformStack(app, "test"));
      app.synth();
    });
    return new SynthesizedStack(stackFile(outdir, "test"), []);
  });
}

function inTemporaryDirectory<T>(work: (directory: string) => T): T {
  const directory = mkdtempSync(join(tmpdir(), "synthesized-"));
  try {
    return work(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function stackFile(outdir: string, name: string): string {
  return readFileSync(join(outdir, "stacks", name, "cdk.tf.json"), "utf8");
}

function dependenciesIn(outdir: string): Record<string, readonly string[]> {
  const { stacks } = JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8")) as {
    stacks: Record<string, { dependencies: string[] }>;
  };
  return Object.fromEntries(
    Object.entries(stacks).map(([name, { dependencies }]) => [name, [...dependencies].sort()]),
  );
}

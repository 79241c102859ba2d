import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { addBlueprint } from "../../src/blueprint";
import { readManifest } from "../../src/operations/terraform/synthesized-stacks";
import { defaultVariables } from "../../src/model/variables";
import { parseVariables } from "../../src/model/load-variables";
import { Environment } from "../../src/stacks/environment";
import { resourcesIn, type Configuration, type Resource } from "./resource";

/** A stack as Terraform gets it. */
export interface Stack {
  readonly name: string;
  /** Names of the stacks that must be deployed before it. */
  readonly dependencies: readonly string[];
  readonly resources: readonly Resource[];
  /** Expressions that an output of the stack stands for, by its name. */
  readonly outputs: Readonly<Record<string, string>>;
  /** The configuration of its providers, as JSON. */
  readonly providers: string;
}

/** The app with the default variables, read back from what it synthesized. */
export interface SynthesizedApp {
  readonly stacks: readonly Stack[];
  /** Class of each construct, by its path, such as `cluster/vpc`. */
  readonly classes: ReadonlyMap<string, string>;
}

/** Synthesizes the app with the default variables. */
export function synthesizeDefaults(): SynthesizedApp {
  const outdir = mkdtempSync(join(tmpdir(), "pictures-"));
  try {
    const app = new App({ outdir });
    const variables = parseVariables(JSON.stringify(defaultVariables()), "variables.json");
    addBlueprint(app, new Environment(variables, join(outdir, "state")));
    app.synth();
    const classes = new Map(app.node.findAll().map((child) => [child.node.path, child.constructor.name]));
    const manifest = readManifest(outdir);
    // CDKTF writes them in alphabetical order.
    const stacks = app.node.children.map(({ node }) => manifest.find(({ name }) => name === node.id)!);
    return { stacks: stacks.map(readStack), classes };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function readStack({ name, dependencies, directory }: ReturnType<typeof readManifest>[number]): Stack {
  const configuration = JSON.parse(readFileSync(join(directory, "cdk.tf.json"), "utf8")) as Configuration;
  const outputs = Object.entries(configuration.output ?? {}).map(([output, { value }]) => [output, value]);
  return {
    name,
    dependencies,
    resources: resourcesIn(configuration),
    outputs: Object.fromEntries(outputs) as Record<string, string>,
    providers: JSON.stringify(configuration.provider ?? {}),
  };
}

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { addBlueprint } from "../../src/blueprint";
import { parseVariables } from "../../src/model/load-variables";
import { readManifest } from "../../src/operations/terraform/synthesized-stacks";
import { Environment } from "../../src/stacks/environment";
import { withoutTokenTraces } from "../../src/without-token-traces";

/** A resource or a data source of a synthesized stack. */
export interface Resource {
  /** Address in Terraform. */
  readonly address: string;
  /** Type in Terraform, such as `aws_subnet`. */
  readonly type: string;
  readonly isData: boolean;
  /** Path of its construct in the app, such as `cluster/vpc/private/subnet-0`. */
  readonly constructPath: string;
  /** Its configuration, as JSON. */
  readonly text: string;
}

/** A stack as Terraform gets it. */
export interface Stack {
  readonly name: string;
  /** Names of the stacks that must be deployed before it. */
  readonly dependencies: readonly string[];
  readonly resources: readonly Resource[];
  /** Expressions that the outputs stand for, by their names. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** The app with the default variables, read back from what it synthesized. */
export interface SynthesizedApp {
  /** In the order of their deployment. */
  readonly stacks: readonly Stack[];
  /** Class of each construct, by its path, such as `cluster/vpc`. */
  readonly classes: ReadonlyMap<string, string>;
}

/** A synthesized stack, as far as it is read here. */
interface Configuration {
  readonly data?: Blocks;
  readonly resource?: Blocks;
  readonly output?: Readonly<Record<string, { readonly value: string }>>;
}

type Blocks = Readonly<Record<string, Readonly<Record<string, Block>>>>;

interface Block {
  readonly "//"?: { readonly metadata: { readonly path: string } };
}

/** Synthesizes the app with the default variables. */
export function synthesizeDefaults(): SynthesizedApp {
  const outdir = mkdtempSync(join(tmpdir(), "documentation-"));
  try {
    const app = new App({ outdir });
    withoutTokenTraces(() => {
      addBlueprint(app, new Environment(parseVariables("{}", "variables.json"), join(outdir, "state")));
      app.synth();
    });
    const classes = new Map(app.node.findAll().map((child) => [child.node.path, child.constructor.name]));
    const manifest = readManifest(outdir);
    // CDKTF writes them in alphabetical order.
    const stacks = app.node.children.map(({ node }) => manifest.find(({ name }) => name === node.id)!);
    return {
      stacks: stacks.map(({ name, dependencies, directory }) => {
        const text = readFileSync(join(directory, "cdk.tf.json"), "utf8");
        const configuration = JSON.parse(text) as Configuration;
        const outputs = Object.entries(configuration.output ?? {}).map(([key, { value }]) => [key, value]);
        return {
          name,
          dependencies,
          resources: resourcesIn(configuration),
          outputs: Object.fromEntries(outputs) as Record<string, string>,
        };
      }),
      classes,
    };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** The resources and data sources of a stack, in the order in which the constructs made them. */
export function resourcesIn({ resource = {}, data = {} }: Configuration): Resource[] {
  return [...blocksIn(resource, false), ...blocksIn(data, true)];
}

function blocksIn(blocks: Blocks, isData: boolean): Resource[] {
  return Object.entries(blocks).flatMap(([type, byId]) =>
    Object.entries(byId).flatMap(([id, { "//": comment, ...attributes }]) => {
      // The data source of another stack's state stands for no construct.
      if (!comment) return [];
      const address = `${isData ? "data." : ""}${type}.${id}`;
      const text = JSON.stringify(attributes);
      return [{ address, type, isData, constructPath: comment.metadata.path, text }];
    }),
  );
}

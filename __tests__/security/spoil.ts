import { SynthesizedStack } from "../support/synthesized-stack";
import type { SynthesizedApp } from "../support/synthesize";
import type { Spoil } from "./rule";

type StackName = Exclude<keyof SynthesizedApp, "all" | "dependencies">;
type Attributes = Record<string, unknown>;

interface Configuration {
  readonly provider: Record<string, Attributes[]>;
  readonly resource: Record<string, Record<string, Attributes & Comment>>;
}

interface Comment {
  readonly "//": { readonly metadata: { readonly path: string } };
}

/** The stack with other attributes of the block of a construct; undefined takes one away. */
export function changed(
  stack: StackName,
  constructPath: string,
  change: Attributes | ((before: Attributes) => Attributes),
): Spoil {
  return edited(stack, ({ resource }) => {
    const block = Object.values(resource)
      .flatMap((byId) => Object.values(byId))
      .find((candidate) => candidate["//"].metadata.path === `${stack}/${constructPath}`);
    if (!block) throw new Error(`${stack} has no ${constructPath} to spoil.`);
    Object.assign(block, typeof change === "function" ? change(block) : change);
  });
}

/** The stack with one resource more, `added`. */
export function added(stack: StackName, type: string, attributes: Attributes): Spoil {
  return edited(stack, ({ resource }) => {
    const comment = { "//": { metadata: { path: `${stack}/added` } } };
    resource[type] = { ...resource[type], added: { ...comment, ...attributes } };
  });
}

/** The stack with other settings of its AWS provider. */
export function withProvider(stack: StackName, change: Attributes): Spoil {
  return edited(stack, ({ provider }) => {
    Object.assign(provider.aws![0]!, change);
  });
}

function edited(name: StackName, edit: (configuration: Configuration) => void): Spoil {
  return ({ [name]: stack, cluster }) => {
    const configuration = JSON.parse(stack.text) as Configuration;
    edit(configuration);
    return new SynthesizedStack(JSON.stringify(configuration), name === "cluster" ? [] : [cluster]);
  };
}

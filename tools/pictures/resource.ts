/** A resource or a data source of a synthesized stack. */
export interface Resource {
  /** Address in Terraform, without the index of a `for_each`. */
  readonly address: string;
  /** Type in Terraform, such as `aws_subnet`. */
  readonly type: string;
  readonly isData: boolean;
  /** Path of its construct in the app, such as `cluster/vpc/private/subnet-0`. */
  readonly constructPath: string;
  /** Its configuration, as JSON. */
  readonly text: string;
}

/** A synthesized stack, as far as it is read here. */
export interface Configuration {
  readonly data?: Blocks;
  readonly resource?: Blocks;
  readonly output?: Readonly<Record<string, { readonly value: string }>>;
  readonly provider?: unknown;
}

type Blocks = Readonly<Record<string, Readonly<Record<string, Block>>>>;

interface Block {
  readonly "//"?: { readonly metadata: { readonly path: string } };
}

/** The resources and data sources of a stack, in the order in which the constructs made them. */
export function resourcesIn(configuration: Configuration): Resource[] {
  return [...blocksIn(configuration.resource ?? {}, false), ...blocksIn(configuration.data ?? {}, true)];
}

function blocksIn(blocks: Blocks, isData: boolean): Resource[] {
  return Object.entries(blocks).flatMap(([type, byId]) =>
    Object.entries(byId).flatMap(([id, { "//": comment, ...attributes }]) => {
      // The data source of another stack's state stands for no construct.
      if (!comment) return [];
      const address = `${isData ? "data." : ""}${type}.${id}`;
      return [
        { address, type, isData, constructPath: comment.metadata.path, text: JSON.stringify(attributes) },
      ];
    }),
  );
}

/** A reference to an output of another stack. */
const OUTPUT = /data\.terraform_remote_state\.cross-stack-reference-input-([\w-]+)\.outputs\.([\w-]+)/g;
const ADDRESS = /(?:data\.)?[a-z]\w+\.[\w-]+/g;

/** An app, as far as references are followed in it. */
export interface Referable {
  readonly stacks: readonly {
    readonly name: string;
    readonly resources: readonly Resource[];
    readonly outputs: Readonly<Record<string, string>>;
  }[];
}

/** Finds what a text of a stack refers to: resources of the stack, and of others through their outputs. */
export class References {
  private readonly resources: ReadonlyMap<string, Resource>;

  constructor(private readonly app: Referable) {
    this.resources = new Map(
      app.stacks.flatMap(({ name, resources }) =>
        resources.map((resource) => [`${name}:${resource.address}`, resource]),
      ),
    );
  }

  /** @param stack name of the stack that the text belongs to */
  in(stack: string, text: string): Resource[] {
    const own = [...text.replace(OUTPUT, "").matchAll(ADDRESS)].map(([address]) =>
      this.resources.get(`${stack}:${address}`),
    );
    const foreign = [...text.matchAll(OUTPUT)].flatMap(([, other, output]) =>
      this.in(other!, this.outputOf(other!, output!)),
    );
    return [...new Set([...own.filter((resource) => resource !== undefined), ...foreign])];
  }

  /** Everything that a resource of a stack refers to, directly or through others. */
  closure(stack: string, resource: Resource): Set<Resource> {
    const found = new Set<Resource>();
    const follow = ({ text }: Resource): void => {
      for (const other of this.in(stack, text)) {
        if (found.has(other)) continue;
        found.add(other);
        follow(other);
      }
    };
    follow(resource);
    return found;
  }

  private outputOf(stack: string, output: string): string {
    const value = this.app.stacks.find(({ name }) => name === stack)?.outputs[output];
    if (value === undefined) throw new Error(`Stack ${stack} has no output ${output}.`);
    return value;
  }
}

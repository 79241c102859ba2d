/** A block of a stack, with what its metadata says of the construct that it comes from. */
export interface Block extends Readonly<Record<string, unknown>> {
  /** Path of the construct below its stack. */
  readonly constructPath: string;
  /** Type in Terraform; a data source's begins with `data.`. */
  readonly blockType: string;
  readonly terraformAddress: string;
}

interface Configuration {
  readonly "//": { readonly metadata: { readonly stackName: string } };
  readonly data?: Blocks;
  readonly resource?: Blocks;
  readonly output?: Readonly<Record<string, Output>>;
  readonly provider?: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  readonly terraform?: Readonly<Record<string, unknown>>;
}

interface Output {
  readonly value: string;
  readonly description?: string;
  readonly sensitive?: boolean;
}

type Blocks = Readonly<Record<string, Readonly<Record<string, { readonly "//"?: Comment }>>>>;

interface Comment {
  readonly metadata: { readonly path: string };
}

/**
 * A stack as Terraform gets it. References are made readable: `${aws_vpc.vpc_6776A399.id}` becomes
 * `${vpc/vpc.id}`, and `${cluster:vpc/vpc.id}` where it comes from the state of stack `cluster`.
 */
export class SynthesizedStack {
  readonly name: string;
  readonly outputs: Readonly<Record<string, Output>>;
  readonly providers: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  readonly terraform: Readonly<Record<string, unknown>>;
  private readonly blocks: readonly Block[];

  /**
   * @param text the file as it was written
   * @param others the stacks whose outputs it reads
   */
  constructor(
    readonly text: string,
    others: readonly SynthesizedStack[],
  ) {
    const configuration = readable(text, others);
    this.name = configuration["//"].metadata.stackName;
    this.outputs = configuration.output ?? {};
    this.providers = configuration.provider ?? {};
    this.terraform = configuration.terraform ?? {};
    this.blocks = blocksOf(configuration);
  }

  /** All blocks of a type, such as `aws_subnet` or `data.aws_caller_identity`, by their path. */
  resources(blockType: string): readonly Block[] {
    return this.blocks.filter((block) => block.blockType === blockType);
  }

  /** The block of a construct. */
  resource(constructPath: string): Block {
    const block = this.blocks.find((candidate) => candidate.constructPath === constructPath);
    if (!block) throw new Error(`${this.name} has no ${constructPath}, only:\n${this.tree()}`);
    return block;
  }

  /** All blocks, data sources included. */
  everyResource(): readonly Block[] {
    return this.blocks;
  }

  /** A line for each block: path and type. */
  tree(): string {
    return this.blocks.map(({ constructPath, blockType }) => `${constructPath}  ${blockType}`).join("\n");
  }

  /** Paths of everything that must exist before a construct, directly or through others. */
  upstream(constructPath: string): readonly string[] {
    const rawBlocks = new Map(
      blocksOf(JSON.parse(this.text) as Configuration).map(({ constructPath: path, ...raw }) => [
        path,
        JSON.stringify(raw),
      ]),
    );
    const found = new Set<string>();
    const follow = (path: string): void => {
      const text = rawBlocks.get(path)!;
      for (const { terraformAddress, constructPath: other } of this.blocks) {
        if (other === path || found.has(other) || !text.includes(terraformAddress)) continue;
        found.add(other);
        follow(other);
      }
    };
    follow(constructPath);
    return [...found].sort();
  }

  /** The types of all resources, each once. */
  resourceTypes(): readonly string[] {
    return [...new Set(this.blocks.map(({ blockType }) => blockType))].sort();
  }
}

function readable(text: string, others: readonly SynthesizedStack[]): Configuration {
  const pathOf = new Map(
    blocksOf(JSON.parse(text) as Configuration).map((block) => [block.terraformAddress, block.constructPath]),
  );
  // The longest first: one address may be the beginning of another.
  const addresses = [...pathOf.keys()].sort((one, other) => other.length - one.length);
  const anyAddress = new RegExp(addresses.map((address) => address.replace(/\./g, "\\.")).join("|"), "g");
  const withPaths = text
    .replace(anyAddress, (address) => pathOf.get(address) ?? address)
    .replace(
      /data\.terraform_remote_state\.cross-stack-reference-input-([\w-]+)\.outputs\.([\w-]+)/g,
      (_, stackName: string, output: string) => `${stackName}:${outputExpression(others, stackName, output)}`,
    );
  return JSON.parse(withPaths) as Configuration;
}

function outputExpression(stacks: readonly SynthesizedStack[], stackName: string, output: string): string {
  const { value } = stacks.find(({ name }) => name === stackName)!.outputs[output]!;
  return value.replace(/^\$\{(.*)\}$/, "$1");
}

function blocksOf(configuration: Configuration): Block[] {
  return [...blocksIn(configuration.resource ?? {}, ""), ...blocksIn(configuration.data ?? {}, "data.")].sort(
    (one, other) => (one.constructPath < other.constructPath ? -1 : 1),
  );
}

function blocksIn(blocks: Blocks, prefix: string): Block[] {
  return Object.entries(blocks).flatMap(([type, byId]) =>
    Object.entries(byId).flatMap(([uniqueId, { "//": comment, ...attributes }]) => {
      // The data source of another stack's state stands for no construct of ours.
      if (!comment) return [];
      const constructPath = comment.metadata.path.split("/").slice(1).join("/");
      const blockType = prefix + type;
      return [{ ...attributes, constructPath, blockType, terraformAddress: `${blockType}.${uniqueId}` }];
    }),
  );
}

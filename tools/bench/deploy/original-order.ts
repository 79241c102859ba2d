/** A block of a synthesized stack as CDKTF writes it. */
interface Block {
  readonly "//"?: { readonly metadata: { readonly path: string } };
  readonly depends_on?: readonly string[];
}

type Blocks = Readonly<Record<string, Readonly<Record<string, Block>>>>;

/** What CDKTF writes of a stack. */
export interface StackFile {
  readonly resource?: Blocks;
  readonly data?: Blocks;
  readonly provider: object;
  readonly terraform: { readonly required_providers: object };
  readonly output?: Readonly<Record<string, { readonly value: string }>>;
}

/** A block with its address in the merged plan. */
interface Item {
  readonly address: string;
  readonly type: string;
  /** Such as `cluster/vpc/nat/gateway`. */
  readonly path: string;
}

/** Seconds that the original sleeps after the control plane, and before the add-ons. */
const SLEEP_SECONDS = 30;

/**
 * The resources of our stacks as one plan in the original blueprint's order: each wait of
 * `module.eks`, its sleeps, and the add-ons module, as edges of `depends_on`. What the original
 * does not have (the access entry and launch template of Batch's nodes, log groups for containers)
 * waits for what it refers to only.
 *
 * @param stacks contents of `cdk.tf.json` by stack; `cluster`, `system` and `batch`
 * @param stateFile where its state goes
 */
export function inOriginalOrder(stacks: Readonly<Record<string, string>>, stateFile: string): object {
  const merged = merge(stacks);
  const items = itemsOf(merged.resource ?? {});
  const edges = originalEdges(items);
  const resource = Object.fromEntries(
    Object.entries(merged.resource ?? {}).map(([type, blocks]) => [
      type,
      Object.fromEntries(
        Object.entries(blocks).map(([id, block]) => {
          const more = edges.get(`${type}.${id}`) ?? [];
          const depends_on = [...new Set([...(block.depends_on ?? []), ...more])];
          return [id, depends_on.length > 0 ? { ...block, depends_on } : block];
        }),
      ),
    ]),
  );
  const sleep = (of: string): object => ({
    depends_on: edges.get(of) ?? [],
    provisioner: { "local-exec": { command: `sleep ${SLEEP_SECONDS}` } },
  });
  return {
    ...merged,
    terraform: { ...merged.terraform, backend: { local: { path: stateFile } } },
    resource: {
      ...resource,
      terraform_data: { "sleep-a": sleep(SLEEP_A), "sleep-b": sleep(SLEEP_B) },
    },
  };
}

const SLEEP_A = "terraform_data.sleep-a";
const SLEEP_B = "terraform_data.sleep-b";

/** @see reference to the original in docs/benchmark.md */
function originalEdges(items: readonly Item[]): Map<string, string[]> {
  const select = (isMeant: (item: Item) => boolean): string[] =>
    items.filter(isMeant).map(({ address }) => address);
  const below = (...paths: string[]): string[] =>
    select(({ path }) => paths.some((start) => path.startsWith(start)));
  const ofType = (...types: string[]): string[] => select(({ type }) => types.includes(type));
  const vpcModule = below("cluster/vpc/");
  const clusterModule = below("cluster/eks/", "cluster/node-role/", "system/nodes/");
  const edges = new Map<string, string[]>();
  const wait = (waiting: readonly string[], needed: readonly string[]): void => {
    for (const address of waiting) edges.set(address, [...(edges.get(address) ?? []), ...needed]);
  };

  wait(clusterModule, vpcModule);
  wait(ofType("aws_eks_cluster"), [
    ...below("cluster/eks/encryption/key", "cluster/eks/role/", "cluster/eks/log-group"),
    ...ofType("aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"),
  ]);
  wait([SLEEP_A], ofType("aws_eks_cluster"));
  wait(below("system/nodes/launch-template/"), [SLEEP_A, ...below("cluster/node-role/")]);
  wait([SLEEP_B], ofType("aws_eks_access_policy_association", "aws_iam_openid_connect_provider"));
  wait(ofType("aws_eks_addon"), [
    SLEEP_B,
    ...below("system/ebs-csi/role/role", "system/cloudwatch/role/role"),
  ]);
  // Through the Kubernetes objects, which wait for all of the cluster and its nodes.
  wait(ofType("aws_batch_compute_environment"), [...clusterModule, ...ofType("aws_iam_instance_profile")]);
  // Ours, which the original does not have; it names the cluster without referring to it.
  wait(below("batch/nodes/access-entry"), ofType("aws_eks_cluster"));
  return edges;
}

/** One configuration of several stacks, with what one reads of another's outputs in its place. */
function merge(stacks: Readonly<Record<string, string>>): StackFile {
  const renamed = Object.entries(stacks).map(([name, text]) => JSON.parse(prefixed(name, text)) as StackFile);
  const outputs = new Map(renamed.flatMap(({ output = {} }) => Object.entries(output)));
  const resolved = renamed.map((stack) => resolveOutputs(stack, outputs));
  const blocks = (kind: "resource" | "data"): Blocks => {
    const all: Record<string, Record<string, Block>> = {};
    for (const stack of resolved) {
      for (const [type, byId] of Object.entries(stack[kind] ?? {})) {
        if (type !== "terraform_remote_state") all[type] = { ...all[type], ...byId };
      }
    }
    return all;
  };
  const [first] = renamed;
  return {
    provider: first!.provider,
    terraform: { required_providers: first!.terraform.required_providers },
    resource: blocks("resource"),
    data: blocks("data"),
  };
}

/** Ids are unique within a stack only. */
function prefixed(stack: string, text: string): string {
  const { resource = {}, data = {} } = JSON.parse(text) as StackFile;
  let result = text;
  for (const id of [...Object.values(resource), ...Object.values(data)].flatMap((byId) =>
    Object.keys(byId),
  )) {
    if (id.startsWith("cross-stack")) continue;
    // As a key, and as the end of an address.
    result = result.replaceAll(`"${id}"`, `"${stack}_${id}"`).replaceAll(`.${id}`, `.${stack}_${id}`);
  }
  return result;
}

function resolveOutputs(
  stack: StackFile,
  outputs: ReadonlyMap<string, { readonly value: string }>,
): StackFile {
  const text = JSON.stringify(stack).replace(
    /data\.terraform_remote_state\.cross-stack-reference-input-[\w-]+\.outputs\.([\w-]+)/g,
    (_, name: string) => {
      const expression = outputs.get(name)!.value.replace(/^\$\{(.*)\}$/, "$1");
      return JSON.stringify(expression).slice(1, -1);
    },
  );
  return JSON.parse(text) as StackFile;
}

function itemsOf(blocks: Blocks): Item[] {
  return Object.entries(blocks).flatMap(([type, byId]) =>
    Object.entries(byId).map(([id, block]) => ({
      address: `${type}.${id}`,
      type,
      path: block["//"]!.metadata.path,
    })),
  );
}

import type { Graph } from "./critical-path";
import type { Stack, SynthesizedApp } from "./synthesized-app";

/*
 * What waits for what in a deployment. A resource's id is its stack and its address, such as `cluster:aws_vpc.vpc`.
 */

const ADDRESS = /(?:data\.)?[a-z]\w+\.[\w-]+/g;
/** A reference to an output of another stack. */
const OUTPUT = /data\.terraform_remote_state\.cross-stack-reference-input-([\w-]+)\.outputs\.([\w-]+)/g;

/** Ours: a resource waits for what it refers to, and for all of the stacks before its own. */
export function ourOrder({ stacks }: SynthesizedApp): Graph {
  const idsOf = (name: string): string[] => {
    const stack = stacks.find((candidate) => candidate.name === name)!;
    return stack.resources.map(({ address }) => `${name}:${address}`);
  };
  return withMore(references(stacks), (id) => {
    const stack = stacks.find(({ name }) => id.startsWith(`${name}:`))!;
    return stack.dependencies.flatMap(idsOf);
  });
}

const SLEEP_A = "original:terraform_data.sleep-a";
const SLEEP_B = "original:terraform_data.sleep-b";

/**
 * The same resources in the original blueprint's order: what they refer to, and each wait of its modules. What the
 * original does not have (the access entry and launch template of AWS Batch's nodes, log groups for containers) waits
 * for what it refers to only.
 *
 * @see docs/benchmark.md for the waits
 */
export function originalOrder({ stacks }: SynthesizedApp): Graph {
  const resources = stacks.flatMap(({ name, resources: own }) =>
    own
      .filter(({ isData }) => !isData)
      .map((resource) => ({ ...resource, id: `${name}:${resource.address}` })),
  );
  const below = (...paths: string[]): string[] =>
    resources
      .filter(({ constructPath }) => paths.some((path) => constructPath.startsWith(path)))
      .map(({ id }) => id);
  const ofType = (...types: string[]): string[] =>
    resources.filter(({ type }) => types.includes(type)).map(({ id }) => id);
  const vpcModule = below("cluster/vpc/");
  const clusterModule = below("cluster/eks/", "cluster/node-role/", "system/nodes/");
  const objects = below("kubernetes/");
  const waits = new Map<string, string[]>();
  const wait = (waiting: readonly string[], needed: readonly string[]): void => {
    for (const id of waiting) waits.set(id, [...(waits.get(id) ?? []), ...needed]);
  };

  wait(clusterModule, vpcModule);
  wait(ofType("aws_eks_cluster"), [
    ...below("cluster/eks/encryption/key", "cluster/eks/role/", "cluster/eks/log-group"),
    ...ofType("aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"),
  ]);
  // It sleeps for 30 s after the control plane, and before the add-ons.
  wait([SLEEP_A], ofType("aws_eks_cluster"));
  wait(below("system/nodes/launch-template/"), [SLEEP_A, ...below("cluster/node-role/")]);
  wait([SLEEP_B], ofType("aws_eks_access_policy_association", "aws_iam_openid_connect_provider"));
  wait(ofType("aws_eks_addon"), [
    SLEEP_B,
    ...below("system/ebs-csi/role/role", "system/cloudwatch/role/role"),
  ]);
  wait(objects, clusterModule);
  wait(ofType("aws_batch_compute_environment"), [...objects, ...ofType("aws_iam_instance_profile")]);
  // Ours, which the original does not have; it names the cluster without referring to it.
  wait(below("batch/nodes/access-entry"), ofType("aws_eks_cluster"));

  const sleeps = [SLEEP_A, SLEEP_B].map((id) => [id, []] as const);
  return withMore(new Map([...references(stacks), ...sleeps]), (id) => waits.get(id) ?? []);
}

/** What each resource refers to, also through the outputs of another stack. */
function references(stacks: readonly Stack[]): Graph {
  const ids = new Set(
    stacks.flatMap(({ name, resources }) => resources.map(({ address }) => `${name}:${address}`)),
  );
  const referred = ({ name }: Stack, text: string): string[] => [
    ...[...text.replace(OUTPUT, "").matchAll(ADDRESS)].map(([address]) => `${name}:${address}`),
    ...[...text.matchAll(OUTPUT)].flatMap(([, other, output]) => {
      const stack = stacks.find((candidate) => candidate.name === other)!;
      return referred(stack, stack.outputs[output!]!);
    }),
  ];
  return new Map(
    stacks.flatMap((stack) =>
      stack.resources.map(({ address, text }) => [
        `${stack.name}:${address}`,
        referred(stack, text).filter((id) => ids.has(id)),
      ]),
    ),
  );
}

function withMore(graph: Graph, moreOf: (id: string) => readonly string[]): Graph {
  return new Map([...graph].map(([id, needed]) => [id, [...needed, ...moreOf(id)]]));
}

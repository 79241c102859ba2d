import type { KubernetesClient } from "../../../local/kubernetes/client";
import { synthesize } from "../synthesize";
import type { Block } from "../synthesized-stack";

/** An object of the Kubernetes API, and where it is created. */
export interface SynthesizedObject {
  /** Of its list. */
  readonly path: string;
  readonly object: { readonly metadata: Metadata };
}

interface Metadata {
  readonly name: string;
  readonly namespace?: string;
}

const RBAC = "/apis/rbac.authorization.k8s.io/v1";

/** Where the objects of Terraform's resource types are: in the cluster, or in a namespace. */
const LISTS: Readonly<Record<string, (namespace?: string) => string>> = {
  kubernetes_namespace_v1: () => "/api/v1/namespaces",
  kubernetes_cluster_role_v1: () => `${RBAC}/clusterroles`,
  kubernetes_cluster_role_binding_v1: () => `${RBAC}/clusterrolebindings`,
  kubernetes_role_v1: (namespace) => `${RBAC}/namespaces/${namespace}/roles`,
  kubernetes_role_binding_v1: (namespace) => `${RBAC}/namespaces/${namespace}/rolebindings`,
  kubernetes_config_map_v1: (namespace) => `/api/v1/namespaces/${namespace}/configmaps`,
  kubernetes_service_account_v1: (namespace) => `/api/v1/namespaces/${namespace}/serviceaccounts`,
};

/** Members that Terraform calls otherwise. */
const MEMBERS: Readonly<Record<string, string>> = { rule: "rules", subject: "subjects" };

/** Of references to stack `cluster`: what its resources have in an emulated account. */
export interface ClusterValues {
  readonly accountId: string;
  readonly nodeRoleArn: string;
}

/** The objects that Terraform would make of stack `kubernetes`, those that others need first. */
export function kubernetesObjects({ accountId, nodeRoleArn }: ClusterValues): SynthesizedObject[] {
  const stack = synthesize().kubernetes;
  const values = {
    "cluster:eks/caller.account_id": accountId,
    "cluster:node-role/role.arn": nodeRoleArn,
  };
  const blocks = Object.keys(LISTS).flatMap((type) => stack.resources(type));
  const resolve = (text: string): string =>
    text
      .replace(/\$\{([^{}]+)\.metadata\[0\]\.name\}/g, (_, path: string) => nameOf(stack.resource(path)))
      .replace(/\$\{(cluster:[^{}]+)\}/g, (_, reference: string) => valueOf(values, reference))
      .replace(/^\$\{yamlencode\((.*)\)\}$/s, (_, list: string) =>
        list
          .replace(/= (cluster:[\w./-]+)/g, (__, reference: string) => `= "${valueOf(values, reference)}"`)
          .replaceAll(" = ", ": "),
      );
  return blocks.map((block) => {
    const object = converted(block, resolve) as SynthesizedObject["object"];
    return { path: LISTS[block.blockType]!(object.metadata.namespace), object };
  });
}

/** Makes objects that are not there yet. */
export async function apply(api: KubernetesClient, objects: readonly SynthesizedObject[]): Promise<void> {
  for (const { path, object } of objects) {
    const found = await api.find(`${path}/${object.metadata.name}`);
    if (!found) await api.create(path, object);
  }
}

function nameOf({ metadata }: Block): string {
  return (metadata as Metadata).name;
}

function valueOf(values: Readonly<Record<string, string>>, reference: string): string {
  const value = values[reference];
  if (value === undefined) throw new Error(`The test gives no value for ${reference}.`);
  return value;
}

const NOT_OF_THE_OBJECT = [
  "constructPath",
  "blockType",
  "terraformAddress",
  "lifecycle",
  "timeouts",
  "provider",
];

function converted(block: Block, resolve: (text: string) => string): unknown {
  const members = Object.entries(block).filter(([name]) => !NOT_OF_THE_OBJECT.includes(name));
  return Object.fromEntries(
    members.map(([name, value]) => {
      const member = MEMBERS[name] ?? camelCase(name);
      // Of labels, annotations and data the keys are those of the object.
      if (member === "metadata" || member === "data") return [member, strings(value, resolve)];
      const children: unknown[] = Array.isArray(value) ? value : [value];
      const camel = children.map((child) => (isBlock(child) ? renamed(strings(child, resolve)) : child));
      return [member, Array.isArray(value) ? camel : camel[0]];
    }),
  );
}

function isBlock(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function renamed(block: object): object {
  return Object.fromEntries(
    Object.entries(block).map(([name, value]) => [camelCase(name), value as unknown]),
  );
}

function strings<Shape>(value: Shape, resolve: (text: string) => string): Shape {
  const text = (_: string, member: unknown): unknown =>
    typeof member === "string" ? resolve(member) : member;
  return JSON.parse(JSON.stringify(value, text)) as Shape;
}

function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

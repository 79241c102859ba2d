import type { KubernetesClient } from "../../local/kubernetes/client";
import type { KubernetesObject } from "../../local/kubernetes/objects";
import type { Variables } from "../../src/model/variables";
import { synthesize } from "./synthesize";

/** An object of stack `kubernetes`, as the Kubernetes API takes it, with the path of the list that it belongs to. */
export interface AppliedObject {
  readonly list: string;
  readonly object: KubernetesObject;
}

const RBAC = "rbac.authorization.k8s.io/v1";

/** The kinds that the stack has, by their types in Terraform. */
const KINDS: Readonly<Record<string, { apiVersion: string; kind: string; plural: string }>> = {
  kubernetes_namespace_v1: { apiVersion: "v1", kind: "Namespace", plural: "namespaces" },
  kubernetes_service_account_v1: { apiVersion: "v1", kind: "ServiceAccount", plural: "serviceaccounts" },
  kubernetes_config_map_v1: { apiVersion: "v1", kind: "ConfigMap", plural: "configmaps" },
  kubernetes_cluster_role_v1: { apiVersion: RBAC, kind: "ClusterRole", plural: "clusterroles" },
  kubernetes_cluster_role_binding_v1: {
    ...{ apiVersion: RBAC, kind: "ClusterRoleBinding", plural: "clusterrolebindings" },
  },
  kubernetes_role_v1: { apiVersion: RBAC, kind: "Role", plural: "roles" },
  kubernetes_role_binding_v1: { apiVersion: RBAC, kind: "RoleBinding", plural: "rolebindings" },
};

/** Members that have another name in the API than in Terraform, beside the underscores. */
const RENAMED: Readonly<Record<string, string>> = { rule: "rules", subject: "subjects" };

interface Metadata {
  readonly name: string;
  readonly namespace?: string;
}

type Resource = Readonly<Record<string, unknown>> & { readonly metadata: Metadata };

/** What stands for the outputs of stack `cluster` in an emulated account. */
export interface ClusterOutputs {
  readonly accountId: string;
  readonly nodeRoleArn: string;
}

/** The objects of stack `kubernetes`, from its synthesized JSON, in an order in which they can be made. */
export function kubernetesObjects(
  { accountId, nodeRoleArn }: ClusterOutputs,
  variables: Partial<Variables> = {},
): AppliedObject[] {
  const { text } = synthesize(variables).kubernetes;
  const { resource } = JSON.parse(text) as { resource: Record<string, Record<string, Resource>> };
  const output = "data\\.terraform_remote_state\\.[\\w-]+\\.outputs\\.[\\w-]+";
  const resolved = (value: string): string =>
    value
      .replace(/\$\{(kubernetes_\w+)\.([\w-]+)\.metadata\[0\]\.name\}/g, (_, type: string, id: string) =>
        resolved(resource[type]![id]!.metadata.name),
      )
      // JSON is YAML.
      .replace(/^\$\{yamlencode\((.*)\)\}$/s, (_, hcl: string) => hcl.replaceAll('" = ', '": '))
      .replace(new RegExp(`\\$\\{${output}account_id\\}`), accountId)
      .replace(new RegExp(`${output}arn`), `"${nodeRoleArn}"`);
  const inApi = (value: unknown): unknown => {
    if (typeof value === "string") return resolved(value);
    if (Array.isArray(value)) return value.map(inApi);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [
        RENAMED[name] ?? name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
        // Labels and data keep their keys.
        ["labels", "annotations", "data"].includes(name)
          ? Object.fromEntries(
              Object.entries(member as object).map(([key, text]) => [key, resolved(String(text))]),
            )
          : inApi(member),
      ]),
    );
  };
  const order = Object.keys(KINDS);
  return Object.entries(resource)
    .filter(([type]) => type in KINDS)
    .sort(([a], [b]) => order.indexOf(a) - order.indexOf(b))
    .flatMap(([type, all]) =>
      Object.values(all).map((one) => {
        const { apiVersion, kind, plural } = KINDS[type]!;
        const content = Object.fromEntries(
          Object.entries(one).filter(
            ([name]) => !["//", "lifecycle", "timeouts", "depends_on"].includes(name),
          ),
        );
        const object = { ...(inApi(content) as KubernetesObject), apiVersion, kind };
        const { namespace } = object.metadata;
        const root = apiVersion === "v1" ? "/api/v1" : `/apis/${apiVersion}`;
        return { list: `${root}/${namespace ? `namespaces/${namespace}/` : ""}${plural}`, object };
      }),
    );
}

/** Makes objects that are not there yet. */
export async function apply(api: KubernetesClient, objects: readonly AppliedObject[]): Promise<void> {
  for (const { list, object } of objects) {
    const found = await api.find(`${list}/${object.metadata.name}`);
    if (!found) await api.create(list, object);
  }
}

import type { AssociatedAccessPolicy } from "@aws-sdk/client-eks";
import type { KubernetesClient } from "../../kubernetes/client";

/** A rule of a ClusterRole. */
export interface PolicyRule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  /** @default - any */
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

/** What somebody wants to do, in the words of a SubjectAccessReview. */
export interface Attempt {
  readonly resourceAttributes?: {
    readonly namespace?: string;
    readonly verb?: string;
    readonly group?: string;
    readonly resource?: string;
    readonly subresource?: string;
    readonly name?: string;
  };
  readonly nonResourceAttributes?: { readonly path?: string; readonly verb?: string };
}

const EVERYTHING: readonly PolicyRule[] = [
  { verbs: ["*"], apiGroups: ["*"], resources: ["*"] },
  { verbs: ["*"], nonResourceURLs: ["*"] },
];
const SEE_EVERYTHING: readonly PolicyRule[] = [
  { verbs: ["get", "list", "watch"], apiGroups: ["*"], resources: ["*"] },
];

/** The access policies that allow what a ClusterRole of Kubernetes allows. */
const CLUSTER_ROLES: Readonly<Record<string, string>> = {
  AmazonEKSAdminPolicy: "admin",
  AmazonEKSEditPolicy: "edit",
  AmazonEKSViewPolicy: "view",
};

/**
 * Whether an access policy allows something where it applies. Policies for parts of AWS itself, which act in no emulated
 * cluster, allow nothing.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html
 */
export async function policyAllows(
  api: KubernetesClient,
  { policyArn = "", accessScope }: AssociatedAccessPolicy,
  attempt: Attempt,
): Promise<boolean> {
  const namespace = attempt.resourceAttributes?.namespace ?? "";
  const isInScope =
    accessScope?.type === "cluster" || accessScope?.namespaces?.some((pattern) => isLike(namespace, pattern));
  if (!isInScope) return false;
  const rules = await rulesOf(api, policyArn.slice(policyArn.lastIndexOf("/") + 1));
  return rules.some((rule) => ruleAllows(rule, attempt));
}

async function rulesOf(api: KubernetesClient, policyName: string): Promise<readonly PolicyRule[]> {
  if (policyName === "AmazonEKSClusterAdminPolicy") return EVERYTHING;
  if (policyName === "AmazonEKSAdminViewPolicy") return SEE_EVERYTHING;
  const role = CLUSTER_ROLES[policyName];
  if (role === undefined) return [];
  const path = `/apis/rbac.authorization.k8s.io/v1/clusterroles/${role}`;
  return (await api.get<{ rules: readonly PolicyRule[] | null }>(path)).rules ?? [];
}

/** @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/ */
function ruleAllows(
  rule: PolicyRule,
  { resourceAttributes: wanted, nonResourceAttributes }: Attempt,
): boolean {
  if (nonResourceAttributes) {
    const { path = "", verb = "" } = nonResourceAttributes;
    return has(rule.verbs, verb) && (rule.nonResourceURLs ?? []).some((pattern) => isLike(path, pattern));
  }
  const { verb = "", group = "", resource = "", subresource, name = "" } = wanted ?? {};
  const kinds = subresource ? [`${resource}/${subresource}`, `*/${subresource}`] : [resource];
  return (
    has(rule.verbs, verb) &&
    has(rule.apiGroups, group) &&
    kinds.some((kind) => has(rule.resources, kind)) &&
    (!rule.resourceNames?.length || rule.resourceNames.includes(name))
  );
}

function has(values: readonly string[] = [], value: string): boolean {
  return values.includes("*") || values.includes(value);
}

/** @param pattern may end with an asterisk */
function isLike(value: string, pattern: string): boolean {
  return pattern.endsWith("*") ? value.startsWith(pattern.slice(0, -1)) : value === pattern;
}

import { BATCH_USER, CLUSTER_RULES, NAMESPACE_RULES, type RbacRule } from "../../../model/facts/batch";
import { failed, ok, type CheckResult } from "../check";
import { reasonOf } from "../../terminal/commands";
import type { Kubectl } from "../../aws/kubectl";

export const RBAC = "RBAC of AWS Batch";

const REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews";

/** A review is always of one namespace. Nobody has roles in this one: what is granted here is granted everywhere. */
const NOWHERE = "aws-batch-doctor-nowhere";

/** A rule that grants something, as the API server tells it. Without names, it is about all resources of a kind. */
export interface GrantedRule extends Partial<RbacRule> {
  readonly resourceNames?: readonly string[];
}

interface RulesReview {
  readonly status: { readonly resourceRules?: readonly GrantedRule[] };
}

interface Permission {
  readonly apiGroup: string;
  readonly resource: string;
  readonly verb: string;
}

/**
 * Whether AWS Batch has every permission that AWS asks for, as user `aws-batch` of aws-auth. An access entry of its
 * own, which only AWS Batch can make, is looked at by itself.
 *
 * @throws Error when the API server does not tell
 */
export async function checkBatchPermissions(kubectl: Kubectl, namespace: string): Promise<CheckResult> {
  const [everywhere, inNamespace] = await Promise.all(
    [NOWHERE, namespace].map((where) => rulesIn(where, kubectl)),
  );
  const missing = [
    ...missingPermissions(CLUSTER_RULES, everywhere!),
    ...missingPermissions(NAMESPACE_RULES, inNamespace!).map((permission) => `${permission} in ${namespace}`),
  ];
  const total = permissionsOf(CLUSTER_RULES).length + permissionsOf(NAMESPACE_RULES).length;
  if (missing.length === 0)
    return ok(RBAC, `user ${BATCH_USER} has all ${total} permissions that AWS asks for`);
  const found = await kubectl.run("get", "namespace", namespace, "--output", "name");
  if (found.status !== 0 && found.stderr.includes("NotFound"))
    return failed(
      RBAC,
      `there is no namespace ${namespace}: AWS Batch has no place for pods`,
      "Run ./install.sh.",
    );
  return failed(
    RBAC,
    `user ${BATCH_USER} lacks ${missing.length} of ${total} permissions: ${missing.join(", ")}`,
    "Run ./install.sh, which puts the roles and bindings of stack kubernetes back.",
  );
}

/** What of wanted permissions no rule grants, in the words of `kubectl auth can-i`. */
export function missingPermissions(wanted: readonly RbacRule[], granted: readonly GrantedRule[]): string[] {
  return permissionsOf(wanted)
    .filter((permission) => !granted.some((rule) => grants(rule, permission)))
    .map(({ apiGroup, resource, verb }) => `${verb} ${apiGroup ? `${resource}.${apiGroup}` : resource}`);
}

function permissionsOf(rules: readonly RbacRule[]): Permission[] {
  return rules.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((apiGroup) =>
      resources.flatMap((resource) => verbs.map((verb) => ({ apiGroup, resource, verb }))),
    ),
  );
}

function grants(
  { apiGroups = [], resources = [], verbs = [], resourceNames = [] }: GrantedRule,
  { apiGroup, resource, verb }: Permission,
): boolean {
  const has = (list: readonly string[], entry: string): boolean => list.includes(entry) || list.includes("*");
  return (
    resourceNames.length === 0 && has(apiGroups, apiGroup) && has(resources, resource) && has(verbs, verb)
  );
}

async function rulesIn(namespace: string, kubectl: Kubectl): Promise<readonly GrantedRule[]> {
  const review = {
    apiVersion: "authorization.k8s.io/v1",
    kind: "SelfSubjectRulesReview",
    spec: { namespace },
  };
  const result = await kubectl.post(REVIEWS, review, "--as", BATCH_USER);
  if (result.status !== 0) throw new Error(`kubectl create --raw ${REVIEWS}: ${reasonOf(result)}`);
  return (JSON.parse(result.stdout) as RulesReview).status.resourceRules ?? [];
}

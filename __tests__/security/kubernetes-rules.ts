import documented from "../fixtures/batch-rbac.json";
import type { Block, SynthesizedStack } from "../support/synthesized-stack";
import { blocksIn, forEach, listOf, type Rule } from "./rule";
import { changed } from "./spoil";

const ROLES = ["kubernetes_cluster_role_v1", "kubernetes_role_v1"];
const BINDINGS = ["kubernetes_cluster_role_binding_v1", "kubernetes_role_binding_v1"];

/** What AWS lists, by the kind of the role. @see https://docs.aws.amazon.com/batch/latest/userguide/getting-started-eks.html */
const LISTED: Readonly<Record<string, unknown>> = {
  kubernetes_cluster_role_binding_v1: documented.clusterRole.rules,
  kubernetes_role_binding_v1: documented.role.rules,
};

/** The role that a binding gives, when the stack makes it. */
function roleOf({ role_ref }: Block, stack: SynthesizedStack): Block | undefined {
  const [reference] = blocksIn(role_ref);
  return ROLES.flatMap((type) => stack.resources(type)).find(
    ({ constructPath }) => reference?.name === `\${${constructPath}.metadata[0].name}`,
  );
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Who may do what inside the cluster. */
export const KUBERNETES_RULES: readonly Rule[] = [
  {
    name: "AWS Batch may do what AWS lists, and nothing else",
    check: forEach(BINDINGS, (binding, stack) => {
      if (!blocksIn(binding.subject).some(({ name }) => name === documented.user)) return [];
      const role = roleOf(binding, stack);
      if (!role) return ["gives AWS Batch a role that is not in the stack"];
      return same(role.rule, LISTED[binding.blockType])
        ? []
        : ["gives AWS Batch other rights than AWS lists"];
    }),
    badExamples: [
      {
        title: "one verb more",
        spoil: changed("kubernetes", "batch/rbac/role", ({ rule }) => ({
          rule: blocksIn(rule).map((one) => ({ ...one, verbs: [...listOf(one.verbs), "update"] })),
        })),
      },
      {
        title: "another role",
        spoil: changed("kubernetes", "batch/rbac/cluster-role-binding", {
          role_ref: { kind: "ClusterRole", name: "edit" },
        }),
      },
    ],
  },
  {
    name: "no role may do anything with anything",
    check: forEach(ROLES, ({ rule }) =>
      blocksIn(rule)
        .filter(({ api_groups, resources, verbs }) =>
          [api_groups, resources, verbs].some((names) => listOf(names).includes("*")),
        )
        .map(({ verbs, resources }) => `may ${listOf(verbs).join(", ")} ${listOf(resources).join(", ")}`),
    ),
    badExamples: [
      {
        title: "all verbs",
        spoil: changed("kubernetes", "batch/rbac/role", {
          rule: [{ api_groups: [""], resources: ["pods"], verbs: ["*"] }],
        }),
      },
    ],
  },
  {
    name: "nobody administers the cluster but through access entries",
    check: (stack) => [
      ...forEach(BINDINGS, ({ role_ref }) =>
        blocksIn(role_ref).some(({ name }) => name === "cluster-admin") ? ["makes an administrator"] : [],
      )(stack),
      ...forEach(["kubernetes_config_map_v1"], ({ data }) =>
        JSON.stringify(data).includes("system:masters") ? ["makes an administrator"] : [],
      )(stack),
    ],
    badExamples: [
      {
        title: "by a binding",
        spoil: changed("kubernetes", "batch/rbac/role-binding", { role_ref: { name: "cluster-admin" } }),
      },
      {
        title: "by aws-auth",
        spoil: changed("kubernetes", "aws-auth/config-map", {
          data: { mapRoles: "- groups: [system:masters]" },
        }),
      },
    ],
  },
];

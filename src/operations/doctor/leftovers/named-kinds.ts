import {
  batchCapacities,
  batchQueues,
  environmentPrefix,
  schedulingPolicyName,
} from "../../../model/batch-capacity";
import { flowLogGroup, logGroupNames, logGroupPrefixes } from "../../../model/names";
import type { Variables } from "../../../model/variables";
import type { Found } from "../../resources/found";
import type { WantedResource } from "../../resources/resource-kind";

/** What an environment has under names that another one, or an earlier one, may have too. */
export interface NamedKind {
  readonly check: string;
  /** In Terraform. */
  readonly type: string;
  /** Variable to change in order to leave another's alone. */
  readonly variable: "eks_cluster_name" | "aws_batch_doeks_ce_name" | "aws_batch_doeks_jq_name";
  /** What is looked for; nothing where the variables make none. */
  readonly wanted: (variables: Variables) => readonly WantedResource[];
  /** Whether what is found has a name of the environment. @default - all that is found */
  readonly isNamed?: (found: Found, variables: Variables) => boolean;
  /** Whether installing fails because of it; names that are generated never collide. */
  readonly blocks: (found: Found, variables: Variables) => boolean;
  /** Whether it is the heart of an environment: with our tag, and nothing in the state, that lives elsewhere. @default false */
  readonly isHeart?: boolean;
  /** Whether it has a line in the doctor's table only where something is left over. @default false */
  readonly isSilent?: boolean;
  /** Whether what belongs to others, or cannot be told apart from that, is told. @default true */
  readonly isTold?: boolean;
}

/** What is surely left of a cluster's name in the generated name of a role, which is cut to fit. */
const SURE_PREFIX_LENGTH = 20;

/** Every kind of which the doctor looks for leftovers, in the order of its table. */
export const NAMED_KINDS: readonly NamedKind[] = [
  {
    check: "leftover cluster",
    type: "aws_eks_cluster",
    variable: "eks_cluster_name",
    wanted: ({ eks_cluster_name: name }) => [want("aws_eks_cluster", { name })],
    blocks: () => true,
    isHeart: true,
  },
  {
    check: "leftover VPC",
    type: "aws_vpc",
    variable: "eks_cluster_name",
    wanted: () => [want("aws_vpc", {})],
    blocks: () => false,
    isHeart: true,
    isSilent: true,
  },
  {
    // Nothing deletes them with a cluster, and the control plane may write one anew after it was deleted.
    check: "leftover log groups",
    type: "aws_cloudwatch_log_group",
    variable: "eks_cluster_name",
    wanted: ({ eks_cluster_name: cluster }) =>
      Object.values(logGroupPrefixes(cluster)).map((name_prefix) =>
        want("aws_cloudwatch_log_group", { name_prefix }),
      ),
    isNamed: ({ id: name }, variables) =>
      [...logGroupNames(variables), flowLogGroup(variables.eks_cluster_name)].includes(name) ||
      name.startsWith(`/aws/containerinsights/${variables.eks_cluster_name}/`),
    // Groups that the stacks do not make are only left lying about.
    blocks: ({ id: name }, variables) => logGroupNames(variables).includes(name),
  },
  {
    check: "leftover KMS alias",
    type: "aws_kms_alias",
    variable: "eks_cluster_name",
    wanted: ({ eks_cluster_name: cluster }) => [want("aws_kms_alias", { name: `alias/eks/${cluster}` })],
    blocks: () => true,
  },
  {
    // Their names lack the cluster's: another environment may have them.
    check: "leftover job queues",
    type: "aws_batch_job_queue",
    variable: "aws_batch_doeks_jq_name",
    wanted: (variables) => batchQueues(variables).map(({ name }) => want("aws_batch_job_queue", { name })),
    blocks: () => true,
  },
  {
    check: "leftover scheduling policy",
    type: "aws_batch_scheduling_policy",
    variable: "aws_batch_doeks_jq_name",
    wanted: (variables) => {
      const name = schedulingPolicyName(variables);
      return name === undefined ? [] : [want("aws_batch_scheduling_policy", { name })];
    },
    blocks: () => true,
  },
  {
    check: "leftover environments",
    type: "aws_batch_compute_environment",
    variable: "aws_batch_doeks_ce_name",
    wanted: () => [want("aws_batch_compute_environment", {})],
    isNamed: ({ id: name }, variables) =>
      batchCapacities(variables)
        .map(environmentPrefix)
        .some((prefix) => name.startsWith(prefix)),
    blocks: () => false,
    isTold: false,
  },
  {
    check: "leftover IAM roles",
    type: "aws_iam_role",
    variable: "eks_cluster_name",
    wanted: ({ eks_cluster_name: cluster }) => [
      want("aws_iam_role", { name_prefix: cluster.slice(0, SURE_PREFIX_LENGTH) }),
    ],
    blocks: () => false,
    isTold: false,
  },
];

function want(type: string, values: Readonly<Record<string, string>>): WantedResource {
  return { type, address: type, isNew: true, value: (path) => values[path] };
}

import type { SynthesizedStack } from "./synthesized-stack";

/** What AWS accepts of a kind of name, less the 26 characters that Terraform appends to a prefix. */
export const NAME_LIMITS: Readonly<Record<string, number>> = {
  "aws_batch_compute_environment.compute_environment_name_prefix": 102,
  "aws_batch_job_definition.name": 128,
  "aws_batch_job_queue.name": 128,
  "aws_batch_scheduling_policy.name": 128,
  "aws_cloudwatch_event_rule.name_prefix": 38,
  "aws_cloudwatch_log_group.name": 512,
  "aws_eks_cluster.name": 100,
  "aws_eks_node_group.node_group_name_prefix": 37,
  "aws_iam_instance_profile.name_prefix": 102,
  "aws_iam_policy.name_prefix": 102,
  "aws_iam_role.name_prefix": 38,
  "aws_iam_role_policy.name": 128,
  "aws_kms_alias.name": 256,
  // The provider's limit; AWS takes three more.
  "aws_launch_template.name_prefix": 99,
  "aws_security_group.name_prefix": 229,
  "aws_sns_topic.display_name": 100,
  "aws_sns_topic.name": 256,
  "helm_release.name": 53,
};

/** Part of the names of compute environments. */
const TEMPLATE_VERSION = /\$\{[^}]*\.latest_version\}/;

/** AWS keeps 5,000 versions of a launch template. */
const LONGEST_VERSION = "9999";

export interface Name {
  /** Type and attribute, such as `aws_iam_role.name_prefix`. */
  readonly kind: string;
  readonly name: string;
}

/** Every name of a resource. */
export function namesIn(stacks: readonly SynthesizedStack[]): Name[] {
  return stacks
    .flatMap((stack) => stack.everyResource())
    .flatMap((block) =>
      Object.entries(block)
        .filter(([attribute]) => /^(\w+_)?name_prefix$|^(display_)?name$/.test(attribute))
        .map(([attribute, name]) => ({
          kind: `${block.blockType}.${attribute}`,
          name: String(name).replace(TEMPLATE_VERSION, LONGEST_VERSION),
        })),
    );
}

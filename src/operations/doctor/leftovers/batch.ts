import { schedulingPolicyName } from "../../../model/batch-capacity";
import { ENVIRONMENT_TAG } from "../../../model/names";
import { findComputeEnvironments, findQueues, findSchedulingPolicy } from "../batch-resources";
import type { Check } from "../context";
import { judgeLeftovers, type Candidate } from "./leftover";

/** Job queues of the environment's names, which lack the cluster's: another environment may have them. */
export const checkLeftoverQueues: Check = async (context) => {
  const { variables, aws } = context;
  const region = `--region ${variables.aws_region}`;
  const queues = await findQueues(aws.batch, variables);
  const candidates = queues.map(({ jobQueueName: name = "", jobQueueArn, tags, state }): Candidate => ({
    type: "aws_batch_job_queue",
    name,
    ...(jobQueueArn ? { importId: jobQueueArn } : {}),
    ...(tags?.[ENVIRONMENT_TAG] ? { blueprint: tags[ENVIRONMENT_TAG] } : {}),
    blocks: true,
    remove: [
      ...(state === "DISABLED"
        ? []
        : [`aws batch update-job-queue --job-queue ${name} --state DISABLED ${region}`, "sleep 20"]),
      `aws batch delete-job-queue --job-queue ${name} ${region}`,
    ],
    note: `it is ${state}`,
  }));
  return judgeLeftovers(
    { check: "leftover job queues", noun: "job queue", variable: "aws_batch_doeks_jq_name" },
    candidates,
    context,
  );
};

/** The scheduling policy of the environment's name, which lacks the cluster's; for fair share only. */
export const checkLeftoverSchedulingPolicy: Check = async (context) => {
  const { variables, aws } = context;
  const name = schedulingPolicyName(variables);
  if (name === undefined) return [];
  const policy = await findSchedulingPolicy(aws.batch, name);
  const candidates = policy
    ? [
        {
          type: "aws_batch_scheduling_policy",
          name,
          importId: policy.arn!,
          blueprint: policy.tags?.[ENVIRONMENT_TAG],
          blocks: true,
          remove: [`aws batch delete-scheduling-policy --arn ${policy.arn} --region ${variables.aws_region}`],
          note: "it can be removed once no queue uses it",
        },
      ]
    : [];
  return judgeLeftovers(
    { check: "leftover scheduling policy", noun: "scheduling policy", variable: "aws_batch_doeks_jq_name" },
    candidates,
    context,
  );
};

/** Compute environments whose names begin like ours; the rest of a name is generated, so none blocks. */
export const checkLeftoverComputeEnvironments: Check = async (context) => {
  const { variables, aws } = context;
  const region = `--region ${variables.aws_region}`;
  const environments = await findComputeEnvironments(aws.batch, variables);
  const candidates = environments
    // Those of another environment are not left over: its names may well begin like ours.
    .filter(({ tags }) => !tags?.[ENVIRONMENT_TAG] || tags[ENVIRONMENT_TAG] === variables.eks_cluster_name)
    .map(({ computeEnvironmentName: name = "", state, status }): Candidate => ({
      type: "aws_batch_compute_environment",
      name,
      blocks: false,
      remove: [
        ...(state === "DISABLED"
          ? []
          : [
              `aws batch update-compute-environment --compute-environment ${name} --state DISABLED ${region}`,
              "sleep 20",
            ]),
        `aws batch delete-compute-environment --compute-environment ${name} ${region}`,
      ],
      note: `it is ${state} and ${status}; it can be removed once no queue uses it`,
    }));
  return judgeLeftovers(
    {
      check: "leftover environments",
      noun: "compute environment",
      variable: "aws_batch_doeks_ce_name",
    },
    candidates,
    context,
  );
};

import { batchCapacities, batchQueues } from "../batch-capacity";
import { exampleJobNames } from "../example-jobs";
import { MAX_ENVIRONMENTS_OF_CLUSTER } from "../facts/batch";
import { jobRoleDefinition } from "../job-roles";
import type { VariableName, Variables } from "../variables";
import type { VariableProblem, VariableRule } from "./definition";

/** Capacity and names as AWS Batch takes them. */
export const BATCH_RULES: readonly VariableRule[] = [
  { reads: ["aws_batch_min_vcpus", "aws_batch_max_vcpus"], check: vcpus },
  {
    reads: ["aws_batch_min_vcpus", "aws_batch_max_vcpus", "aws_batch_compute_environments"],
    check: additionalVcpus,
  },
  { reads: ["aws_batch_compute_environments", "aws_batch_gpu_instance_types"], check: environments },
  {
    reads: [
      "aws_batch_doeks_ce_name",
      "aws_batch_doeks_jq_name",
      "aws_batch_compute_environments",
      "aws_batch_spot_fallback",
      "aws_batch_gpu_instance_types",
      "aws_batch_fair_share",
    ],
    check: batchNames,
  },
  {
    reads: [
      "aws_batch_doeks_ce_name",
      "aws_batch_doeks_jd_name",
      "aws_batch_example_job_definitions",
      "aws_batch_gpu_instance_types",
      "aws_batch_compute_environments",
      "job_roles",
    ],
    check: jobDefinitionNames,
  },
];

function vcpus(variables: Variables): VariableProblem[] {
  const { aws_batch_min_vcpus: min, aws_batch_max_vcpus: max } = variables;
  if (max >= min) return [];
  return [
    { variable: "aws_batch_max_vcpus", message: `must be at least aws_batch_min_vcpus (${min}), got ${max}` },
  ];
}

function additionalVcpus(variables: Variables): VariableProblem[] {
  const { aws_batch_min_vcpus, aws_batch_max_vcpus } = variables;
  return Object.entries(variables.aws_batch_compute_environments).flatMap(([key, given]) => {
    const [min, max] = [given.min_vcpus ?? aws_batch_min_vcpus, given.max_vcpus ?? aws_batch_max_vcpus];
    const message = `[${JSON.stringify(key)}] must have max_vcpus of at least min_vcpus (${min}), got ${max}`;
    return max >= min ? [] : [{ variable: "aws_batch_compute_environments" as const, message }];
  });
}

function environments(variables: Variables): VariableProblem[] {
  const more = Object.keys(variables.aws_batch_compute_environments).length;
  const own = ["On-Demand", "Spot", ...(variables.aws_batch_gpu_instance_types.length > 0 ? ["GPU"] : [])];
  const max = MAX_ENVIRONMENTS_OF_CLUSTER - own.length;
  if (more <= max) return [];
  const message = `must have at most ${max} environments beside ${own.join(", ")}, as AWS Batch allows ${MAX_ENVIRONMENTS_OF_CLUSTER} of a cluster, got ${more}`;
  return [{ variable: "aws_batch_compute_environments", message }];
}

/** To the names of environments the version of the launch template is appended, and by Terraform 26 characters. */
const MAX_BATCH_NAME_LENGTH = { queue: 128, jobDefinition: 128, environment: 128 - "-9999-".length - 26 };

function batchNames(variables: Variables): VariableProblem[] {
  const { environment, queue } = MAX_BATCH_NAME_LENGTH;
  const environments = batchCapacities(variables).map(({ environmentName }) => environmentName);
  const queues = batchQueues(variables).map(({ name }) => name);
  return [
    ...tooLong("aws_batch_doeks_ce_name", environments, environment),
    ...tooLong("aws_batch_doeks_jq_name", queues, queue),
  ];
}

function jobDefinitionNames(variables: Variables): VariableProblem[] {
  const names = [
    ...Object.values({ ...exampleJobNames(variables) }).filter((name) => name !== undefined),
    ...Object.keys(variables.job_roles).map((roleName) => jobRoleDefinition(variables, roleName)),
  ];
  return tooLong("aws_batch_doeks_jd_name", names, MAX_BATCH_NAME_LENGTH.jobDefinition);
}

function tooLong(variable: VariableName, names: readonly string[], max: number): VariableProblem[] {
  const longest = names.reduce((long, name) => (name.length > long.length ? name : long), "");
  if (longest.length <= max) return [];
  const message = `must be shorter by ${longest.length - max}: ${longest} may have ${max} characters`;
  return [{ variable, message }];
}

import { batchCapacities, batchQueueNames } from "../batch-capacity";
import type { VariableName, Variables } from "../variables";
import type { VariableProblem, VariableRule } from "./rule";

/** Capacity and names as AWS Batch takes them. */
export const BATCH_RULES: readonly VariableRule[] = [
  { reads: ["aws_batch_min_vcpus", "aws_batch_max_vcpus"], check: vcpus },
  {
    reads: ["aws_batch_min_vcpus", "aws_batch_max_vcpus", "aws_batch_compute_environments"],
    check: additionalVcpus,
  },
  {
    reads: [
      "aws_batch_doeks_ce_name",
      "aws_batch_doeks_jq_name",
      "aws_batch_compute_environments",
      "aws_batch_spot_fallback",
      "aws_batch_fair_share",
    ],
    check: batchNames,
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

/** Of queues and environments; Terraform appends 26 characters to the latter. */
const MAX_BATCH_NAME_LENGTH = { queue: 128, environment: 128 - "-".length - 26 };

function batchNames(variables: Variables): VariableProblem[] {
  const longest = (names: readonly string[]): string =>
    names.reduce((long, name) => (name.length > long.length ? name : long), "");
  const environment = longest(batchCapacities(variables).map(({ environmentName }) => environmentName));
  const queue = longest(batchQueueNames(variables));
  const problem = (variable: VariableName, name: string, max: number): VariableProblem[] =>
    name.length <= max
      ? []
      : [
          {
            variable,
            message: `must be shorter by ${name.length - max}: ${name} may have ${max} characters`,
          },
        ];
  return [
    ...problem("aws_batch_doeks_ce_name", environment, MAX_BATCH_NAME_LENGTH.environment),
    ...problem("aws_batch_doeks_jq_name", queue, MAX_BATCH_NAME_LENGTH.queue),
  ];
}

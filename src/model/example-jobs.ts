import { usesGpus } from "./batch-capacity";
import type { Variables } from "./variables";

/** Names of the job definitions beside the blueprint's; those that are not wanted are undefined. */
export interface ExampleJobNames {
  readonly packed?: string;
  readonly array?: string;
  readonly multiNode?: string;
  readonly gpu?: string;
}

export function exampleJobNames(variables: Variables): ExampleJobNames {
  const name = variables.aws_batch_doeks_jd_name;
  return {
    ...(variables.aws_batch_example_job_definitions && {
      packed: `${name}-packed`,
      array: `${name}-array`,
      multiNode: `${name}-multinode`,
    }),
    ...(usesGpus(variables) && { gpu: `${name}-gpu` }),
  };
}

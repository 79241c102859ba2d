import {
  DescribeJobQueuesCommand,
  paginateDescribeComputeEnvironments,
  type BatchClient,
  type ComputeEnvironmentDetail,
  type JobQueueDetail,
} from "@aws-sdk/client-batch";
import type { Variables } from "../../variables";

export const CAPACITIES = [
  { title: "On-Demand", suffix: "OD" },
  { title: "Spot", suffix: "SPOT" },
] as const;

export type Capacity = (typeof CAPACITIES)[number];

/** What the name of a compute environment begins with; Terraform completes it. */
export function environmentPrefix(variables: Variables, { suffix }: Capacity): string {
  return `${variables.aws_batch_doeks_ce_name}_${suffix}-`;
}

export function queueName(variables: Variables, { suffix }: Capacity): string {
  return `${variables.aws_batch_doeks_jq_name}_${suffix}`;
}

/** The job queues of the environment's names that exist. */
export async function findQueues(batch: BatchClient, variables: Variables): Promise<JobQueueDetail[]> {
  const jobQueues = CAPACITIES.map((capacity) => queueName(variables, capacity));
  return (await batch.send(new DescribeJobQueuesCommand({ jobQueues }))).jobQueues ?? [];
}

/** The compute environments whose names begin as this environment's do. */
export async function findComputeEnvironments(
  client: BatchClient,
  variables: Variables,
): Promise<ComputeEnvironmentDetail[]> {
  const prefixes = CAPACITIES.map((capacity) => environmentPrefix(variables, capacity));
  const found: ComputeEnvironmentDetail[] = [];
  for await (const { computeEnvironments = [] } of paginateDescribeComputeEnvironments({ client }, {})) {
    found.push(
      ...computeEnvironments.filter(({ computeEnvironmentName = "" }) =>
        prefixes.some((prefix) => computeEnvironmentName.startsWith(prefix)),
      ),
    );
  }
  return found;
}

import {
  DescribeJobQueuesCommand,
  DescribeSchedulingPoliciesCommand,
  paginateDescribeComputeEnvironments,
  paginateListSchedulingPolicies,
  type BatchClient,
  type ComputeEnvironmentDetail,
  type JobQueueDetail,
  type SchedulingPolicyDetail,
} from "@aws-sdk/client-batch";
import { batchCapacities, batchQueues, environmentPrefix } from "../../model/batch-capacity";
import type { Variables } from "../../model/variables";

/** The job queues of the environment's names that exist. */
export async function findQueues(batch: BatchClient, variables: Variables): Promise<JobQueueDetail[]> {
  const jobQueues = batchQueues(variables).map(({ name }) => name);
  return (await batch.send(new DescribeJobQueuesCommand({ jobQueues }))).jobQueues ?? [];
}

/** The scheduling policy of a name. @returns undefined when there is none */
export async function findSchedulingPolicy(
  client: BatchClient,
  name: string,
): Promise<SchedulingPolicyDetail | undefined> {
  for await (const { schedulingPolicies = [] } of paginateListSchedulingPolicies({ client }, {})) {
    const arn = schedulingPolicies.find((policy) => policy.arn?.endsWith(`:scheduling-policy/${name}`))?.arn;
    if (arn === undefined) continue;
    const command = new DescribeSchedulingPoliciesCommand({ arns: [arn] });
    return (await client.send(command)).schedulingPolicies?.[0];
  }
  return undefined;
}

/** The compute environments whose names begin as this environment's do. */
export async function findComputeEnvironments(
  client: BatchClient,
  variables: Variables,
): Promise<ComputeEnvironmentDetail[]> {
  const prefixes = batchCapacities(variables).map(environmentPrefix);
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

import {
  DeleteComputeEnvironmentCommand,
  DeleteJobQueueCommand,
  DeleteSchedulingPolicyCommand,
  DeregisterJobDefinitionCommand,
  DescribeComputeEnvironmentsCommand,
  DescribeJobQueuesCommand,
  DescribeSchedulingPoliciesCommand,
  paginateDescribeComputeEnvironments,
  paginateDescribeJobDefinitions,
  paginateDescribeJobQueues,
  paginateListSchedulingPolicies,
  UpdateComputeEnvironmentCommand,
  UpdateJobQueueCommand,
} from "@aws-sdk/client-batch";
import { poll } from "../../terminal/poll";
import { ENVIRONMENT_TAG } from "../../../model/names";
import type { Found } from "../found";
import { knownValues, type ResourceKind } from "../resource-kind";

/** Imported only once it is VALID: no queue takes it before. */
const COMPUTE_ENVIRONMENT: ResourceKind = {
  type: "aws_batch_compute_environment",
  noun: "compute environment",
  commands: ({ id, attributes: { state } }) => [
    ...(state === "DISABLED"
      ? []
      : [`batch update-compute-environment --compute-environment ${id} --state DISABLED`]),
    `batch delete-compute-environment --compute-environment ${id}`,
  ],
  identity: ["compute_environment_name_prefix", "eks_configuration.0.eks_cluster_arn"],
  async list({ clients: { batch: client } }) {
    const found: Found[] = [];
    for await (const { computeEnvironments = [] } of paginateDescribeComputeEnvironments({ client }, {})) {
      for (const environment of computeEnvironments) {
        const name = environment.computeEnvironmentName!;
        if (environment.status === "DELETED") continue;
        found.push({
          id: name,
          arn: environment.computeEnvironmentArn!,
          tags: environment.tags ?? {},
          phase: phaseOf(environment.status),
          attributes: {
            compute_environment_name_prefix: name,
            "eks_configuration.0.eks_cluster_arn": environment.eksConfiguration?.eksClusterArn ?? null,
            state: environment.state,
          },
          note: `it is ${environment.state} and ${environment.status}; it can be removed once no queue uses it`,
        });
      }
    }
    return found;
  },
  async remove({ batch }, { id: computeEnvironment }) {
    await batch.send(new UpdateComputeEnvironmentCommand({ computeEnvironment, state: "DISABLED" }));
    await waitUntilSettled(async () => {
      const command = new DescribeComputeEnvironmentsCommand({ computeEnvironments: [computeEnvironment] });
      return (await batch.send(command)).computeEnvironments?.[0]?.status;
    });
    await batch.send(new DeleteComputeEnvironmentCommand({ computeEnvironment }));
  },
};

const JOB_QUEUE: ResourceKind = {
  type: "aws_batch_job_queue",
  noun: "job queue",
  commands: ({ name: queue, attributes: { state } }) => [
    ...(state === "DISABLED" ? [] : [`batch update-job-queue --job-queue ${queue} --state DISABLED`]),
    `batch delete-job-queue --job-queue ${queue}`,
  ],
  identity: ["name"],
  async list({ clients: { batch: client }, planned, clusterName }) {
    const names = knownValues(planned, "name");
    const found: Found[] = [];
    for await (const { jobQueues = [] } of paginateDescribeJobQueues({ client }, {})) {
      for (const { jobQueueName, jobQueueArn, tags = {}, status, state, ...queue } of jobQueues) {
        // The variables name it only as long as they are those of its deployment.
        const isOfInterest = names.includes(jobQueueName!) || tags[ENVIRONMENT_TAG] === clusterName;
        if (status === "DELETED" || !isOfInterest) continue;
        const environments = queue.computeEnvironmentOrder?.map(
          ({ computeEnvironment = "" }) => computeEnvironment,
        );
        found.push({
          id: jobQueueArn!,
          name: jobQueueName!,
          tags,
          phase: phaseOf(status),
          attributes: { name: jobQueueName, state, compute_environments: environments },
          note: `it is ${state}`,
        });
      }
    }
    return found;
  },
  async remove({ batch }, { id: jobQueue }) {
    await batch.send(new UpdateJobQueueCommand({ jobQueue, state: "DISABLED" }));
    await waitUntilSettled(async () => {
      const command = new DescribeJobQueuesCommand({ jobQueues: [jobQueue] });
      return (await batch.send(command)).jobQueues?.[0]?.status;
    });
    await batch.send(new DeleteJobQueueCommand({ jobQueue }));
  },
};

const SCHEDULING_POLICY: ResourceKind = {
  type: "aws_batch_scheduling_policy",
  noun: "scheduling policy",
  commands: ({ id }) => [`batch delete-scheduling-policy --arn ${id}`],
  identity: ["name"],
  async list({ clients: { batch: client }, planned }) {
    const names = new Set<string | undefined>(knownValues(planned, "name"));
    const found: Found[] = [];
    for await (const { schedulingPolicies: listed = [] } of paginateListSchedulingPolicies({ client }, {})) {
      if (listed.length === 0) continue;
      const command = new DescribeSchedulingPoliciesCommand({ arns: listed.map(({ arn }) => arn!) });
      const { schedulingPolicies = [] } = await client.send(command);
      for (const { arn, name, tags = {} } of schedulingPolicies) {
        if (!names.has(name)) continue;
        const note = "it can be removed once no queue uses it";
        found.push({ id: arn!, name: name!, tags, phase: "ready", attributes: { name }, note });
      }
    }
    return found;
  },
  async remove({ batch }, { id: arn }) {
    await batch.send(new DeleteSchedulingPolicyCommand({ arn }));
  },
};

/** Each registration is a revision of its own, free of charge: the one outside the state goes. */
const JOB_DEFINITION: ResourceKind = {
  type: "aws_batch_job_definition",
  noun: "job definition",
  commands: ({ id }) => [`batch deregister-job-definition --job-definition ${id}`],
  identity: ["name"],
  isImported: false,
  async list({ clients: { batch: client }, planned }) {
    const found: Found[] = [];
    for (const name of knownValues(planned, "name")) {
      const input = { jobDefinitionName: name, status: "ACTIVE" };
      for await (const { jobDefinitions = [] } of paginateDescribeJobDefinitions({ client }, input)) {
        for (const { jobDefinitionArn, tags = {} } of jobDefinitions) {
          found.push({ id: jobDefinitionArn!, tags, phase: "ready", attributes: { name } });
        }
      }
    }
    return found;
  },
  async remove({ batch }, { id }) {
    await batch.send(new DeregisterJobDefinitionCommand({ jobDefinition: id }));
  },
};

/** Environments, scheduling policies, queues and job definitions of AWS Batch. */
export const BATCH_TYPES: readonly ResourceKind[] = [
  COMPUTE_ENVIRONMENT,
  SCHEDULING_POLICY,
  JOB_QUEUE,
  JOB_DEFINITION,
];

function phaseOf(status: string | undefined): Found["phase"] {
  if (status === "INVALID") return "failed";
  if (status === "DELETING") return "leaving";
  return status === "VALID" ? "ready" : "pending";
}

/** AWS Batch deletes only what is disabled and at rest. */
async function waitUntilSettled(status: () => Promise<string | undefined>): Promise<void> {
  await poll(status, { isDone: (found) => found !== "UPDATING", everySeconds: 1, forSeconds: 300 });
}

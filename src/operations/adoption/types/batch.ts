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
  paginateListSchedulingPolicies,
  UpdateComputeEnvironmentCommand,
  UpdateJobQueueCommand,
} from "@aws-sdk/client-batch";
import { setTimeout as sleep } from "node:timers/promises";
import type { AdoptableType } from "../adoptable-type";
import type { Candidate } from "../candidate";
import { knownValues } from "../planned-resource";

const POLL_MS = 1000;
const MAX_POLLS = 300;

/** Imported only once it is VALID: no queue takes it before. */
const COMPUTE_ENVIRONMENT: AdoptableType = {
  type: "aws_batch_compute_environment",
  identity: ["compute_environment_name_prefix", "eks_configuration.0.eks_cluster_arn"],
  async list({ clients: { batch: client } }) {
    const found: Candidate[] = [];
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
          },
        });
      }
    }
    return found;
  },
  async remove({ batch }, { id: computeEnvironment }) {
    await batch.send(new UpdateComputeEnvironmentCommand({ computeEnvironment, state: "DISABLED" }));
    await untilSettled(async () => {
      const command = new DescribeComputeEnvironmentsCommand({ computeEnvironments: [computeEnvironment] });
      return (await batch.send(command)).computeEnvironments?.[0]?.status;
    });
    await batch.send(new DeleteComputeEnvironmentCommand({ computeEnvironment }));
  },
};

const JOB_QUEUE: AdoptableType = {
  type: "aws_batch_job_queue",
  identity: ["name"],
  async list({ clients: { batch }, planned }) {
    const jobQueues = knownValues(planned, "name");
    if (jobQueues.length === 0) return [];
    const answer = await batch.send(new DescribeJobQueuesCommand({ jobQueues }));
    return (answer.jobQueues ?? [])
      .filter(({ status }) => status !== "DELETED")
      .map(({ jobQueueName, jobQueueArn, tags = {}, status }) => ({
        id: jobQueueArn!,
        tags,
        phase: phaseOf(status),
        attributes: { name: jobQueueName },
      }));
  },
  async remove({ batch }, { id: jobQueue }) {
    await batch.send(new UpdateJobQueueCommand({ jobQueue, state: "DISABLED" }));
    await untilSettled(async () => {
      const command = new DescribeJobQueuesCommand({ jobQueues: [jobQueue] });
      return (await batch.send(command)).jobQueues?.[0]?.status;
    });
    await batch.send(new DeleteJobQueueCommand({ jobQueue }));
  },
};

const SCHEDULING_POLICY: AdoptableType = {
  type: "aws_batch_scheduling_policy",
  identity: ["name"],
  async list({ clients: { batch: client } }) {
    const found: Candidate[] = [];
    for await (const { schedulingPolicies: listed = [] } of paginateListSchedulingPolicies({ client }, {})) {
      if (listed.length === 0) continue;
      const command = new DescribeSchedulingPoliciesCommand({ arns: listed.map(({ arn }) => arn!) });
      const { schedulingPolicies = [] } = await client.send(command);
      for (const { arn, name, tags = {} } of schedulingPolicies) {
        found.push({ id: arn!, tags, phase: "ready", attributes: { name } });
      }
    }
    return found;
  },
  async remove({ batch }, { id: arn }) {
    await batch.send(new DeleteSchedulingPolicyCommand({ arn }));
  },
};

/** Each registration is a revision of its own, free of charge: the one outside the state goes. */
const JOB_DEFINITION: AdoptableType = {
  type: "aws_batch_job_definition",
  identity: ["name"],
  isImported: false,
  async list({ clients: { batch: client }, planned }) {
    const found: Candidate[] = [];
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
export const BATCH_TYPES: readonly AdoptableType[] = [
  COMPUTE_ENVIRONMENT,
  SCHEDULING_POLICY,
  JOB_QUEUE,
  JOB_DEFINITION,
];

function phaseOf(status: string | undefined): Candidate["phase"] {
  if (status === "INVALID") return "failed";
  if (status === "DELETING") return "leaving";
  return status === "VALID" ? "ready" : "pending";
}

/** AWS Batch deletes only what is disabled and at rest. */
async function untilSettled(status: () => Promise<string | undefined>): Promise<void> {
  for (let poll = 0; poll < MAX_POLLS && (await status()) === "UPDATING"; poll += 1) await sleep(POLL_MS);
}

import {
  DescribeJobQueuesCommand,
  paginateDescribeComputeEnvironments,
  type BatchClient,
  type ComputeEnvironmentDetail,
  type JobQueueDetail,
} from "@aws-sdk/client-batch";
import { batchCapacities, batchQueues, environmentPrefix } from "../../../model/batch-capacity";
import { clueIn, filled } from "../../diagnosis/cause";
import { INVALID_ENVIRONMENTS } from "../../diagnosis/causes/environments";
import { failed, ok, warning, type CheckResult } from "../check";
import type { Check } from "../context";

/** States of Batch that lead on by themselves. */
const PASSING = ["CREATING", "UPDATING", "DELETING"];

/** Compute environments that take jobs. */
export const checkComputeEnvironments: Check = async ({ aws, variables }) => {
  const own = await computeEnvironmentsOf(variables.eks_cluster_name, aws.batch);
  return batchCapacities(variables).flatMap((capacity) => {
    const prefix = environmentPrefix(capacity);
    const named = own.filter(({ computeEnvironmentName = "" }) => computeEnvironmentName.startsWith(prefix));
    return judgeEnvironments(capacity.title, prefix, named, variables.aws_region);
  });
};

export function judgeEnvironments(
  title: string,
  prefix: string,
  environments: readonly ComputeEnvironmentDetail[],
  region: string,
): CheckResult[] {
  const check = `environment ${title}`;
  if (environments.length === 0) {
    return [failed(check, `there is no compute environment ${prefix}...`, "Run ./install.sh.")];
  }
  return environments.map(({ computeEnvironmentName, status = "", statusReason, state }) => {
    const found = `${computeEnvironmentName} is ${status} and ${state}${statusReason ? `: ${statusReason}` : ""}`;
    if (status === "INVALID") {
      const clue = clueIn({ about: "", text: statusReason ?? "" }, INVALID_ENVIRONMENTS);
      const help = clue
        ? `${filled(clue.cause.help, clue.values)} See ${clue.cause.source}`
        : "https://docs.aws.amazon.com/batch/latest/userguide/batch_eks_invalid_compute_environment.html names the causes: namespace, RBAC, aws-auth, instance profile, launch template.";
      return failed(check, found, help);
    }
    if (PASSING.includes(status)) return warning(check, found);
    if (state === "ENABLED") return ok(check, found);
    return failed(
      check,
      found,
      `Enable it: ${enabling("compute-environment", computeEnvironmentName, region)}`,
    );
  });
}

async function computeEnvironmentsOf(
  clusterName: string,
  client: BatchClient,
): Promise<ComputeEnvironmentDetail[]> {
  const found: ComputeEnvironmentDetail[] = [];
  for await (const { computeEnvironments = [] } of paginateDescribeComputeEnvironments({ client }, {})) {
    found.push(
      ...computeEnvironments.filter(
        ({ eksConfiguration }) => eksConfiguration?.eksClusterArn?.split("/").at(-1) === clusterName,
      ),
    );
  }
  return found;
}

/** Job queues that take jobs. */
export const checkQueues: Check = async ({ aws, variables }) => {
  const jobQueues = batchQueues(variables).map(({ name }) => name);
  const { jobQueues: queues = [] } = await aws.batch.send(new DescribeJobQueuesCommand({ jobQueues }));
  return batchQueues(variables).map(({ title, name }) =>
    judgeQueue(
      title,
      name,
      queues.find(({ jobQueueName }) => jobQueueName === name),
      variables.aws_region,
    ),
  );
};

export function judgeQueue(
  title: string,
  name: string,
  queue: JobQueueDetail | undefined,
  region: string,
): CheckResult {
  const check = `queue ${title}`;
  if (!queue) return failed(check, `there is no job queue ${name}`, "Run ./install.sh.");
  const { status = "", statusReason, state } = queue;
  const found = `${name} is ${status} and ${state}${statusReason ? `: ${statusReason}` : ""}`;
  if (PASSING.includes(status)) return warning(check, found);
  if (status !== "VALID") {
    return failed(check, found, `Have AWS check it again: ${enabling("job-queue", name, region)}`);
  }
  if (state === "ENABLED") return ok(check, found);
  return failed(check, found, `Enable it: ${enabling("job-queue", name, region)}`);
}

function enabling(
  kind: "compute-environment" | "job-queue",
  name: string | undefined,
  region: string,
): string {
  return `aws batch update-${kind} --${kind} ${name} --state ENABLED --region ${region}`;
}

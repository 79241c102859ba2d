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
import type { Check, DoctorContext } from "../context";
import { isNewerMinor } from "./node-version";

/** States of Batch that lead on by themselves. */
const PASSING = ["CREATING", "UPDATING", "DELETING"];

/**
 * Compute environments that take jobs.
 *
 * @param clusterVersion undefined where it is not known
 */
export async function checkComputeEnvironments(
  { aws, variables }: DoctorContext,
  clusterVersion: string | undefined,
): Promise<CheckResult[]> {
  const { aws_region: region, eks_cluster_name: clusterName } = variables;
  const [own, queues] = await Promise.all([
    computeEnvironmentsOf(clusterName, aws.batch),
    jobQueuesOf({ aws, variables }),
  ]);
  const fed = new Set(
    queues.flatMap(({ computeEnvironmentOrder = [] }) =>
      computeEnvironmentOrder.map(({ computeEnvironment }) => computeEnvironment),
    ),
  );
  return batchCapacities(variables).flatMap((capacity) => {
    const prefix = environmentPrefix(capacity);
    const named = own.filter(({ computeEnvironmentName = "" }) => computeEnvironmentName.startsWith(prefix));
    const inUse = named.filter(({ computeEnvironmentArn }) => fed.has(computeEnvironmentArn));
    // A run that was interrupted, or an adoption, may leave another one of the same name.
    if (inUse.length === 0) return judgeEnvironments(capacity.title, prefix, named, region, clusterVersion);
    return [
      ...judgeEnvironments(capacity.title, prefix, inUse, region, clusterVersion),
      ...named
        .filter((environment) => !inUse.includes(environment))
        .map((environment) => judgeUnused(capacity.title, environment)),
    ];
  });
}

function judgeUnused(title: string, environment: ComputeEnvironmentDetail): CheckResult {
  return warning(
    `environment ${title}`,
    `${describe(environment)}, and no queue of this environment feeds it`,
    "It gets no jobs. npm run doctor, without --deployed, tells whether it is left of an earlier run, and how to remove it.",
  );
}

function describe({ computeEnvironmentName, status, statusReason, state }: ComputeEnvironmentDetail): string {
  return `${computeEnvironmentName} is ${status} and ${state}${statusReason ? `: ${statusReason}` : ""}`;
}

export function judgeEnvironments(
  title: string,
  prefix: string,
  environments: readonly ComputeEnvironmentDetail[],
  region: string,
  clusterVersion?: string,
): CheckResult[] {
  const check = `environment ${title}`;
  if (environments.length === 0) {
    return [failed(check, `there is no compute environment ${prefix}...`, "Run ./install.sh.")];
  }
  return environments.map((environment) => {
    const { computeEnvironmentName, status = "", statusReason, state } = environment;
    const found = describe(environment);
    if (status === "INVALID") {
      const clue = clueIn({ about: "", text: statusReason ?? "" }, INVALID_ENVIRONMENTS);
      const help = clue
        ? `${filled(clue.cause.help, clue.values)} See ${clue.cause.source}`
        : "https://docs.aws.amazon.com/batch/latest/userguide/batch_eks_invalid_compute_environment.html names the causes: namespace, RBAC, aws-auth, instance profile, launch template.";
      return failed(check, found, help);
    }
    if (PASSING.includes(status)) return warning(check, found);
    const newer = newerVersion(environment, clusterVersion);
    if (newer !== undefined) {
      return warning(
        check,
        `${found}; its nodes have Kubernetes ${newer}, and the cluster ${clusterVersion}: no node may be newer than its cluster`,
        `Set eks_cluster_version to ${newer} and run ./install.sh, which cannot be undone: aws eks describe-cluster-versions --region ${region} tells what EKS offers.`,
        "AWS provider 5.100.0 cannot give the version of the nodes (docs/operations.md).",
      );
    }
    if (state === "ENABLED") return ok(check, found);
    return failed(
      check,
      found,
      `Enable it: ${enabling("compute-environment", computeEnvironmentName, region)}`,
    );
  });
}

/**
 * Where none is given, AWS Batch takes the newest version that it supports for the nodes. Kubernetes supports no
 * node that is newer than its control plane.
 *
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_Ec2Configuration.html
 * @see https://kubernetes.io/releases/version-skew-policy/#kubelet
 */
function newerVersion(
  { computeResources }: ComputeEnvironmentDetail,
  clusterVersion: string | undefined,
): string | undefined {
  const versions = (computeResources?.ec2Configuration ?? []).flatMap(
    ({ imageKubernetesVersion: version }) => version ?? [],
  );
  return clusterVersion && versions.find((version) => isNewerMinor(version, clusterVersion));
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

async function jobQueuesOf({
  aws,
  variables,
}: Pick<DoctorContext, "aws" | "variables">): Promise<JobQueueDetail[]> {
  const jobQueues = batchQueues(variables).map(({ name }) => name);
  const { jobQueues: queues = [] } = await aws.batch.send(new DescribeJobQueuesCommand({ jobQueues }));
  return queues;
}

/** Job queues that take jobs. */
export const checkQueues: Check = async (context) => {
  const { variables } = context;
  const queues = await jobQueuesOf(context);
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

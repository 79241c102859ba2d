import { batchQueues, shareIdentifiers, type BatchQueue } from "../../../model/batch-capacity";
import { exampleJobNames } from "../../../model/example-jobs";
import { jobRoleDefinition } from "../../../model/job-roles";
import { containerLogGroup, ENVIRONMENT_TAG } from "../../../model/names";
import type { Variables } from "../../../model/variables";
import { UsageError } from "../model/command-line";
import type { Job } from "../model/job";

/** The names of one deployed environment, as its stacks make them from the variables. */
export interface JobEnvironment {
  readonly region: string;
  readonly clusterName: string;
  readonly namespace: string;
  /** The environment's own queues, the On-Demand one first. */
  readonly queues: readonly BatchQueue[];
  /** Share identifiers that jobs can be submitted with; none unless the queues are fair-share queues. */
  readonly shares: readonly string[];
  /** Roles that jobs can be submitted with, and the job definitions whose pods have them. */
  readonly roles: readonly JobEnvironmentRole[];
  /** The example job definition. */
  readonly jobDefinition: string;
  /** Names of the job definitions that the stacks make, the example among them. */
  readonly stackDefinitions: readonly string[];
  /** Tags of everything of the environment. */
  readonly tags: Readonly<Record<string, string>>;
  /** Where Fluent Bit writes what containers print. */
  readonly logGroup: string;
  readonly logRetentionDays: number;
}

/** A role of `job_roles`. */
export interface JobEnvironmentRole {
  readonly name: string;
  readonly jobDefinition: string;
}

export function jobEnvironment(variables: Variables): JobEnvironment {
  const { eks_cluster_name: clusterName } = variables;
  const roles = Object.keys(variables.job_roles).map((name) => ({
    name,
    jobDefinition: jobRoleDefinition(variables, name),
  }));
  return {
    region: variables.aws_region,
    clusterName,
    namespace: variables.aws_batch_doeks_namespace,
    queues: batchQueues(variables),
    shares: shareIdentifiers(variables),
    roles,
    jobDefinition: variables.aws_batch_doeks_jd_name,
    stackDefinitions: [
      variables.aws_batch_doeks_jd_name,
      ...Object.values<string>({ ...exampleJobNames(variables) }),
      ...roles.map(({ jobDefinition }) => jobDefinition),
    ],
    tags: { ...variables.tags, [ENVIRONMENT_TAG]: clusterName },
    logGroup: containerLogGroup(clusterName, "application"),
    logRetentionDays: variables.log_retention_days,
  };
}

/** @throws UsageError */
export function roleNamed({ roles }: JobEnvironment, name: string): JobEnvironmentRole {
  const role = roles.find((each) => each.name === name);
  if (role) return role;
  const known = roles.map((each) => each.name).join(", ");
  const others = known ? `job_roles of variables.json has ${known}` : "variables.json has no job_roles yet";
  throw new UsageError(
    `There is no role ${name}: ${others}. This adds one: ` +
      `"job_roles": { "NAME": { "buckets": [{ "name": "my-bucket", "prefix": "in", "access": "read" }] } }, then ./install.sh.`,
  );
}

/** The name of the queue that a user means: by name, or by what tells it from the environment's others. */
export function queueNamed({ queues }: JobEnvironment, text: string): string {
  const own =
    queues.find(({ name }) => name === text) ??
    queues.find(({ suffix }) => suffix.toLowerCase() === text.toLowerCase());
  return own?.name ?? text;
}

/** In what a job is not one of the environment, a sentence each: its log and its capacity are elsewhere then. */
export function foreignTo({ queues, clusterName }: JobEnvironment, job: Job): string[] {
  if (job.platform !== "EKS") {
    return [
      `It runs on ${job.platform}, not on EKS: it is none of this environment's, and its log is in the log group ` +
        "/aws/batch/job unless its definition names another.",
    ];
  }
  const cluster = clusterOf(job);
  if (cluster !== undefined && cluster !== clusterName) {
    return [
      `It ran on the cluster ${cluster}, not on ${clusterName}: its log is in ` +
        `/aws/containerinsights/${cluster}/application, if anything collects it there.`,
    ];
  }
  const queue = resourceName(job.queue);
  return queue === "" || queues.some(({ name }) => name === queue)
    ? []
    : [`Its queue ${queue} is none of this environment's (VARIABLES_FILE names another environment).`];
}

/** Whether a job ran where this environment has no log of it. */
export function isElsewhere({ clusterName }: JobEnvironment, job: Job): boolean {
  return job.platform !== "EKS" || (clusterOf(job) ?? clusterName) !== clusterName;
}

function clusterOf({ clusterArn }: Job): string | undefined {
  return clusterArn?.split("/").at(-1);
}

/** The last part of an ARN; whatever is none is a name itself. */
export function resourceName(nameOrArn = ""): string {
  return nameOrArn.replace(/^arn:.*\//, "");
}

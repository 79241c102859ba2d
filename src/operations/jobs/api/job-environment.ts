import { batchQueues, shareIdentifiers, type BatchQueue } from "../../../model/batch-capacity";
import { containerLogGroup } from "../../../model/names";
import type { Variables } from "../../../model/variables";

/** The names of one deployed environment, as its stacks make them from the variables. */
export interface JobEnvironment {
  readonly region: string;
  readonly clusterName: string;
  readonly namespace: string;
  /** The environment's own queues, the On-Demand one first. */
  readonly queues: readonly BatchQueue[];
  /** Share identifiers that jobs can be submitted with; none unless the queues are fair-share queues. */
  readonly shares: readonly string[];
  /** The example job definition. */
  readonly jobDefinition: string;
  /** Where Fluent Bit writes what containers print. */
  readonly logGroup: string;
  readonly logRetentionDays: number;
}

export function jobEnvironment(variables: Variables): JobEnvironment {
  const { eks_cluster_name: clusterName } = variables;
  return {
    region: variables.aws_region,
    clusterName,
    namespace: variables.aws_batch_doeks_namespace,
    queues: batchQueues(variables),
    shares: shareIdentifiers(variables),
    jobDefinition: variables.aws_batch_doeks_jd_name,
    logGroup: containerLogGroup(clusterName, "application"),
    logRetentionDays: variables.log_retention_days,
  };
}

/** The name of the queue that a user means: by name, or by what tells it from the environment's others. */
export function queueNamed({ queues }: JobEnvironment, text: string): string {
  const own =
    queues.find(({ name }) => name === text) ??
    queues.find(({ suffix }) => suffix.toLowerCase() === text.toLowerCase());
  return own?.name ?? text;
}

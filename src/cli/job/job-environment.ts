import type { Variables } from "../../variables";

/** The names of one deployed environment, as its stacks make them from the variables. */
export interface JobEnvironment {
  readonly region: string;
  readonly clusterName: string;
  readonly namespace: string;
  readonly onDemandQueue: string;
  readonly spotQueue: string;
  /** The example job definition. */
  readonly jobDefinition: string;
  /** Where Fluent Bit writes what containers print. */
  readonly logGroup: string;
  readonly logRetentionDays: number;
}

export function jobEnvironment(variables: Variables): JobEnvironment {
  const { eks_cluster_name: clusterName, aws_batch_doeks_jq_name: queue } = variables;
  return {
    region: variables.aws_region,
    clusterName,
    namespace: variables.aws_batch_doeks_namespace,
    onDemandQueue: `${queue}_OD`,
    spotQueue: `${queue}_SPOT`,
    jobDefinition: variables.aws_batch_doeks_jd_name,
    logGroup: `/aws/containerinsights/${clusterName}/application`,
    logRetentionDays: variables.log_retention_days,
  };
}

/** The environment's own queues, the On-Demand one first. */
export function queuesOf({ onDemandQueue, spotQueue }: JobEnvironment): string[] {
  return [onDemandQueue, spotQueue];
}

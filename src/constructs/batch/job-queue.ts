import { BatchJobQueue } from "@cdktf/provider-aws/lib/batch-job-queue";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

export interface JobQueueProps {
  /** Name of the queue. */
  readonly name: string;
  /** Among queues that share an environment, the one with the greater number is served first. */
  readonly priority: number;
  /** Environments to try, in this order. */
  readonly computeEnvironmentArns: readonly string[];
  /** @default - first come, first served */
  readonly schedulingPolicyArn?: string | undefined;
  /** What must exist before a job can run. */
  readonly dependsOn: readonly ITerraformDependable[];
  /**
   * Minutes after which a job at the head of the queue that cannot be placed is cancelled, 10 to 1440.
   *
   * @default - it waits until somebody acts
   */
  readonly runnableTimeoutMinutes?: number | undefined;
}

/**
 * Why a job cannot be placed, as far as AWS Batch acts on it: not on environments that are INVALID,
 * nor on what it cannot tell.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/job_stuck_in_runnable_time_limit_actions.html
 */
const TIME_LIMIT_REASONS = [
  "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY",
  "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE",
  "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT",
  "MISCONFIGURATION:EC2_INSTANCE_CONFIGURATION_UNSUPPORTED",
] as const;

/**
 * A job queue of AWS Batch.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/job_queues.html
 */
export class JobQueue extends Construct {
  readonly queueName: string;
  readonly queueArn: string;

  constructor(scope: Construct, id: string, props: JobQueueProps) {
    super(scope, id);
    const { runnableTimeoutMinutes } = props;
    const queue = new BatchJobQueue(this, "queue", {
      name: props.name,
      state: "ENABLED",
      priority: props.priority,
      ...(props.schedulingPolicyArn === undefined ? {} : { schedulingPolicyArn: props.schedulingPolicyArn }),
      computeEnvironmentOrder: props.computeEnvironmentArns.map((computeEnvironment, index) => ({
        order: index + 1,
        computeEnvironment,
      })),
      ...(runnableTimeoutMinutes === undefined
        ? {}
        : {
            jobStateTimeLimitAction: TIME_LIMIT_REASONS.map((reason) => ({
              state: "RUNNABLE",
              reason,
              action: "CANCEL",
              maxTimeSeconds: runnableTimeoutMinutes * 60,
            })),
          }),
      dependsOn: [...props.dependsOn],
    });
    this.queueName = queue.name;
    this.queueArn = queue.arn;
  }
}

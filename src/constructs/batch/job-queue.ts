import { BatchJobQueue } from "@cdktf/provider-aws/lib/batch-job-queue";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

export interface JobQueueProps {
  readonly name: string;
  /** Among queues that share an environment, the one with the greater number is served first. */
  readonly priority: number;
  /** Environments to try, in this order. */
  readonly computeEnvironmentArns: readonly string[];
  /** @default - first come, first served */
  readonly schedulingPolicyArn?: string | undefined;
  /** What must exist before a job can run. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/** A job queue of AWS Batch. */
export class JobQueue extends Construct {
  readonly queueName: string;

  constructor(scope: Construct, id: string, props: JobQueueProps) {
    super(scope, id);
    const queue = new BatchJobQueue(this, "queue", {
      name: props.name,
      state: "ENABLED",
      priority: props.priority,
      ...(props.schedulingPolicyArn === undefined ? {} : { schedulingPolicyArn: props.schedulingPolicyArn }),
      computeEnvironmentOrder: props.computeEnvironmentArns.map((computeEnvironment, index) => ({
        order: index + 1,
        computeEnvironment,
      })),
      dependsOn: [...props.dependsOn],
    });
    this.queueName = queue.name;
  }
}

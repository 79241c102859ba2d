import { BatchSchedulingPolicy } from "@cdktf/provider-aws/lib/batch-scheduling-policy";
import { Construct } from "constructs";

export interface SchedulingPolicyProps {
  /** Name, unique in the account and region. */
  readonly name: string;
  /** Weights by share identifier, or its beginning with an asterisk: a lower weight gets more. */
  readonly weights: Readonly<Record<string, number>>;
}

/**
 * Lets the shares of a queue's jobs have capacity in proportion, instead of first come, first served.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/scheduling-policies.html
 */
export class SchedulingPolicy extends Construct {
  readonly schedulingPolicyArn: string;

  constructor(scope: Construct, id: string, { name, weights }: SchedulingPolicyProps) {
    super(scope, id);
    const policy = new BatchSchedulingPolicy(this, "policy", {
      name,
      fairSharePolicy: {
        shareDistribution: Object.entries(weights).map(([shareIdentifier, weightFactor]) => ({
          shareIdentifier,
          weightFactor,
        })),
      },
    });
    this.schedulingPolicyArn = policy.arn;
  }
}

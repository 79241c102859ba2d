import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";
import { CONTAINER_LOG_TYPES, containerLogGroup } from "../../model/names";

export interface ContainerLogGroupsProps {
  /** Name of the cluster, part of those of the groups. */
  readonly clusterName: string;
  /** Days after which log events are deleted. */
  readonly retentionDays: number;
}

/**
 * The log groups of Container Insights. The agents would create them themselves, but then without
 * an end to their retention, and nothing would delete them with the cluster.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-EKS-logs.html
 */
export class ContainerLogGroups extends Construct {
  constructor(scope: Construct, id: string, { clusterName, retentionDays }: ContainerLogGroupsProps) {
    super(scope, id);
    for (const type of CONTAINER_LOG_TYPES) {
      new CloudwatchLogGroup(this, type, {
        name: containerLogGroup(clusterName, type),
        retentionInDays: retentionDays,
      });
    }
  }
}

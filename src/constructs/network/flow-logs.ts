import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import type { Partition } from "../../model/aws-region";
import { flowLogGroup } from "../../model/names";
import { flowLogsTrustPolicy, policyDocument } from "../iam/policy-document";
import { Role } from "../iam/role";

export interface FlowLogsProps {
  /** Id of the VPC. */
  readonly vpcId: string;
  /** Name of the cluster. */
  readonly clusterName: string;
  /** AWS region. */
  readonly region: string;
  /** AWS partition of the region. */
  readonly partition: Partition;
  /** Days after which records are deleted. */
  readonly retentionDays: number;
}

/**
 * A record of every connection of the VPC, accepted or refused, in a log group.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-cwl.html
 */
export class FlowLogs extends Construct {
  constructor(scope: Construct, id: string, props: FlowLogsProps) {
    super(scope, id);
    const { clusterName, partition, region } = props;
    const { accountId } = new DataAwsCallerIdentity(this, "caller");
    const logGroup = new CloudwatchLogGroup(this, "log-group", {
      name: flowLogGroup(clusterName),
      retentionInDays: props.retentionDays,
    });
    const role = new Role(this, "role", {
      clusterName,
      partition,
      purpose: "flow-logs",
      description: "VPC flow logs",
      trustPolicy: flowLogsTrustPolicy({ partition, region, accountId }),
      managedPolicies: [],
    });
    const policy = new IamRolePolicy(this, "policy", {
      name: "write-flow-logs",
      role: role.roleName,
      policy: JSON.stringify(
        policyDocument({
          Effect: "Allow",
          // Not CreateLogGroup: with it, late records would make the group anew after its deletion.
          Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
          Resource: `${logGroup.arn}:*`,
        }),
      ),
    });
    new FlowLog(this, "flow-log", {
      vpcId: props.vpcId,
      trafficType: "ALL",
      logDestination: logGroup.arn,
      iamRoleArn: role.roleArn,
      tags: { Name: clusterName },
      // A flow log delivers at once. AWS marks it as failed when its role may not write.
      dependsOn: [policy],
    });
  }
}

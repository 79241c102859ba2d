import {
  ListTagsForResourceCommand,
  paginateDescribeLogGroups,
  type CloudWatchLogsClient,
  type LogGroup,
} from "@aws-sdk/client-cloudwatch-logs";
import { ENVIRONMENT_TAG, flowLogGroup, logGroupNames, logGroupPrefixes } from "../../../model/names";
import { unlessDenied } from "../../aws/errors";
import type { Check } from "../context";
import { judgeLeftovers, type Candidate } from "./leftover";

/**
 * Log groups of the environment's name. Nothing deletes them with a cluster, and the control
 * plane may write a group anew after it was deleted.
 */
export const checkLeftoverLogGroups: Check = async (context) => {
  const { eks_cluster_name: cluster, aws_region: region } = context.variables;
  const prefixes = logGroupPrefixes(cluster);
  const wanted = logGroupNames(context.variables);
  const found = await Promise.all(
    Object.values(prefixes).map((prefix) => groupsWithPrefix(context.aws.logs, prefix)),
  );
  const isOfEnvironment = (name: string): boolean =>
    [...wanted, flowLogGroup(cluster)].includes(name) || name.startsWith(prefixes.containers);
  const candidates = found
    .flat()
    .map((group) => ({ group, name: group.logGroupName ?? "" }))
    .filter(({ name }) => isOfEnvironment(name))
    .map(async ({ group, name }): Promise<Candidate> => ({
      type: "aws_cloudwatch_log_group",
      name,
      blueprint: context.state.owns("aws_cloudwatch_log_group", name)
        ? cluster
        : await blueprintOf(context.aws.logs, group),
      // Groups that the stacks do not make are only left lying about.
      blocks: wanted.includes(name),
      remove: [`aws logs delete-log-group --log-group-name ${name} --region ${region}`],
      note: "removing it deletes the logs in it",
    }));
  return judgeLeftovers(
    { check: "leftover log groups", noun: "log group", variable: "eks_cluster_name" },
    await Promise.all(candidates),
    context,
  );
};

async function groupsWithPrefix(
  client: CloudWatchLogsClient,
  logGroupNamePrefix: string,
): Promise<LogGroup[]> {
  const groups: LogGroup[] = [];
  for await (const page of paginateDescribeLogGroups({ client }, { logGroupNamePrefix })) {
    groups.push(...(page.logGroups ?? []));
  }
  return groups;
}

async function blueprintOf(client: CloudWatchLogsClient, group: LogGroup): Promise<string | undefined> {
  const resourceArn = group.logGroupArn ?? group.arn?.replace(/:\*$/, "");
  const answer = await unlessDenied(client.send(new ListTagsForResourceCommand({ resourceArn })));
  return answer?.tags?.[ENVIRONMENT_TAG];
}

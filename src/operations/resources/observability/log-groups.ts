import {
  ListTagsForResourceCommand,
  paginateDescribeLogGroups,
  type CloudWatchLogsClient,
} from "@aws-sdk/client-cloudwatch-logs";
import type { ResourceKind } from "../resource-kind";
import { unlessDenied, unlessMissing } from "../../aws/errors";
import type { Found, Tags } from "../found";
import { knownValues } from "../resource-kind";

const NOTE = "removing it deletes the logs in it";

/**
 * Named, so never there twice. Without our tag it was made by EKS or an agent, or belongs to an
 * earlier cluster of the same name, and may hold logs that somebody wants.
 */
export const LOG_GROUP: ResourceKind = {
  type: "aws_cloudwatch_log_group",
  noun: "log group",
  commands: ({ id }) => [`logs delete-log-group --log-group-name ${id}`],
  identity: ["name"],
  async list({ clients: { logs: client }, planned }) {
    const found: Found[] = [];
    const names = knownValues(planned, "name");
    const prefixes = knownValues(planned, "name_prefix").filter(Boolean);
    for (const logGroupNamePrefix of [...names, ...prefixes]) {
      for await (const { logGroups = [] } of paginateDescribeLogGroups({ client }, { logGroupNamePrefix })) {
        for (const { logGroupName: name = "", logGroupArn, arn = "" } of logGroups) {
          if (!prefixes.includes(logGroupNamePrefix) && name !== logGroupNamePrefix) continue;
          const resourceArn = logGroupArn ?? arn.replace(/:\*$/, "");
          const tags = await tagsOf(client, resourceArn);
          const attributes = { name };
          found.push({ id: name, arn: resourceArn, tags, phase: "ready", attributes, note: NOTE });
        }
      }
    }
    return found;
  },
};

/** Those of a group that does not show them count as none. */
async function tagsOf(client: CloudWatchLogsClient, resourceArn: string): Promise<Tags> {
  const asked = client.send(new ListTagsForResourceCommand({ resourceArn }));
  return (await unlessDenied(unlessMissing(asked)))?.tags ?? {};
}

import { ListTagsForResourceCommand, paginateDescribeLogGroups } from "@aws-sdk/client-cloudwatch-logs";
import type { AdoptableType } from "../adoptable-type";
import { unlessMissing } from "../../aws/errors";
import type { Candidate } from "../candidate";
import { knownValues } from "../planned-resource";

/**
 * Named, so never there twice. Without our tag it was made by EKS or an agent, or belongs to an
 * earlier cluster of the same name, and may hold logs that somebody wants.
 */
export const LOG_GROUP: AdoptableType = {
  type: "aws_cloudwatch_log_group",
  identity: ["name"],
  async list({ clients: { logs: client }, planned }) {
    const found: Candidate[] = [];
    for (const name of knownValues(planned, "name")) {
      for await (const page of paginateDescribeLogGroups({ client }, { logGroupNamePrefix: name })) {
        const group = page.logGroups?.find(({ logGroupName }) => logGroupName === name);
        if (!group) continue;
        const resourceArn = group.logGroupArn ?? group.arn!.replace(/:\*$/, "");
        const answer = await unlessMissing(client.send(new ListTagsForResourceCommand({ resourceArn })));
        const attributes = { name };
        found.push({ id: name, arn: resourceArn, tags: answer?.tags ?? {}, phase: "ready", attributes });
      }
    }
    return found;
  },
};

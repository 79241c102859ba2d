import { DeleteLaunchTemplateCommand, paginateDescribeLaunchTemplates } from "@aws-sdk/client-ec2";
import type { ResourceKind } from "../resource-kind";
import { tagsFromList, type Found } from "../found";
import { ofEnvironment } from "../network/filters";

/** Without an explicit size some implementations of the API answer with the first page only. */
const PAGE_SIZE = 200;

export const LAUNCH_TEMPLATE: ResourceKind = {
  type: "aws_launch_template",
  noun: "launch template",
  commands: ({ id }) => [`ec2 delete-launch-template --launch-template-id ${id}`],
  identity: ["name_prefix"],
  async list({ clients: { ec2: client }, clusterName }) {
    const found: Found[] = [];
    const pages = paginateDescribeLaunchTemplates(
      { client, pageSize: PAGE_SIZE },
      ofEnvironment(clusterName),
    );
    for await (const { LaunchTemplates = [] } of pages) {
      for (const { LaunchTemplateId, LaunchTemplateName, Tags } of LaunchTemplates) {
        found.push({
          id: LaunchTemplateId!,
          tags: tagsFromList(Tags),
          phase: "ready",
          attributes: { name_prefix: LaunchTemplateName },
        });
      }
    }
    return found;
  },
  async remove({ ec2 }, { id }) {
    await ec2.send(new DeleteLaunchTemplateCommand({ LaunchTemplateId: id }));
  },
};

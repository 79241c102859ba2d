import { DeleteLaunchTemplateCommand, paginateDescribeLaunchTemplates } from "@aws-sdk/client-ec2";
import type { AdoptableType } from "../adoptable-type";
import { tagsFromList, type Candidate } from "../candidate";
import { ofEnvironment } from "./ec2-filters";

/** Without an explicit size some implementations of the API answer with the first page only. */
const PAGE_SIZE = 200;

export const LAUNCH_TEMPLATE: AdoptableType = {
  type: "aws_launch_template",
  identity: ["name_prefix"],
  async list({ clients: { ec2: client }, clusterName }) {
    const found: Candidate[] = [];
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

import {
  DeleteLaunchTemplateCommand,
  DescribeLaunchTemplateVersionsCommand,
  paginateDescribeLaunchTemplates,
  type EC2Client,
} from "@aws-sdk/client-ec2";
import { ENVIRONMENT_TAG } from "../../model/names";
import { removeAll, type Removal, type Say, type Unremoved } from "./removal";

/**
 * Removes launch templates that outlived the compute environment for which AWS Batch made them.
 * Batch's are told by their name and tag; whose they are, by the tags for instances, which Batch
 * copies from the template of the environment.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/launch-templates.html
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/BatchServiceRolePolicy.html
 */
export function sweepLaunchTemplates(ec2: EC2Client, clusterName: string, say: Say): Promise<Unremoved[]> {
  return removeAll(launchTemplates(ec2, clusterName), ec2.config, say);
}

async function* launchTemplates(ec2: EC2Client, clusterName: string): AsyncGenerator<Removal> {
  const Filters = [{ Name: "tag-key", Values: ["AWSBatchServiceTag"] }];
  for await (const page of paginateDescribeLaunchTemplates({ client: ec2 }, { Filters })) {
    for (const { LaunchTemplateId: id = "", LaunchTemplateName: name = "" } of page.LaunchTemplates ?? []) {
      if (!name.startsWith("Batch-lt-") || !(await isForNodesOf(clusterName, id, ec2))) continue;
      yield {
        id,
        what: `launch template ${name}, left by AWS Batch,`,
        command: `ec2 delete-launch-template --launch-template-id ${id}`,
        run: () => ec2.send(new DeleteLaunchTemplateCommand({ LaunchTemplateId: id })),
      };
    }
  }
}

async function isForNodesOf(clusterName: string, id: string, ec2: EC2Client): Promise<boolean> {
  const latest = { LaunchTemplateId: id, Versions: ["$Latest"] };
  const { LaunchTemplateVersions = [] } = await ec2.send(new DescribeLaunchTemplateVersionsCommand(latest));
  return LaunchTemplateVersions.some(({ LaunchTemplateData: data }) =>
    data?.TagSpecifications?.some(({ Tags = [] }) =>
      Tags.some(({ Key, Value }) => Key === ENVIRONMENT_TAG && Value === clusterName),
    ),
  );
}

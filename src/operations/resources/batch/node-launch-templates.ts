import {
  DeleteLaunchTemplateCommand,
  DescribeLaunchTemplateVersionsCommand,
  paginateDescribeLaunchTemplates,
  type EC2Client,
} from "@aws-sdk/client-ec2";
import { ENVIRONMENT_TAG } from "../../../model/names";
import { OURS, type Stray } from "../stray";

/**
 * Launch templates that AWS Batch made for an environment's nodes, and may forget. Batch's are told by
 * their name and tag; whose they are, by the tags for instances, which Batch copies from the template
 * of the compute environment.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/launch-templates.html
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/BatchServiceRolePolicy.html
 */
export async function nodeLaunchTemplates(ec2: EC2Client, clusterName: string): Promise<Stray[]> {
  const Filters = [{ Name: "tag-key", Values: ["AWSBatchServiceTag"] }];
  const found: Stray[] = [];
  for await (const page of paginateDescribeLaunchTemplates({ client: ec2 }, { Filters })) {
    for (const { LaunchTemplateId: id = "", LaunchTemplateName: name = "" } of page.LaunchTemplates ?? []) {
      if (!name.startsWith("Batch-lt-") || !(await isForNodesOf(clusterName, id, ec2))) continue;
      found.push({
        id,
        what: `launch template ${name}, left by AWS Batch,`,
        owner: OURS,
        command: `ec2 delete-launch-template --launch-template-id ${id}`,
        remove: () => ec2.send(new DeleteLaunchTemplateCommand({ LaunchTemplateId: id })),
      });
    }
  }
  return found;
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

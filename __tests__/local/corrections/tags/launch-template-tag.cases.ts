import * as ec2 from "@aws-sdk/client-ec2";
import { REGION } from "../../gateway/started-gateway";
import type { CorrectedAccount } from "../corrected-account";

export function launchTemplateTagCases(account: CorrectedAccount): void {
  const tags = [
    { Key: "a&b", Value: "<x> \"y\" 'z'  ü" },
    { Key: "empty", Value: "" },
  ];
  const instanceTags = [{ ResourceType: "instance" as const, Tags: [{ Key: "Name", Value: "node" }] }];
  let id: string;

  test("are in the answer to its creation", async () => {
    const { LaunchTemplate } = await account.ec2.send(
      new ec2.CreateLaunchTemplateCommand({
        LaunchTemplateName: "tagged",
        LaunchTemplateData: { TagSpecifications: instanceTags, SecurityGroupIds: ["sg-1"] },
        TagSpecifications: [{ ResourceType: "launch-template", Tags: tags }],
      }),
    );
    id = LaunchTemplate!.LaunchTemplateId!;
    expect(LaunchTemplate).toMatchObject({
      LaunchTemplateName: "tagged",
      LatestVersionNumber: 1,
      Tags: tags,
    });
  });

  test("are not in the data of its versions", async () => {
    const { LaunchTemplateVersions } = await account.ec2.send(
      new ec2.DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId: id }),
    );
    expect(LaunchTemplateVersions![0]!.LaunchTemplateData).toEqual({
      TagSpecifications: instanceTags,
      SecurityGroupIds: ["sg-1"],
    });
  });

  test("are shown as they are now, each template its own, with all else untouched", async () => {
    await account.ec2.send(
      new ec2.CreateLaunchTemplateCommand({
        LaunchTemplateName: "bare",
        LaunchTemplateData: { ImageId: "ami-1" },
      }),
    );
    await account.ec2.send(
      new ec2.CreateTagsCommand({ Resources: [id], Tags: [{ Key: "new", Value: "1" }] }),
    );
    await account.ec2.send(new ec2.DeleteTagsCommand({ Resources: [id], Tags: [{ Key: "empty" }] }));
    const all = new ec2.DescribeLaunchTemplatesCommand({});
    const inMoto = await account.gateway.moto.clients(REGION).ec2.send(all);
    const shown = await account.ec2.send(new ec2.DescribeLaunchTemplatesCommand({}));
    const own: Record<string, unknown> = { tagged: [tags[0], { Key: "new", Value: "1" }], bare: [] };
    expect(inMoto.LaunchTemplates).toHaveLength(2);
    expect(shown.LaunchTemplates).toEqual(
      inMoto.LaunchTemplates!.map((template) => ({ ...template, Tags: own[template.LaunchTemplateName!] })),
    );
  });

  test("are in the answer to its change", async () => {
    const { LaunchTemplate } = await account.ec2.send(
      new ec2.ModifyLaunchTemplateCommand({ LaunchTemplateId: id, DefaultVersion: "1" }),
    );
    expect(LaunchTemplate!.Tags).toContainEqual({ Key: "new", Value: "1" });
  });

  test("do not get between the caller and a refusal", async () => {
    const again = new ec2.CreateLaunchTemplateCommand({
      LaunchTemplateName: "tagged",
      LaunchTemplateData: { ImageId: "ami-1" },
    });
    await expect(account.ec2.send(again)).rejects.toMatchObject({
      name: "InvalidLaunchTemplateName.AlreadyExistsException",
    });
  });
}

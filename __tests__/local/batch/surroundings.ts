import type { ComputeResource } from "@aws-sdk/client-batch";
import {
  CreateLaunchTemplateCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
} from "@aws-sdk/client-ec2";
import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
} from "@aws-sdk/client-iam";
import type { MotoClients } from "../../../local/moto/moto";

/** Makes in moto what a compute environment refers to. */
export async function createSurroundings({ ec2, iam }: MotoClients): Promise<Partial<ComputeResource>> {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.1.0.0/16" }));
  const VpcId = Vpc!.VpcId;
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: "10.1.0.0/24" }));
  const { GroupId } = await ec2.send(
    new CreateSecurityGroupCommand({ VpcId, GroupName: "nodes", Description: "nodes" }),
  );
  const { LaunchTemplate } = await ec2.send(
    new CreateLaunchTemplateCommand({
      LaunchTemplateName: "nodes",
      LaunchTemplateData: { MetadataOptions: { HttpTokens: "required" } },
    }),
  );
  const names = { RoleName: "batch-nodes", InstanceProfileName: "batch-nodes" };
  await iam.send(new CreateRoleCommand({ ...names, AssumeRolePolicyDocument: "{}" }));
  const { InstanceProfile } = await iam.send(new CreateInstanceProfileCommand(names));
  await iam.send(new AddRoleToInstanceProfileCommand(names));
  return {
    subnets: [Subnet!.SubnetId!],
    securityGroupIds: [GroupId!],
    instanceRole: InstanceProfile!.Arn,
    launchTemplate: { launchTemplateId: LaunchTemplate!.LaunchTemplateId, version: "$Latest" },
  };
}

import {
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  IAMClient,
} from "@aws-sdk/client-iam";

/** A VPC with two subnets in two zones, and a security group. */
export async function createNetwork(
  config: object,
  region: string,
): Promise<{ subnets: string[]; securityGroupIds: string[] }> {
  const ec2 = new EC2Client(config);
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.1.0.0/16" }));
  const VpcId = Vpc!.VpcId;
  const subnets = await Promise.all(
    ["a", "b"].map(async (zone, index) => {
      const network = { CidrBlock: `10.1.${index}.0/24`, AvailabilityZone: region + zone };
      return (await ec2.send(new CreateSubnetCommand({ VpcId, ...network }))).Subnet!.SubnetId!;
    }),
  );
  const group = { VpcId, GroupName: "nodes", Description: "nodes" };
  const { GroupId } = await ec2.send(new CreateSecurityGroupCommand(group));
  return { subnets, securityGroupIds: [GroupId!] };
}

/** A role, and an instance profile of its name. */
export async function createRole(config: object, name: string, service: string): Promise<string> {
  const iam = new IAMClient(config);
  const names = { RoleName: name, InstanceProfileName: name };
  const principal = { Service: `${service}.amazonaws.com` };
  const statement = { Effect: "Allow", Action: "sts:AssumeRole", Principal: principal };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  const { Role } = await iam.send(new CreateRoleCommand({ ...names, AssumeRolePolicyDocument }));
  await iam.send(new CreateInstanceProfileCommand(names));
  await iam.send(new AddRoleToInstanceProfileCommand(names));
  return Role!.Arn!;
}

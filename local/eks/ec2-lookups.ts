import {
  DescribeInstanceTypesCommand,
  DescribeLaunchTemplateVersionsCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  type _InstanceType,
  type EC2Client,
  type LaunchTemplateVersion,
  type Subnet,
} from "@aws-sdk/client-ec2";
import type { LaunchTemplateSpecification } from "@aws-sdk/client-eks";
import { invalidParameter, refusedBy, type ErrorSubject } from "./errors";

/** @throws AwsError when a subnet does not exist. */
export async function subnetsOf(ec2: EC2Client, ids: string[], subject: ErrorSubject): Promise<Subnet[]> {
  const { Subnets } = await orRefuse(ec2.send(new DescribeSubnetsCommand({ SubnetIds: ids })), subject);
  return Subnets ?? [];
}

/** The CIDR blocks of a VPC. */
export async function cidrsOf(ec2: EC2Client, vpcId: string): Promise<string[]> {
  const { Vpcs } = await ec2.send(new DescribeVpcsCommand({ VpcIds: [vpcId] }));
  return (Vpcs ?? []).flatMap((vpc) =>
    (vpc.CidrBlockAssociationSet ?? []).flatMap((association) => association.CidrBlock ?? []),
  );
}

/** @throws AwsError when a security group does not exist in the VPC. */
export async function checkSecurityGroups(
  ec2: EC2Client,
  vpcId: string,
  ids: string[],
  subject: ErrorSubject,
): Promise<void> {
  if (ids.length > 5) throw invalidParameter("The number of security groups must not exceed 5", subject);
  const { SecurityGroups } = await ec2.send(
    new DescribeSecurityGroupsCommand({ Filters: [{ Name: "vpc-id", Values: [vpcId] }] }),
  );
  const existing = (SecurityGroups ?? []).map((group) => group.GroupId);
  for (const id of ids) {
    if (!existing.includes(id)) {
      throw invalidParameter(
        `The security group '${id}' does not exist in VPC '${vpcId}' (Service: AmazonEC2; Status Code: 400; Error Code: InvalidGroup.NotFound)`,
        subject,
      );
    }
  }
}

/**
 * The version of a launch template that a request means.
 *
 * @throws AwsError when it does not exist.
 */
export async function launchTemplateVersion(
  ec2: EC2Client,
  specification: LaunchTemplateSpecification,
  subject: ErrorSubject,
): Promise<LaunchTemplateVersion> {
  const { id, name, version } = specification;
  if ((id === undefined) === (name === undefined)) {
    throw invalidParameter(
      "Either provide launch template ID or launch template name in the request.",
      subject,
    );
  }
  const { LaunchTemplateVersions } = await orRefuse(
    ec2.send(
      new DescribeLaunchTemplateVersionsCommand({
        LaunchTemplateId: id,
        LaunchTemplateName: name,
        Versions: [version ?? "$Default"],
      }),
    ),
    subject,
  );
  return LaunchTemplateVersions![0]!;
}

/** @throws AwsError when an instance type does not exist or has another processor architecture. */
export async function checkInstanceTypes(
  ec2: EC2Client,
  types: string[],
  architecture: "x86_64" | "arm64",
  amiType: string,
  subject: ErrorSubject,
): Promise<void> {
  const { InstanceTypes } = await orRefuse(
    ec2.send(new DescribeInstanceTypesCommand({ InstanceTypes: types as _InstanceType[] })),
    subject,
  );
  const unfit = (InstanceTypes ?? []).filter(
    (type) => !type.ProcessorInfo?.SupportedArchitectures?.includes(architecture),
  );
  if (unfit.length > 0) {
    const names = unfit.map((type) => type.InstanceType).join(", ");
    throw invalidParameter(
      `[${names}] is not a valid instance type for requested amiType ${amiType}`,
      subject,
    );
  }
}

async function orRefuse<Answer>(call: Promise<Answer>, subject: ErrorSubject): Promise<Answer> {
  try {
    return await call;
  } catch (error) {
    throw refusedBy("AmazonEC2", error, subject);
  }
}

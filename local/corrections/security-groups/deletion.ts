import {
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  type EC2Client,
} from "@aws-sdk/client-ec2";
import { AwsError } from "../../protocol/aws-error";
import type { Correction, CorrectionContext } from "../correction";
import { dependencyViolation } from "../network/dependency-violation";

/** Refuses to delete a security group in use, and a VPC's default one. */
export function securityGroupDeletion({ clients, holdersOf }: CorrectionContext): Correction {
  return {
    service: "ec2",
    actions: ["DeleteSecurityGroup"],
    why: "moto deletes a group that rules of other groups, network interfaces or clusters refer to, and default groups",
    async handle({ request, forward }) {
      const groupId = request.form.get("GroupId");
      if (!groupId) return forward();
      const { ec2 } = clients(request.region);
      await refuseDefaultGroup(ec2, groupId);
      const holders = [
        ...(await referringGroups(ec2, groupId)),
        ...(await interfacesIn(ec2, groupId)),
        ...holdersOf(request.region, groupId),
      ];
      if (holders.length > 0)
        throw dependencyViolation(`resource ${groupId} has a dependent object`, holders);
      return forward();
    },
  };
}

async function refuseDefaultGroup(ec2: EC2Client, groupId: string): Promise<void> {
  const { SecurityGroups = [] } = await ec2.send(
    new DescribeSecurityGroupsCommand({ Filters: [{ Name: "group-id", Values: [groupId] }] }),
  );
  if (SecurityGroups.some(({ GroupName }) => GroupName === "default")) {
    throw new AwsError(
      "CannotDelete",
      `the specified group: "${groupId}" name: "default" cannot be deleted by a user`,
    );
  }
}

async function referringGroups(ec2: EC2Client, groupId: string): Promise<string[]> {
  const found = new Set<string>();
  for (const Name of ["ip-permission.group-id", "egress.ip-permission.group-id"]) {
    const { SecurityGroups = [] } = await ec2.send(
      new DescribeSecurityGroupsCommand({ Filters: [{ Name, Values: [groupId] }] }),
    );
    for (const { GroupId } of SecurityGroups) {
      if (GroupId && GroupId !== groupId) found.add(`a rule of security group ${GroupId}`);
    }
  }
  return [...found];
}

async function interfacesIn(ec2: EC2Client, groupId: string): Promise<string[]> {
  const { NetworkInterfaces = [] } = await ec2.send(
    new DescribeNetworkInterfacesCommand({ Filters: [{ Name: "group-id", Values: [groupId] }] }),
  );
  return NetworkInterfaces.map(({ NetworkInterfaceId }) => `network interface ${NetworkInterfaceId}`);
}

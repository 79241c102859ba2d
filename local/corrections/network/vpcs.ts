import {
  DeleteNetworkAclCommand,
  DescribeInternetGatewaysCommand,
  DescribeNetworkAclsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcEndpointsCommand,
  type EC2Client,
} from "@aws-sdk/client-ec2";
import type { Correction, CorrectionContext } from "../correction";
import { dependencyViolation } from "./dependency-violation";

/** Refuses to delete a VPC that is not empty, and deletes its default network ACL with it. */
export function vpcDeletion({ clients }: CorrectionContext): Correction {
  return {
    service: "ec2",
    actions: ["DeleteVpc"],
    why:
      "moto deletes a VPC with an attached internet gateway, endpoints, security groups or network ACLs of " +
      "its own, and leaves its default network ACL behind",
    async handle({ request, forward }) {
      const vpcId = request.form.get("VpcId") ?? "";
      const { ec2 } = clients(request.region);
      const holders = await contentsOf(ec2, vpcId);
      if (holders.length > 0) {
        throw dependencyViolation(`The vpc '${vpcId}' has dependencies and cannot be deleted.`, holders);
      }
      const answer = await forward();
      if (answer.status === 200) await deleteNetworkAcls(ec2, vpcId);
      return answer;
    },
  };
}

/** What keeps a VPC from being deleted, besides what moto looks at: subnets, route tables, VPN gateways. */
async function contentsOf(ec2: EC2Client, vpcId: string): Promise<string[]> {
  const ofVpc = [{ Name: "vpc-id", Values: [vpcId] }];
  const [gateways, endpoints, groups, acls] = await Promise.all([
    ec2.send(
      new DescribeInternetGatewaysCommand({ Filters: [{ Name: "attachment.vpc-id", Values: [vpcId] }] }),
    ),
    // moto does not know the filter by VPC here.
    ec2.send(new DescribeVpcEndpointsCommand({})),
    ec2.send(new DescribeSecurityGroupsCommand({ Filters: ofVpc })),
    ec2.send(new DescribeNetworkAclsCommand({ Filters: ofVpc })),
  ]);
  return [
    ...(gateways.InternetGateways ?? []).map((gateway) => `internet gateway ${gateway.InternetGatewayId}`),
    ...(endpoints.VpcEndpoints ?? [])
      .filter(({ VpcId, State }) => VpcId === vpcId && `${State}` !== "deleted")
      .map((endpoint) => `endpoint ${endpoint.VpcEndpointId}`),
    ...(groups.SecurityGroups ?? [])
      .filter((group) => group.GroupName !== "default")
      .map((group) => `security group ${group.GroupId}`),
    ...(acls.NetworkAcls ?? [])
      .filter((acl) => !acl.IsDefault)
      .map((acl) => `network ACL ${acl.NetworkAclId}`),
  ];
}

async function deleteNetworkAcls(ec2: EC2Client, vpcId: string): Promise<void> {
  const { NetworkAcls = [] } = await ec2.send(
    new DescribeNetworkAclsCommand({ Filters: [{ Name: "vpc-id", Values: [vpcId] }] }),
  );
  for (const { NetworkAclId } of NetworkAcls) await ec2.send(new DeleteNetworkAclCommand({ NetworkAclId }));
}

/** Refuses to detach an internet gateway while something in the VPC is reachable through it. */
export function internetGatewayDetachment({ clients }: CorrectionContext): Correction {
  return {
    service: "ec2",
    actions: ["DetachInternetGateway"],
    why: "moto detaches it while the VPC has public addresses, such as a NAT gateway's",
    async handle({ request, forward }) {
      const vpcId = request.form.get("VpcId") ?? "";
      const { NetworkInterfaces = [] } = await clients(request.region).ec2.send(
        new DescribeNetworkInterfacesCommand({ Filters: [{ Name: "vpc-id", Values: [vpcId] }] }),
      );
      const mapped = NetworkInterfaces.flatMap(({ Association }) => Association?.PublicIp ?? []);
      if (mapped.length > 0) {
        throw dependencyViolation(
          `Network ${vpcId} has some mapped public address(es). ` +
            "Please unmap those public address(es) before detaching the gateway.",
          mapped,
        );
      }
      return forward();
    },
  };
}

import {
  DescribeNetworkAclsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DisassociateRouteTableCommand,
  ReplaceNetworkAclAssociationCommand,
  type EC2Client,
} from "@aws-sdk/client-ec2";
import type { Correction, CorrectionContext } from "../correction";
import { dependencyViolation } from "./dependency-violation";

/** Refuses to delete a subnet in use, and ends the associations of a deleted one. */
export function subnetDeletion({ clients, holdersOf }: CorrectionContext): Correction {
  return {
    service: "ec2",
    actions: ["DeleteSubnet"],
    why:
      "moto deletes a subnet that holds network interfaces or serves a cluster, and leaves its " +
      "associations behind, which then keep route tables and network ACLs from being deleted",
    async handle({ request, forward }) {
      const subnetId = request.form.get("SubnetId") ?? "";
      const { ec2 } = clients(request.region);
      const { NetworkInterfaces = [] } = await ec2.send(
        new DescribeNetworkInterfacesCommand({ Filters: [{ Name: "subnet-id", Values: [subnetId] }] }),
      );
      const holders = [
        ...NetworkInterfaces.map(({ NetworkInterfaceId }) => `network interface ${NetworkInterfaceId}`),
        ...holdersOf(request.region, subnetId),
      ];
      if (holders.length > 0) {
        throw dependencyViolation(
          `The subnet '${subnetId}' has dependencies and cannot be deleted.`,
          holders,
        );
      }
      const answer = await forward();
      if (answer.status === 200) {
        await leaveRouteTables(ec2, subnetId);
        await leaveNetworkAcls(ec2, subnetId);
      }
      return answer;
    },
  };
}

async function leaveRouteTables(ec2: EC2Client, subnetId: string): Promise<void> {
  const { RouteTables = [] } = await ec2.send(
    new DescribeRouteTablesCommand({ Filters: [{ Name: "association.subnet-id", Values: [subnetId] }] }),
  );
  for (const { SubnetId, RouteTableAssociationId } of RouteTables.flatMap(
    (table) => table.Associations ?? [],
  )) {
    if (SubnetId === subnetId) {
      await ec2.send(new DisassociateRouteTableCommand({ AssociationId: RouteTableAssociationId }));
    }
  }
}

/** The API has no call that ends such an association; moto drops it before it finds the new ACL missing. */
async function leaveNetworkAcls(ec2: EC2Client, subnetId: string): Promise<void> {
  const { NetworkAcls = [] } = await ec2.send(
    new DescribeNetworkAclsCommand({ Filters: [{ Name: "association.subnet-id", Values: [subnetId] }] }),
  );
  for (const { SubnetId, NetworkAclAssociationId } of NetworkAcls.flatMap((acl) => acl.Associations ?? [])) {
    if (SubnetId !== subnetId) continue;
    await ec2
      .send(
        new ReplaceNetworkAclAssociationCommand({
          AssociationId: NetworkAclAssociationId,
          NetworkAclId: "acl-of-a-deleted-subnet",
        }),
      )
      .catch(() => undefined);
  }
}

import {
  DeleteNatGatewayCommand,
  DescribeAddressesCommand,
  paginateDescribeNatGateways,
  ReleaseAddressCommand,
  type NatGatewayState,
} from "@aws-sdk/client-ec2";
import type { ResourceKind } from "../resource-kind";
import { tagsFromList, type Found } from "../found";
import { ofEnvironment } from "./filters";

const PHASES: Readonly<Record<NatGatewayState, Found["phase"]>> = {
  pending: "pending",
  available: "ready",
  failed: "failed",
  deleting: "leaving",
  deleted: "leaving",
};

const ADDRESS: ResourceKind = {
  type: "aws_eip",
  noun: "address",
  isPrecious: true,
  commands: ({ id }) => [`ec2 release-address --allocation-id ${id}`],
  identity: ["tags.Name"],
  async list({ clients: { ec2 }, clusterName }) {
    const { Addresses = [] } = await ec2.send(new DescribeAddressesCommand(ofEnvironment(clusterName)));
    return (
      Addresses.map(({ AllocationId, AssociationId, Tags }) => ({
        AllocationId,
        AssociationId,
        tags: tagsFromList(Tags),
      }))
        // One that a gateway uses is the one to keep.
        .sort((one, other) => Number(!one.AssociationId) - Number(!other.AssociationId))
        .map(({ AllocationId, tags }) => ({
          id: AllocationId!,
          tags,
          phase: "ready",
          attributes: { "tags.Name": tags.Name },
        }))
    );
  },
  async remove({ ec2 }, { id }) {
    await ec2.send(new ReleaseAddressCommand({ AllocationId: id }));
  },
};

/** Billed by the hour, so a second one must not stay. */
const NAT_GATEWAY: ResourceKind = {
  type: "aws_nat_gateway",
  noun: "NAT gateway",
  commands: ({ id }) => [`ec2 delete-nat-gateway --nat-gateway-id ${id}`],
  identity: ["subnet_id", "allocation_id", "tags.Name"],
  async list({ clients: { ec2: client }, clusterName }) {
    const found: Found[] = [];
    const { Filters: Filter } = ofEnvironment(clusterName);
    for await (const { NatGateways = [] } of paginateDescribeNatGateways({ client }, { Filter })) {
      for (const { NatGatewayId, SubnetId, NatGatewayAddresses, State, Tags } of NatGateways) {
        // AWS shows it for an hour after it is gone.
        if (State === "deleted") continue;
        const tags = tagsFromList(Tags);
        found.push({
          id: NatGatewayId!,
          tags,
          phase: PHASES[State!],
          attributes: {
            subnet_id: SubnetId,
            allocation_id: NatGatewayAddresses?.[0]?.AllocationId,
            "tags.Name": tags.Name,
          },
        });
      }
    }
    return found;
  },
  async remove({ ec2 }, { id }) {
    await ec2.send(new DeleteNatGatewayCommand({ NatGatewayId: id }));
  },
};

/** The way from the private subnets to the internet. */
export const NAT_TYPES: readonly ResourceKind[] = [ADDRESS, NAT_GATEWAY];

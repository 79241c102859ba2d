import {
  DeleteNatGatewayCommand,
  DescribeAddressesCommand,
  paginateDescribeNatGateways,
  ReleaseAddressCommand,
  type NatGatewayState,
} from "@aws-sdk/client-ec2";
import type { AdoptableType } from "../adoptable-type";
import { tagsFromList, type Candidate } from "../candidate";
import { ofEnvironment } from "./ec2-filters";

const PHASES: Readonly<Record<NatGatewayState, Candidate["phase"]>> = {
  pending: "pending",
  available: "ready",
  failed: "failed",
  deleting: "leaving",
  deleted: "leaving",
};

const ADDRESS: AdoptableType = {
  type: "aws_eip",
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
const NAT_GATEWAY: AdoptableType = {
  type: "aws_nat_gateway",
  identity: ["subnet_id", "allocation_id", "tags.Name"],
  async list({ clients: { ec2: client }, clusterName }) {
    const found: Candidate[] = [];
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
export const NAT_TYPES: readonly AdoptableType[] = [ADDRESS, NAT_GATEWAY];

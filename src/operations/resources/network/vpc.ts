import {
  DeleteInternetGatewayCommand,
  DeleteRouteTableCommand,
  DeleteSubnetCommand,
  DeleteVpcCommand,
  DetachInternetGatewayCommand,
  paginateDescribeInternetGateways,
  paginateDescribeRouteTables,
  paginateDescribeSubnets,
  paginateDescribeVpcs,
} from "@aws-sdk/client-ec2";
import type { ResourceKind } from "../resource-kind";
import { tagsFromList, type Found } from "../found";
import { ofEnvironment } from "./filters";

/** The VPC itself, without its children. */
const VPC: ResourceKind = {
  type: "aws_vpc",
  noun: "VPC",
  isPrecious: true,
  commands: ({ id }) => [`ec2 delete-vpc --vpc-id ${id}`],
  identity: ["cidr_block", "tags.Name"],
  async list({ clients: { ec2: client }, clusterName }) {
    const found: Found[] = [];
    for await (const { Vpcs = [] } of paginateDescribeVpcs({ client }, ofEnvironment(clusterName))) {
      for (const { VpcId, CidrBlock, Tags, State } of Vpcs) {
        const tags = tagsFromList(Tags);
        found.push({
          id: VpcId!,
          tags,
          phase: State === "pending" ? "pending" : "ready",
          attributes: { cidr_block: CidrBlock, "tags.Name": tags.Name },
        });
      }
    }
    return found;
  },
  async remove({ ec2 }, { id }) {
    await ec2.send(new DeleteVpcCommand({ VpcId: id }));
  },
};

const SUBNET: ResourceKind = {
  type: "aws_subnet",
  noun: "subnet",
  commands: ({ id }) => [`ec2 delete-subnet --subnet-id ${id}`],
  identity: ["vpc_id", "cidr_block", "availability_zone"],
  async list({ clients: { ec2: client }, clusterName }) {
    const found: Found[] = [];
    for await (const { Subnets = [] } of paginateDescribeSubnets({ client }, ofEnvironment(clusterName))) {
      for (const { SubnetId, VpcId, CidrBlock, AvailabilityZone, Tags, State } of Subnets) {
        found.push({
          id: SubnetId!,
          tags: tagsFromList(Tags),
          phase: State === "pending" ? "pending" : "ready",
          attributes: { vpc_id: VpcId, cidr_block: CidrBlock, availability_zone: AvailabilityZone },
        });
      }
    }
    return found;
  },
  async remove({ ec2 }, { id }) {
    await ec2.send(new DeleteSubnetCommand({ SubnetId: id }));
  },
};

/** Created first, attached then: one without a VPC was interrupted in between. */
const INTERNET_GATEWAY: ResourceKind = {
  type: "aws_internet_gateway",
  noun: "internet gateway",
  commands: ({ id, attributes: { vpc_id: vpc } }) => [
    ...(typeof vpc === "string"
      ? [`ec2 detach-internet-gateway --internet-gateway-id ${id} --vpc-id ${vpc}`]
      : []),
    `ec2 delete-internet-gateway --internet-gateway-id ${id}`,
  ],
  identity: ["vpc_id", "tags.Name"],
  async list({ clients: { ec2: client }, clusterName }) {
    const found: Found[] = [];
    const pages = paginateDescribeInternetGateways({ client }, ofEnvironment(clusterName));
    for await (const { InternetGateways = [] } of pages) {
      for (const { InternetGatewayId, Attachments, Tags } of InternetGateways) {
        const tags = tagsFromList(Tags);
        found.push({
          id: InternetGatewayId!,
          tags,
          phase: "ready",
          attributes: { vpc_id: Attachments?.[0]?.VpcId, "tags.Name": tags.Name },
        });
      }
    }
    return found;
  },
  async remove({ ec2 }, { id, attributes }) {
    const vpc = attributes.vpc_id;
    if (typeof vpc === "string") {
      await ec2.send(new DetachInternetGatewayCommand({ InternetGatewayId: id, VpcId: vpc }));
    }
    await ec2.send(new DeleteInternetGatewayCommand({ InternetGatewayId: id }));
  },
};

/** Those that Terraform makes; a VPC's own one is adopted by `aws_default_route_table` itself. */
const ROUTE_TABLE: ResourceKind = {
  type: "aws_route_table",
  noun: "route table",
  commands: ({ id }) => [`ec2 delete-route-table --route-table-id ${id}`],
  identity: ["vpc_id", "tags.Name"],
  async list({ clients: { ec2: client }, clusterName }) {
    const found: Found[] = [];
    const pages = paginateDescribeRouteTables({ client }, ofEnvironment(clusterName));
    for await (const { RouteTables = [] } of pages) {
      for (const { RouteTableId, VpcId, Tags, Associations = [] } of RouteTables) {
        if (Associations.some(({ Main }) => Main)) continue;
        const tags = tagsFromList(Tags);
        found.push({
          id: RouteTableId!,
          tags,
          phase: "ready",
          attributes: { vpc_id: VpcId, "tags.Name": tags.Name },
        });
      }
    }
    return found;
  },
  async remove({ ec2 }, { id }) {
    await ec2.send(new DeleteRouteTableCommand({ RouteTableId: id }));
  },
};

/** A VPC and what it is divided into. */
export const NETWORK_TYPES: readonly ResourceKind[] = [VPC, SUBNET, INTERNET_GATEWAY, ROUTE_TABLE];

import type { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { Construct } from "constructs";
import { NatGateway } from "./nat-gateway";
import type { ZoneRouteTable } from "./subnet-tier";

/** A route for everything that has no narrower one. */
export const DEFAULT_ROUTE = { destinationCidrBlock: "0.0.0.0/0", timeouts: { create: "5m" } } as const;

export interface ZoneEgressProps {
  /** Id of the VPC. */
  readonly vpcId: string;
  /** Prefix of the Name tags. */
  readonly vpcName: string;
  /** Zone, by its name. */
  readonly availabilityZone: string;
  /** The zone's public subnet. */
  readonly publicSubnetId: string;
  /** Way out of the public subnet. */
  readonly internetGateway: InternetGateway;
}

/**
 * A zone's own NAT gateway and route table: when another zone fails, this one still reaches the internet.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html
 */
export class ZoneEgress extends Construct implements ZoneRouteTable {
  readonly routeTableId: string;
  readonly defaultRoute: Route;

  constructor(scope: Construct, id: string, props: ZoneEgressProps) {
    super(scope, id);
    const { vpcId, vpcName, availabilityZone } = props;
    const nat = new NatGateway(this, "nat", {
      name: `${vpcName}-${availabilityZone}`,
      publicSubnetId: props.publicSubnetId,
      internetGateway: props.internetGateway,
    });
    const routeTable = new RouteTable(this, "route-table", {
      vpcId,
      tags: { Name: `${vpcName}-private-${availabilityZone}` },
      // The state keeps this. When single_nat_gateway is switched on again, Terraform moves the subnet to the
      // common table before it deletes this one.
      lifecycle: { createBeforeDestroy: true },
    });
    this.defaultRoute = new Route(this, "nat-route", {
      ...DEFAULT_ROUTE,
      routeTableId: routeTable.id,
      natGatewayId: nat.natGatewayId,
    });
    this.routeTableId = routeTable.id;
  }
}

import type { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { Construct } from "constructs";
import { DEFAULT_ROUTE } from "./default-route";
import { NatGateway } from "./nat-gateway";
import type { ZoneRouteTable } from "./subnet-tier";

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
 * One zone's own way from its private subnet to the internet, which no other zone's failure cuts.
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
      // Stored in the state: with the option switched off, what uses the table leaves it before it goes.
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

import type { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Construct } from "constructs";

/** A route table that one zone has for itself. */
export interface ZoneRouteTable {
  readonly routeTableId: string;
  /** Where it leads to. */
  readonly defaultRoute: Route;
}

export interface SubnetTierProps {
  /** VPC of the subnets. */
  readonly vpcId: string;
  /** Prefix of the Name tags: `<vpcName>-<tier>-<zone>`. */
  readonly vpcName: string;
  /** Whether the subnets are for what the internet may reach. */
  readonly tier: "public" | "private";
  /** IPv4 blocks, one for each zone, in the zones' order. */
  readonly cidrs: readonly string[];
  /** Zones of the subnets, by name. */
  readonly availabilityZones: readonly string[];
  /** Of the second zone and those after it, in their order. @default - they share that of the first */
  readonly laterRouteTables?: readonly ZoneRouteTable[];
}

/** Where the AWS load balancer controller puts load balancers of this tier. */
const LOAD_BALANCER_TAG = {
  public: "kubernetes.io/role/elb",
  private: "kubernetes.io/role/internal-elb",
} as const;

/**
 * The subnets of one tier, one in each zone, with the route table that they share unless a zone has its own.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html
 */
export class SubnetTier extends Construct {
  readonly subnetIds: readonly string[];
  /** Of the first zone, and of all that have none of their own. */
  readonly routeTableId: string;

  constructor(scope: Construct, id: string, props: SubnetTierProps) {
    super(scope, id);
    const { vpcId, vpcName, tier } = props;
    const routeTable = new RouteTable(this, "route-table", { vpcId, tags: { Name: `${vpcName}-${tier}` } });
    this.routeTableId = routeTable.id;
    this.subnetIds = props.cidrs.map((cidrBlock, index) => {
      const availabilityZone = props.availabilityZones[index]!;
      const subnet = new Subnet(this, `subnet-${index}`, {
        vpcId,
        cidrBlock,
        availabilityZone,
        tags: { Name: `${vpcName}-${tier}-${availabilityZone}`, [LOAD_BALANCER_TAG[tier]]: "1" },
      });
      const own = props.laterRouteTables?.[index - 1];
      new RouteTableAssociation(this, `association-${index}`, {
        subnetId: subnet.id,
        routeTableId: own?.routeTableId ?? routeTable.id,
        // A subnet in use moves to the zone's table only after that has its route.
        ...(own ? { dependsOn: [own.defaultRoute] } : {}),
      });
      return subnet.id;
    });
  }
}

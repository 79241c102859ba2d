import { DataAwsAvailabilityZones } from "@cdktf/provider-aws/lib/data-aws-availability-zones";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { Vpc as VpcResource } from "@cdktf/provider-aws/lib/vpc";
import { propertyAccess, Token } from "cdktf";
import { Construct } from "constructs";
import { ZONE_FILTER, ZONES_WITHOUT_EKS } from "../../model/facts/eks";
import { DefaultNetworkResources } from "./default-network-resources";
import { NatGateway } from "./nat-gateway";
import { S3Endpoint } from "./s3-endpoint";
import { SubnetTier } from "./subnet-tier";
import { DEFAULT_ROUTE, ZoneEgress } from "./zone-egress";

export interface VpcProps {
  /** Name tag of the VPC and prefix of those of its parts. */
  readonly name: string;
  /** Region of the VPC, for messages. */
  readonly region: string;
  /** IPv4 block of the VPC. */
  readonly cidr: string;
  /** IPv4 blocks, one for each zone. */
  readonly publicSubnets: readonly string[];
  /** IPv4 blocks, one for each zone. */
  readonly privateSubnets: readonly string[];
  /** False: each zone has a NAT gateway and a private route table of its own. @default true */
  readonly singleNatGateway?: boolean;
  /** Whether private subnets reach S3 through a gateway endpoint. @default true */
  readonly s3Endpoint?: boolean;
}

/**
 * A VPC with a public and a private subnet in each zone; private ones reach the internet through NAT.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
 */
export class Vpc extends Construct {
  readonly vpcId: string;
  readonly privateSubnetIds: readonly string[];

  constructor(scope: Construct, id: string, props: VpcProps) {
    super(scope, id);
    const { name } = props;
    const zones = this.availabilityZones(props.region, props.privateSubnets.length);

    const vpc = new VpcResource(this, "vpc", {
      cidrBlock: props.cidr,
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: { Name: name },
    });
    new DefaultNetworkResources(this, "default", { vpc, vpcName: name });

    const tier = { vpcId: vpc.id, vpcName: name, availabilityZones: zones };
    const publicTier = new SubnetTier(this, "public", {
      ...tier,
      tier: "public",
      cidrs: props.publicSubnets,
    });
    const internetGateway = new InternetGateway(this, "internet-gateway", {
      vpcId: vpc.id,
      tags: { Name: name },
    });
    new Route(this, "internet-route", {
      ...DEFAULT_ROUTE,
      routeTableId: publicTier.routeTableId,
      gatewayId: internetGateway.id,
    });

    const nat = new NatGateway(this, "nat", {
      name: `${name}-${zones[0]!}`,
      publicSubnetId: publicTier.subnetIds[0]!,
      internetGateway,
    });
    // The first zone keeps gateway and table, so that changing over replaces neither.
    const laterZones = props.singleNatGateway === false ? zones.slice(1) : [];
    const egresses = laterZones.map(
      (availabilityZone, index) =>
        new ZoneEgress(this, `egress-${index + 1}`, {
          vpcId: vpc.id,
          vpcName: name,
          availabilityZone,
          publicSubnetId: publicTier.subnetIds[index + 1]!,
          internetGateway,
        }),
    );
    const privateTier = new SubnetTier(this, "private", {
      ...tier,
      tier: "private",
      cidrs: props.privateSubnets,
      laterRouteTables: egresses,
    });
    new Route(this, "nat-route", {
      ...DEFAULT_ROUTE,
      routeTableId: privateTier.routeTableId,
      natGatewayId: nat.natGatewayId,
    });
    if (props.s3Endpoint ?? true) {
      new S3Endpoint(this, "s3", {
        vpcId: vpc.id,
        region: props.region,
        name: `${name}-s3`,
        routeTableIds: [privateTier.routeTableId, ...egresses.map(({ routeTableId }) => routeTableId)],
      });
    }

    this.vpcId = vpc.id;
    this.privateSubnetIds = privateTier.subnetIds;
  }

  /** Names of the first zones of the region, in alphabetical order. */
  private availabilityZones(region: string, count: number): string[] {
    const zones = new DataAwsAvailabilityZones(this, "zones", {
      filter: [ZONE_FILTER],
      excludeZoneIds: ZONES_WITHOUT_EKS,
      lifecycle: {
        postcondition: [
          {
            condition: `\${length(self.names) >= ${count}}`,
            errorMessage: `${region} has fewer than ${count} availability zones for EKS: lower num_azs, with as many public_subnets and private_subnets.`,
          },
        ],
      },
    });
    // An index that fails on a missing zone; element() would begin again at the first one.
    return Array.from({ length: count }, (_, index) => Token.asString(propertyAccess(zones.names, [index])));
  }
}

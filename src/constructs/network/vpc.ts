import { DataAwsAvailabilityZones } from "@cdktf/provider-aws/lib/data-aws-availability-zones";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { Vpc as VpcResource } from "@cdktf/provider-aws/lib/vpc";
import { propertyAccess, Token } from "cdktf";
import { Construct } from "constructs";
import { DefaultNetworkResources } from "./default-network-resources";
import { NatGateway } from "./nat-gateway";
import { SubnetTier } from "./subnet-tier";

export interface VpcProps {
  /** Name tag of the VPC and prefix of those of its parts. */
  readonly name: string;
  readonly region: string;
  readonly cidr: string;
  /** IPv4 blocks, one for each zone. */
  readonly publicSubnets: readonly string[];
  /** IPv4 blocks, one for each zone. */
  readonly privateSubnets: readonly string[];
}

/**
 * Zones that EKS refuses, by id because names differ from account to account.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
 */
const ZONES_WITHOUT_EKS = ["use1-az3", "usw1-az2", "cac1-az3"];

const ANYWHERE = "0.0.0.0/0";
const ROUTE_TIMEOUTS = { create: "5m" };

/** A VPC with a public and a private subnet in each zone, and one NAT gateway for all private ones. */
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
    const privateTier = new SubnetTier(this, "private", {
      ...tier,
      tier: "private",
      cidrs: props.privateSubnets,
    });

    const internetGateway = new InternetGateway(this, "internet-gateway", {
      vpcId: vpc.id,
      tags: { Name: name },
    });
    new Route(this, "internet-route", {
      routeTableId: publicTier.routeTableId,
      destinationCidrBlock: ANYWHERE,
      gatewayId: internetGateway.id,
      timeouts: ROUTE_TIMEOUTS,
    });

    const nat = new NatGateway(this, "nat", {
      name: `${name}-${zones[0]!}`,
      publicSubnetId: publicTier.subnetIds[0]!,
      internetGateway,
    });
    new Route(this, "nat-route", {
      routeTableId: privateTier.routeTableId,
      destinationCidrBlock: ANYWHERE,
      natGatewayId: nat.natGatewayId,
      timeouts: ROUTE_TIMEOUTS,
    });

    this.vpcId = vpc.id;
    this.privateSubnetIds = privateTier.subnetIds;
  }

  /** Names of the first zones of the region, in alphabetical order. */
  private availabilityZones(region: string, count: number): string[] {
    const zones = new DataAwsAvailabilityZones(this, "zones", {
      // Local and Wavelength Zones are opted into, and cannot hold an EKS control plane.
      filter: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
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

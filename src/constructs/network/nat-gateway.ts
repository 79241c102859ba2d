import { Eip } from "@cdktf/provider-aws/lib/eip";
import type { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { NatGateway as NatGatewayResource } from "@cdktf/provider-aws/lib/nat-gateway";
import { Construct } from "constructs";

export interface NatGatewayProps {
  /** Name tag of the gateway and its address. */
  readonly name: string;
  /** Public subnet that it stands in. */
  readonly publicSubnetId: string;
  /** Internet gateway of the VPC. */
  readonly internetGateway: InternetGateway;
}

/**
 * A public NAT gateway with its Elastic IP address.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html
 */
export class NatGateway extends Construct {
  readonly natGatewayId: string;

  constructor(scope: Construct, id: string, props: NatGatewayProps) {
    super(scope, id);
    const tags = { Name: props.name };
    // AWS refuses an address or NAT gateway before the VPC has an internet gateway, and refuses to detach
    // that while they exist.
    const dependsOn = [props.internetGateway];
    const address = new Eip(this, "address", { domain: "vpc", tags, dependsOn });
    const gateway = new NatGatewayResource(this, "gateway", {
      allocationId: address.id,
      subnetId: props.publicSubnetId,
      tags,
      dependsOn,
    });
    this.natGatewayId = gateway.id;
  }
}

import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { ZoneEgress } from "../../../src/constructs/network/zone-egress";
import { synthesizeStack } from "../../support/synthesize";

const stack = synthesizeStack((scope) => {
  new ZoneEgress(scope, "egress", {
    vpcId: "vpc-1",
    vpcName: "batch",
    availabilityZone: "us-east-1b",
    publicSubnetId: "subnet-1",
    internetGateway: new InternetGateway(scope, "internet-gateway"),
  });
});

it("has a NAT gateway in the zone's public subnet, named after the zone", () =>
  expect(stack.resource("egress/nat/gateway")).toMatchObject({
    subnet_id: "subnet-1",
    tags: { Name: "batch-us-east-1b" },
  }));

it("has a route table named after the zone, which goes only when nothing uses it any more", () =>
  expect(stack.resource("egress/route-table")).toMatchObject({
    vpc_id: "vpc-1",
    tags: { Name: "batch-private-us-east-1b" },
    lifecycle: { create_before_destroy: true },
  }));

it("sends everything else through the gateway", () =>
  expect(stack.resource("egress/nat-route")).toMatchObject({
    route_table_id: "${egress/route-table.id}",
    destination_cidr_block: "0.0.0.0/0",
    nat_gateway_id: "${egress/nat/gateway.id}",
    timeouts: { create: "5m" },
  }));

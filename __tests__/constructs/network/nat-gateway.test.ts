import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { NatGateway } from "../../../src/constructs/network/nat-gateway";
import { synthesizeStack } from "../../support/synthesize";

const stack = synthesizeStack((scope) => {
  const internetGateway = new InternetGateway(scope, "internet-gateway");
  new NatGateway(scope, "nat", { name: "batch-us-east-1a", publicSubnetId: "subnet-1", internetGateway });
});

it("has an Elastic IP address of the VPC", () =>
  expect(stack.resource("nat/address")).toMatchObject({ domain: "vpc", tags: { Name: "batch-us-east-1a" } }));

it("is public, in the given subnet", () =>
  expect(stack.resource("nat/gateway")).toMatchObject({
    allocation_id: "${nat/address.id}",
    subnet_id: "subnet-1",
    tags: { Name: "batch-us-east-1a" },
  }));

it.each(["nat/address", "nat/gateway"])("%s waits for the internet gateway", (path) =>
  expect(stack.resource(path).depends_on).toEqual(["internet-gateway"]),
);

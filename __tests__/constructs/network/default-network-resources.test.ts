import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { DefaultNetworkResources } from "../../../src/constructs/network/default-network-resources";
import { synthesizeStack } from "../../support/synthesize";

const stack = synthesizeStack((scope) => {
  new DefaultNetworkResources(scope, "default", { vpc: new Vpc(scope, "vpc"), vpcName: "doeks-aws-batch" });
});

it.each(["network-acl", "route-table", "security-group"])("%s is named after the VPC", (id) =>
  expect(stack.resource(`default/${id}`).tags).toEqual({ Name: "doeks-aws-batch-default" }),
);

describe("the network ACL", () => {
  const acl = stack.resource("default/network-acl");
  const allowAll = { action: "allow", protocol: "-1", from_port: 0, to_port: 0 };

  it("is the VPC's own", () => expect(acl.default_network_acl_id).toBe("${vpc.default_network_acl_id}"));

  it.each(["ingress", "egress"])("allows all %s, IPv4 and IPv6", (direction) =>
    expect(acl[direction]).toEqual([
      { ...allowAll, rule_no: 100, cidr_block: "0.0.0.0/0" },
      { ...allowAll, rule_no: 101, ipv6_cidr_block: "::/0" },
    ]),
  );

  it("lets AWS decide which subnets use it", () =>
    expect(acl.lifecycle).toEqual({ ignore_changes: ["subnet_ids"] }));
});

it("the route table is the VPC's own and has no route beyond it", () =>
  expect(stack.resource("default/route-table")).toMatchObject({
    default_route_table_id: "${vpc.default_route_table_id}",
    route: [],
  }));

it("the security group lets nothing in or out", () =>
  expect(stack.resource("default/security-group")).toMatchObject({
    vpc_id: "${vpc.id}",
    ingress: [],
    egress: [],
  }));

import { Vpc } from "../../../src/constructs/network/vpc";
import { synthesizeStack } from "../../support/synthesize";

const stack = synthesizeStack((scope) => {
  new Vpc(scope, "vpc", {
    name: "doeks-aws-batch",
    region: "us-east-1",
    cidr: "10.1.0.0/16",
    publicSubnets: ["10.1.255.128/26", "10.1.255.192/26"],
    privateSubnets: ["10.1.0.0/17", "10.1.128.0/18"],
  });
});

it("has the 19 resources of the original's VPC", () => {
  const resources = stack
    .tree()
    .split("\n")
    .filter((line) => !line.includes("data."));
  expect(resources).toHaveLength(19);
});

describe("the VPC", () => {
  const vpc = stack.resource("vpc/vpc");

  it("has the block and the name that are asked for", () =>
    expect(vpc).toMatchObject({ cidr_block: "10.1.0.0/16", tags: { Name: "doeks-aws-batch" } }));

  it("resolves and gives DNS names, as EKS demands", () =>
    expect(vpc).toMatchObject({ enable_dns_hostnames: true, enable_dns_support: true }));

  it("leaves tenancy and IPv6 at AWS's defaults", () => {
    expect(vpc).not.toHaveProperty("instance_tenancy");
    expect(vpc).not.toHaveProperty("assign_generated_ipv6_cidr_block");
    expect(vpc).toHaveProperty("cidr_block");
  });

  it("has no endpoint, flow log or DHCP options of its own", () => {
    expect(stack.resourceTypes()).toContain("aws_vpc");
    expect(stack.resourceTypes().filter((type) => /endpoint|flow_log|dhcp/.test(type))).toEqual([]);
  });
});

describe("the zones", () => {
  const zones = stack.resource("vpc/zones");

  it("exclude Local and Wavelength Zones", () =>
    expect(zones.filter).toEqual([{ name: "opt-in-status", values: ["opt-in-not-required"] }]));

  it("exclude those that EKS refuses", () =>
    expect(zones.exclude_zone_ids).toEqual(["use1-az3", "usw1-az2", "cac1-az3"]));

  it("are checked to be enough, with a sentence that says what to do", () =>
    expect(zones.lifecycle).toEqual({
      postcondition: [
        {
          condition: "${length(self.names) >= 2}",
          error_message:
            "us-east-1 has fewer than 2 availability zones for EKS: lower num_azs, with as many " +
            "public_subnets and private_subnets.",
        },
      ],
    }));

  it("are taken in their order, by an index that fails on a missing one", () =>
    expect(stack.resources("aws_subnet").map(({ availability_zone }) => availability_zone)).toEqual([
      "${vpc/zones.names.0}",
      "${vpc/zones.names.1}",
      "${vpc/zones.names.0}",
      "${vpc/zones.names.1}",
    ]));
});

describe("the internet gateway", () => {
  it("is attached to the VPC and named after it", () =>
    expect(stack.resource("vpc/internet-gateway")).toMatchObject({
      vpc_id: "${vpc/vpc.id}",
      tags: { Name: "doeks-aws-batch" },
    }));

  it("is the default route of the public subnets", () =>
    expect(stack.resource("vpc/internet-route")).toMatchObject({
      route_table_id: "${vpc/public/route-table.id}",
      destination_cidr_block: "0.0.0.0/0",
      gateway_id: "${vpc/internet-gateway.id}",
      timeouts: { create: "5m" },
    }));
});

describe("the NAT gateway", () => {
  it("is one for all zones, in the first public subnet, named after its zone", () => {
    expect(stack.resources("aws_nat_gateway")).toEqual([
      expect.objectContaining({
        subnet_id: "${vpc/public/subnet-0.id}",
        tags: { Name: "doeks-aws-batch-${vpc/zones.names.0}" },
      }),
    ]);
  });

  it("is the default route of the private subnets", () =>
    expect(stack.resource("vpc/nat-route")).toMatchObject({
      route_table_id: "${vpc/private/route-table.id}",
      destination_cidr_block: "0.0.0.0/0",
      nat_gateway_id: "${vpc/nat/gateway.id}",
      timeouts: { create: "5m" },
    }));
});

it("three zones have three subnets of each tier", () => {
  const threeZones = synthesizeStack((scope) => {
    new Vpc(scope, "vpc", {
      name: "wide",
      region: "eu-west-1",
      cidr: "10.1.0.0/16",
      publicSubnets: ["10.1.252.0/24", "10.1.253.0/24", "10.1.254.0/24"],
      privateSubnets: ["10.1.0.0/18", "10.1.64.0/18", "10.1.128.0/18"],
    });
  });
  expect(threeZones.resource("vpc/public/subnet-2")).toMatchObject({
    cidr_block: "10.1.254.0/24",
    availability_zone: "${vpc/zones.names.2}",
  });
  expect(threeZones.resource("vpc/private/subnet-2")).toMatchObject({
    cidr_block: "10.1.128.0/18",
    availability_zone: "${vpc/zones.names.2}",
  });
  expect(threeZones.resource("vpc/zones")).toHaveProperty(
    ["lifecycle", "postcondition", 0, "condition"],
    "${length(self.names) >= 3}",
  );
});

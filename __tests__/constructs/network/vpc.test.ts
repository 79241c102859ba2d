import { Vpc, type VpcProps } from "../../../src/constructs/network/vpc";
import { synthesizeStack } from "../../support/synthesize";
import type { SynthesizedStack } from "../../support/synthesized-stack";

function vpcWith(props: Partial<VpcProps> = {}): SynthesizedStack {
  return synthesizeStack((scope) => {
    new Vpc(scope, "vpc", {
      name: "doeks-aws-batch",
      region: "us-east-1",
      cidr: "10.1.0.0/16",
      publicSubnets: ["10.1.255.128/26", "10.1.255.192/26"],
      privateSubnets: ["10.1.0.0/17", "10.1.128.0/18"],
      ...props,
    });
  });
}

const THREE_ZONES = {
  publicSubnets: ["10.1.252.0/24", "10.1.253.0/24", "10.1.254.0/24"],
  privateSubnets: ["10.1.0.0/18", "10.1.64.0/18", "10.1.128.0/18"],
};

const resourcesOf = (vpc: SynthesizedStack): string[] =>
  vpc
    .tree()
    .split("\n")
    .filter((line) => !line.includes("data."));

const stack = vpcWith();

it("has the 19 resources of the original's VPC, and the endpoint for S3", () => {
  expect(resourcesOf(stack)).toHaveLength(20);
  expect(resourcesOf(vpcWith({ s3Endpoint: false }))).toEqual(
    resourcesOf(stack).filter((line) => line !== "vpc/s3/endpoint  aws_vpc_endpoint"),
  );
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

  it("has no DHCP options of its own", () => {
    expect(stack.resourceTypes()).toContain("aws_vpc");
    expect(stack.resourceTypes().filter((type) => type.includes("dhcp"))).toEqual([]);
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

it("the endpoint for S3 is in the route table of the private subnets, not in the public one", () =>
  expect(stack.resource("vpc/s3/endpoint")).toMatchObject({
    vpc_id: "${vpc/vpc.id}",
    service_name: "com.amazonaws.us-east-1.s3",
    route_table_ids: ["${vpc/private/route-table.id}"],
    tags: { Name: "doeks-aws-batch-s3" },
  }));

it("three zones have three subnets of each tier", () => {
  const threeZones = vpcWith(THREE_ZONES);
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

describe("with a NAT gateway for each zone", () => {
  const single = vpcWith(THREE_ZONES);
  const each = vpcWith({ ...THREE_ZONES, singleNatGateway: false });

  it("each is in the public subnet of its zone", () =>
    expect(
      each.resources("aws_nat_gateway").map(({ constructPath, subnet_id }) => [constructPath, subnet_id]),
    ).toEqual([
      ["vpc/egress-1/nat/gateway", "${vpc/public/subnet-1.id}"],
      ["vpc/egress-2/nat/gateway", "${vpc/public/subnet-2.id}"],
      ["vpc/nat/gateway", "${vpc/public/subnet-0.id}"],
    ]));

  it("each private subnet leads to that of its own zone, and changes over once the way is open", () => {
    const associations = [0, 1, 2].map((zone) => each.resource(`vpc/private/association-${zone}`));
    expect(associations.map(({ route_table_id, depends_on }) => [route_table_id, depends_on])).toEqual([
      ["${vpc/private/route-table.id}", undefined],
      ["${vpc/egress-1/route-table.id}", ["vpc/egress-1/nat-route"]],
      ["${vpc/egress-2/route-table.id}", ["vpc/egress-2/nat-route"]],
    ]);
  });

  it("public subnets still share their route table", () =>
    expect(each.resource("vpc/public/association-2").route_table_id).toBe("${vpc/public/route-table.id}"));

  it("the endpoint for S3 is in all private route tables", () =>
    expect(each.resource("vpc/s3/endpoint").route_table_ids).toEqual([
      "${vpc/private/route-table.id}",
      "${vpc/egress-1/route-table.id}",
      "${vpc/egress-2/route-table.id}",
    ]));

  it("nothing but what is added differs from one for all zones, and these associations and the endpoint", () => {
    const added = resourcesOf(each).filter((line) => !resourcesOf(single).includes(line));
    expect(added.map((line) => line.split("  ")[0])).toEqual(
      ["egress-1", "egress-2"].flatMap((egress) =>
        ["nat-route", "nat/address", "nat/gateway", "route-table"].map((part) => `vpc/${egress}/${part}`),
      ),
    );
    const changed = resourcesOf(single)
      .map((line) => line.split("  ")[0]!)
      .filter((path) => JSON.stringify(single.resource(path)) !== JSON.stringify(each.resource(path)));
    expect(changed).toEqual(["vpc/private/association-1", "vpc/private/association-2", "vpc/s3/endpoint"]);
  });
});

import { Route } from "@cdktf/provider-aws/lib/route";
import { SubnetTier } from "../../../src/constructs/network/subnet-tier";
import { synthesizeStack } from "../../support/synthesize";

const stack = synthesizeStack((scope) => {
  const props = {
    vpcId: "vpc-1",
    vpcName: "doeks-aws-batch",
    availabilityZones: ["us-east-1a", "us-east-1b"],
  };
  new SubnetTier(scope, "public", {
    ...props,
    tier: "public",
    cidrs: ["10.1.255.128/26", "10.1.255.192/26"],
  });
  new SubnetTier(scope, "private", { ...props, tier: "private", cidrs: ["10.1.0.0/17", "10.1.128.0/18"] });
});

describe("subnets", () => {
  it.each([
    ["public/subnet-0", "10.1.255.128/26", "us-east-1a"],
    ["public/subnet-1", "10.1.255.192/26", "us-east-1b"],
    ["private/subnet-0", "10.1.0.0/17", "us-east-1a"],
    ["private/subnet-1", "10.1.128.0/18", "us-east-1b"],
  ])("%s is %s in %s", (path, cidr, zone) =>
    expect(stack.resource(path)).toMatchObject({
      vpc_id: "vpc-1",
      cidr_block: cidr,
      availability_zone: zone,
    }),
  );

  it("of the public tier are named after tier and zone and marked for load balancers", () =>
    expect(stack.resource("public/subnet-0").tags).toEqual({
      Name: "doeks-aws-batch-public-us-east-1a",
      "kubernetes.io/role/elb": "1",
    }));

  it("of the private tier are named after tier and zone and marked for internal load balancers", () =>
    expect(stack.resource("private/subnet-1").tags).toEqual({
      Name: "doeks-aws-batch-private-us-east-1b",
      "kubernetes.io/role/internal-elb": "1",
    }));

  it("give no public address to what is launched in them", () => {
    const subnets = stack.resources("aws_subnet");
    expect(subnets).toHaveLength(4);
    expect(subnets.filter((subnet) => "map_public_ip_on_launch" in subnet)).toEqual([]);
  });
});

describe("the route table", () => {
  it.each(["public", "private"])("of the %s tier is one, named after it", (tier) =>
    expect(stack.resource(`${tier}/route-table`)).toMatchObject({
      vpc_id: "vpc-1",
      tags: { Name: `doeks-aws-batch-${tier}` },
    }),
  );

  it.each(["public", "private"])("of the %s tier is that of each of its subnets", (tier) => {
    for (const index of [0, 1]) {
      expect(stack.resource(`${tier}/association-${index}`)).toMatchObject({
        route_table_id: `\${${tier}/route-table.id}`,
        subnet_id: `\${${tier}/subnet-${index}.id}`,
      });
    }
  });

  it("is a zone's own, which leads somewhere first, where later zones have theirs", () => {
    const apart = synthesizeStack((scope) => {
      const defaultRoute = new Route(scope, "route", { routeTableId: "rtb-2" });
      new SubnetTier(scope, "private", {
        vpcId: "vpc-1",
        vpcName: "doeks-aws-batch",
        availabilityZones: ["us-east-1a", "us-east-1b"],
        tier: "private",
        cidrs: ["10.1.0.0/17", "10.1.128.0/18"],
        laterRouteTables: [{ routeTableId: "rtb-2", defaultRoute }],
      });
    });
    expect(apart.resource("private/association-0")).toEqual(stack.resource("private/association-0"));
    expect(apart.resource("private/association-1")).toMatchObject({
      route_table_id: "rtb-2",
      depends_on: ["route"],
    });
  });

  it("holds its routes as resources of their own", () => {
    const tables = stack.resources("aws_route_table");
    expect(tables).toHaveLength(2);
    expect(tables.filter((table) => "route" in table)).toEqual([]);
  });
});

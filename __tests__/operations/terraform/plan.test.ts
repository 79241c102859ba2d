import { knownValues } from "../../../src/operations/resources/resource-kind";
import { plannedResources, UNKNOWN } from "../../../src/operations/terraform/plan";
import { planOf, type Change } from "../adoption/plans";

const [subnet] = plannedResources(
  planOf({
    type: "aws_subnet",
    values: { cidr_block: "10.0.0.0/24", tags: { Name: "a" }, eks_configuration: [{ namespace: "jobs" }] },
    unknown: { vpc_id: true, tags: {}, eks_configuration: [{ eks_cluster_arn: true }] },
  }),
);

it.each([
  ["cidr_block", "10.0.0.0/24"],
  ["tags.Name", "a"],
  ["tags.Other", null],
  ["eks_configuration.0.namespace", "jobs"],
  ["eks_configuration.0.eks_cluster_arn", UNKNOWN],
  ["vpc_id", UNKNOWN],
  ["vpc_id.0.within", UNKNOWN],
  ["ipv6_cidr_block", null],
])("%s has the value that the plan gives it", (path, value) => {
  expect(subnet!.value(path)).toBe(value);
});

it("counts as new only what is created where the state has nothing", () => {
  const plan = planOf(
    { type: "a", address: "a.new", values: {} },
    { type: "a", address: "a.same", values: {}, actions: ["no-op"] },
    { type: "a", address: "a.replaced", values: {}, actions: ["create", "delete"] },
  );
  expect(plannedResources(plan).map(({ address, isNew }) => [address, isNew])).toEqual([
    ["a.new", true],
    ["a.same", false],
    ["a.replaced", false],
  ]);
});

it("leaves out data sources, deposed objects and what is destroyed", () => {
  const change = { actions: ["create"], after: {}, after_unknown: {} };
  const resource = { address: "a.b", type: "a", mode: "managed", change };
  const plan = {
    resource_changes: [
      { ...resource, mode: "data" },
      { ...resource, deposed: "0a1b2c3d" },
      { ...resource, change: { actions: ["delete"], after: null } },
    ],
  };
  expect(plannedResources(plan)).toEqual([]);
  expect(plannedResources({ ...plan, resource_changes: [resource] })).toHaveLength(1);
});

it("gathers the known values of an attribute, each once", () => {
  const route = (values: object, unknown: object = {}): Change => ({ type: "aws_route", values, unknown });
  const plan = planOf(
    route({ route_table_id: "rtb-1" }),
    route({ route_table_id: "rtb-1" }),
    route({}, { route_table_id: true }),
  );
  expect(knownValues(plannedResources(plan), "route_table_id")).toEqual(["rtb-1"]);
});

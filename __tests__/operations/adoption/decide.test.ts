import type { ResourceKind } from "../../../src/operations/resources/resource-kind";
import type { Found } from "../../../src/operations/resources/found";
import { decide } from "../../../src/operations/adoption/decide";
import { plannedResources } from "../../../src/operations/terraform/plan";
import { planOf, type Change } from "./plans";

const TYPE: ResourceKind = {
  type: "aws_nat_gateway",
  noun: "NAT gateway",
  identity: ["subnet_id"],
  list: () => Promise.resolve([]),
  remove: () => Promise.resolve(),
};

const gateway = (id: string, rest: Partial<Found> = {}): Found => ({
  id,
  tags: {},
  phase: "ready",
  attributes: { subnet_id: "subnet-1" },
  ...rest,
});

const planned = (name: string, rest: Partial<Change> = {}): Change => ({
  type: TYPE.type,
  address: `aws_nat_gateway.${name}`,
  values: { subnet_id: "subnet-1" },
  ...rest,
});

/** `action id address` of each decision. */
function decisions(
  changes: readonly Change[],
  candidates: readonly Found[],
  type: ResourceKind = TYPE,
): string[] {
  return decide(type, plannedResources(planOf(...changes)), candidates).map(
    ({ action, found, address }) => `${action} ${found.id} ${address}`,
  );
}

it("imports what the plan is about to create again", () => {
  expect(decisions([planned("a")], [gateway("nat-1")])).toEqual(["import nat-1 aws_nat_gateway.a"]);
});

it("gives each planned resource at most one, and removes the double", () => {
  expect(decisions([planned("a")], [gateway("nat-1"), gateway("nat-2")])).toEqual([
    "import nat-1 aws_nat_gateway.a",
    "remove nat-2 aws_nat_gateway.a",
  ]);
});

it("gives two equal planned resources one each", () => {
  expect(decisions([planned("a"), planned("b")], [gateway("nat-1"), gateway("nat-2")])).toEqual([
    "import nat-1 aws_nat_gateway.a",
    "import nat-2 aws_nat_gateway.b",
  ]);
});

it.each([["no-op"], ["update"], ["create,delete"]])(
  "removes a double of what the state has and the plan gives %s",
  (actions) => {
    const kept = planned("a", { actions: actions.split(",") });
    expect(decisions([kept], [gateway("nat-2")])).toEqual(["remove nat-2 aws_nat_gateway.a"]);
  },
);

it("leaves alone what looks like no resource of this stack", () => {
  const other = gateway("nat-3", { attributes: { subnet_id: "subnet-9" } });
  expect(decisions([planned("a")], [other])).toEqual([]);
});

it("removes in a clean-up what looks like no resource of this stack, but is surely the environment's", () => {
  const other = gateway("nat-3", { attributes: { subnet_id: "subnet-9" } });
  const anothers = gateway("nat-4", { attributes: { subnet_id: "subnet-9" } });
  const changes = plannedResources(planOf(planned("a")));
  expect(decide(TYPE, changes, [other, anothers], ({ id }) => id === "nat-3")).toEqual([
    { kind: TYPE, found: other, action: "remove", address: undefined },
  ]);
});

it("leaves for the next plan what may then have a place", () => {
  const unknown = planned("a", { values: {}, unknown: { subnet_id: true } });
  expect(decisions([unknown], [gateway("nat-1")])).toEqual([]);
  const kept = planned("b", { actions: ["no-op"] });
  expect(decisions([unknown, kept], [gateway("nat-1")])).toEqual([]);
});

it("prefers one that is ready, and removes one that failed", () => {
  const failed = gateway("nat-1", { phase: "failed" });
  const pending = gateway("nat-2", { phase: "pending" });
  expect(decisions([planned("a")], [failed, pending, gateway("nat-3")])).toEqual([
    "import nat-3 aws_nat_gateway.a",
    "remove nat-2 aws_nat_gateway.a",
    "remove nat-1 aws_nat_gateway.a",
  ]);
  expect(decisions([planned("a")], [failed])).toEqual(["remove nat-1 aws_nat_gateway.a"]);
});

it("takes what AWS is removing for gone", () => {
  expect(decisions([planned("a")], [gateway("nat-1", { phase: "leaving" })])).toEqual([]);
});

it("removes what is never imported", () => {
  expect(decisions([planned("a")], [gateway("nat-1")], { ...TYPE, isImported: false })).toEqual([
    "remove nat-1 aws_nat_gateway.a",
  ]);
});

it("removes nothing of a type that cannot be there twice", () => {
  const single: ResourceKind = { type: TYPE.type, noun: TYPE.noun, identity: TYPE.identity, list: TYPE.list };
  expect(decisions([planned("a")], [gateway("nat-1"), gateway("nat-2")], single)).toEqual([
    "import nat-1 aws_nat_gateway.a",
  ]);
});

import type { ResourceKind } from "../../../src/operations/resources/resource-kind";
import type { Found } from "../../../src/operations/resources/found";
import { matches } from "../../../src/operations/adoption/match";
import { plannedResources } from "../../../src/operations/terraform/plan";
import { planOf } from "./plans";

const SUFFIX = "20261123221630983600000002";

function match(
  values: object,
  attributes: Found["attributes"],
  unknown: object = {},
): ReturnType<typeof matches> {
  const type: ResourceKind = {
    noun: "a",
    type: "a",
    identity: Object.keys(attributes),
    list: () => Promise.resolve([]),
  };
  const [planned] = plannedResources(planOf({ type: "a", values, unknown }));
  return matches(type, planned!, { id: "a-1", tags: {}, phase: "ready", attributes });
}

it("says yes when every attribute agrees", () => {
  expect(match({ vpc_id: "vpc-1", port: 53 }, { vpc_id: "vpc-1", port: 53 })).toBe("yes");
});

it("says no when one differs, whatever the others", () => {
  expect(match({ port: 53 }, { vpc_id: "vpc-1", port: 54 }, { vpc_id: true })).toBe("no");
});

it("waits for the next plan when one is not known yet", () => {
  expect(match({ port: 53 }, { vpc_id: "vpc-1", port: 53 }, { vpc_id: true })).toBe("later");
});

it("takes what AWS does not have yet for a step that was not reached", () => {
  expect(match({ vpc_id: "vpc-1" }, { vpc_id: undefined })).toBe("yes");
});

it("tells nothing from something", () => {
  expect(match({ cidr_ipv4: "0.0.0.0/0" }, { cidr_ipv4: null })).toBe("no");
  expect(match({}, { cidr_ipv4: null })).toBe("yes");
});

it.each([
  [`doeks-node-${SUFFIX}`, "yes"],
  [`doeks-node-2-${SUFFIX}`, "no"],
  [`my-doeks-node-${SUFFIX}`, "no"],
  ["doeks-node-", "no"],
  ["doeks-node-by-hand", "no"],
])("a name prefix takes the names that Terraform makes: %s %s", (name, answer) => {
  expect(match({ name_prefix: "doeks-node-" }, { name_prefix: name })).toBe(answer);
});

it("takes no name for that of a resource without a prefix", () => {
  expect(match({ name_prefix: null }, { name_prefix: SUFFIX })).toBe("no");
});

it("compares policies by what they say", () => {
  const document = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"a:B"}]}';
  const same = '{ "Statement": [{"Action": "a:B", "Effect": "Allow"}], "Version": "2012-10-17" }';
  expect(match({ policy: document }, { policy: same })).toBe("yes");
  expect(match({ policy: document }, { policy: same.replace("a:B", "a:C") })).toBe("no");
});

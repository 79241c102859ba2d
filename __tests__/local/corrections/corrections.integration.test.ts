import { allCorrections } from "../../../local/corrections/all-corrections";
import { addressCases } from "./network/address.cases";
import { alertCases } from "./alerts/alert.cases";
import { bucketPolicyCases } from "./bucket-policy.cases";
import { CorrectedAccount } from "./corrected-account";
import { filterCases, offeringCases } from "./description.cases";
import { deletedTagCases } from "./tags/deleted-tag.cases";
import { iamDeletionCases } from "./iam.cases";
import { launchTemplateTagCases } from "./tags/launch-template-tag.cases";
import { networkDeletionCases } from "./network/deletion.cases";
import { natGatewayCases } from "./network/nat-gateway.cases";
import { networkAclCases } from "./network/network-acl.cases";
import { securityGroupRuleCases } from "./security-groups/rule.cases";
import { vpcEndpointRouteCases } from "./network/vpc-endpoint-route.cases";

// One moto serves all cases: they live in files of their own, each with resources of its own.
const account = new CorrectedAccount();
beforeAll(() => account.start());
afterAll(() => account.stop());

describe("a launch template's own tags", () => launchTemplateTagCases(account));
describe("the tags of EC2", () => deletedTagCases(account));
describe("a security group rule", () => securityGroupRuleCases(account));
describe("a NAT gateway", () => natGatewayCases(account));
describe("a rule of a network ACL", () => networkAclCases(account));
describe("a public address", () => addressCases(account));
describe("a gateway endpoint", () => vpcEndpointRouteCases(account));
describe("the deletion of", () => networkDeletionCases(account));
describe("a bucket's policy", () => bucketPolicyCases(account));
describe("the deletion of IAM's", () => iamDeletionCases(account));
describe("a filter", () => filterCases(account));
describe("the offerings of instance types", () => offeringCases(account));
describe("for alerts:", () => alertCases(account));

test("each correction says why, and no call is corrected twice", () => {
  const corrections = allCorrections({
    clients: (region) => account.gateway.moto.clients(region),
    lifecycle: account.lifecycle,
    holdersOf: () => [],
  });
  const calls = corrections.flatMap(({ service, actions }) =>
    actions.map((action) => `${service} ${action}`),
  );
  expect(new Set(calls).size).toBe(calls.length);
  for (const { why } of corrections) expect(why).toMatch(/moto/);
});

import { actionsOf } from "../../../local/protocol/aws-api";
import { signed } from "../../support/conformance/signed-request";
import { ACCESS_KEY_ID, eks, emulated } from "./emulated-eks";
import { cluster } from "./ready-made";

/*
 * Comes last: it judges the answers that the suites before it were given. That every one of them is
 * as the model says is checked when the emulator is closed.
 */

const clusterName = "nowhere";
const name = clusterName;
const nodegroupName = "none";
const principalArn = "arn:aws:iam::123456789012:role/nobody";
const resourceArn = "arn:aws:eks:us-east-1:123456789012:cluster/nowhere";

/** What the other suites do not refuse. */
const REFUSED: Readonly<Record<string, () => Promise<unknown>>> = {
  ListClusters: () => eks.listClusters({ nextToken: "made up" }),
  DescribeUpdate: () => eks.describeUpdate({ name, updateId: "none" }),
  ListUpdates: () => eks.listUpdates({ name }),
  ListNodegroups: () => eks.listNodegroups({ clusterName }),
  DeleteNodegroup: () => eks.deleteNodegroup({ clusterName, nodegroupName }),
  UpdateNodegroupConfig: () => eks.updateNodegroupConfig({ clusterName, nodegroupName }),
  UpdateNodegroupVersion: () => eks.updateNodegroupVersion({ clusterName, nodegroupName }),
  ListAddons: () => eks.listAddons({ clusterName }),
  DeleteAddon: () => eks.deleteAddon({ clusterName, addonName: "vpc-cni" }),
  UpdateAddon: () => eks.updateAddon({ clusterName, addonName: "vpc-cni" }),
  DescribeAddonVersions: () => eks.describeAddonVersions({ nextToken: "made up" }),
  DescribeAddonConfiguration: () =>
    eks.describeAddonConfiguration({ addonName: "vpc-cni", addonVersion: "v0.0.0" }),
  UpdateAccessEntry: () => eks.updateAccessEntry({ clusterName, principalArn }),
  DeleteAccessEntry: () => eks.deleteAccessEntry({ clusterName, principalArn }),
  ListAssociatedAccessPolicies: () => eks.listAssociatedAccessPolicies({ clusterName, principalArn }),
  DescribeClusterVersions: () => eks.describeClusterVersions({ nextToken: "made up" }),
  TagResource: () => eks.tagResource({ resourceArn, tags: { a: "1" } }),
  UntagResource: () => eks.untagResource({ resourceArn, tagKeys: ["a"] }),
};

describe("AWS's model of EKS", () => {
  it.each(Object.entries(REFUSED))("declares the error of %s", async (action, call) => {
    await expect(call()).rejects.toThrow();
    expect(emulated.conformance.answersOf(action)).toContainEqual(expect.stringMatching(/Exception$/));
  });

  it("was held against a success and an error of every action that is emulated", async () => {
    await cluster("with-a-list");
    await eks.listNodegroups({ clusterName: "with-a-list" });
    const actions = emulated.service.operations.map(({ action }) => action);
    expect(actions.length).toBeGreaterThan(30);
    const answers = actions.map((action) => [action, emulated.conformance.answersOf(action)] as const);
    expect(answers.filter(([, all]) => !all.includes("success") || all.length < 2)).toEqual([]);
  });

  it("has the emulated actions at the same paths", () => {
    const { operations } = emulated.service;
    const bound = operations.map(({ action, method, path }) => `${action} ${method} ${path}`);
    const inModel = actionsOf("eks").map(
      ({ name: action, method, path }) => `${action} ${method} ${path.replace(/\{(\w+)\}/g, ":$1")}`,
    );
    expect(inModel).toEqual(expect.arrayContaining(bound));
  });

  it("has other actions: each is answered with 501 and its name", async () => {
    const emulatedActions = emulated.service.operations.map(({ action }) => action);
    const others = actionsOf("eks").filter((action) => !emulatedActions.includes(action.name));
    expect(others.length).toBeGreaterThan(20);
    for (const action of others) {
      const answer = await signed("eks", ACCESS_KEY_ID, emulated.proxy.endpoint, action);
      expect([answer.status, await answer.json()]).toMatchObject([
        501,
        { __type: "NotImplemented", message: `The emulator does not implement ${action.name}.` },
      ]);
    }
  });
});

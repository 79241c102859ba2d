import type { EKS } from "@aws-sdk/client-eks";
import { eks } from "./emulated-eks";

describe("what there is to choose from", () => {
  it("is every supported Kubernetes version, and the others on request", async () => {
    const versions = async (request: Parameters<EKS["describeClusterVersions"]>[0]) =>
      (await eks.describeClusterVersions(request)).clusterVersions!.map(
        ({ clusterVersion }) => clusterVersion,
      );
    expect(await versions({})).toEqual(["1.36", "1.35", "1.34", "1.33", "1.32", "1.31"]);
    expect(await versions({ includeAll: true })).toContain("1.30");
    expect(await versions({ clusterVersions: ["1.30", "1.35"] })).toEqual(["1.35", "1.30"]);
    expect(await versions({ versionStatus: "STANDARD_SUPPORT" })).toEqual(["1.36", "1.35", "1.34"]);
    expect(await versions({ defaultOnly: true })).toHaveLength(1);
    const { clusterVersions } = await eks.describeClusterVersions({ clusterVersions: ["1.34"] });
    expect(clusterVersions).toMatchObject([
      { status: "standard-support", endOfStandardSupportDate: new Date("2026-12-02") },
    ]);
  });

  it("is at least two versions of each add-on for each Kubernetes version, one of them the default", async () => {
    for (const kubernetesVersion of ["1.30", "1.31", "1.32", "1.33", "1.34", "1.35", "1.36"]) {
      const { addons } = await eks.describeAddonVersions({ kubernetesVersion });
      expect(addons).toHaveLength(6);
      for (const { addonName, addonVersions } of addons!) {
        const defaults = addonVersions!.filter(({ compatibilities }) => compatibilities![0]!.defaultVersion);
        expect([addonName, kubernetesVersion, addonVersions!.length >= 2, defaults.length]).toEqual([
          addonName,
          kubernetesVersion,
          true,
          1,
        ]);
      }
    }
  });

  it("is a schema for the configuration of each add-on", async () => {
    const { configurationSchema } = await eks.describeAddonConfiguration({
      addonName: "coredns",
      addonVersion: "v1.13.2-eksbuild.21",
    });
    expect(JSON.parse(configurationSchema!)).toMatchObject({
      type: "object",
      properties: { replicaCount: { type: "integer" } },
    });
  });

  it("is AWS's access policies, page by page", async () => {
    const { accessPolicies, nextToken } = await eks.listAccessPolicies({ maxResults: 5 });
    expect(accessPolicies).toHaveLength(5);
    const { accessPolicies: rest } = await eks.listAccessPolicies({ nextToken });
    expect(rest?.map(({ name }) => name)).toContain("AmazonEKSViewPolicy");
    await expect(eks.listAccessPolicies({ nextToken: "made up" })).rejects.toMatchObject({
      name: "NotImplemented",
      message:
        "The emulator does not implement what ListAccessPolicies answers when nextToken is not valid, of EKS.",
    });
  });
});

import { eks, emulated } from "../emulated-eks";
import { addonStatus, cluster, nodegroup, until } from "../ready-made";

describe("an add-on", () => {
  beforeAll(async () => {
    await cluster("extended");
    await cluster("bare");
  });

  it("that needs nodes becomes ACTIVE when they are there, the others before", async () => {
    const clusterName = "extended";
    for (const addonName of ["vpc-cni", "kube-proxy", "coredns", "aws-ebs-csi-driver"]) {
      await eks.createAddon({ clusterName, addonName, resolveConflicts: "OVERWRITE" });
    }
    await until(() => addonStatus(clusterName, "vpc-cni"), "ACTIVE");
    await until(() => addonStatus(clusterName, "kube-proxy"), "ACTIVE");
    await new Promise((resolve) => setTimeout(resolve, 50));
    for (const addonName of ["coredns", "aws-ebs-csi-driver"]) {
      const { addon } = await eks.describeAddon({ clusterName, addonName });
      expect(addon?.status).toBe("DEGRADED");
      expect(addon?.health?.issues).toMatchObject([{ code: "InsufficientNumberOfReplicas" }]);
    }
    await nodegroup(clusterName, "nodes");
    await until(() => addonStatus(clusterName, "coredns"), "ACTIVE");
    const { addon } = await eks.describeAddon({ clusterName, addonName: "coredns" });
    expect(addon?.health?.issues).toEqual([]);
    await until(() => addonStatus(clusterName, "aws-ebs-csi-driver"), "ACTIVE");
    const arn = "arn:aws:eks:us-east-1:123456789012:cluster/extended";
    expect(emulated.service.find("us-east-1", arn)).toMatchObject({
      status: "ACTIVE",
      version: "1.35",
      activeAddons: ["vpc-cni", "kube-proxy", "coredns", "aws-ebs-csi-driver"],
    });
    expect((await eks.listAddons({ clusterName })).addons).toHaveLength(4);
  });

  it("that needs nodes is DEGRADED when the last of them have gone, and ACTIVE when there are others", async () => {
    const clusterName = "left";
    await cluster(clusterName);
    await nodegroup(clusterName, "one");
    await nodegroup(clusterName, "two");
    for (const addonName of ["vpc-cni", "coredns"]) await eks.createAddon({ clusterName, addonName });
    await until(() => addonStatus(clusterName, "coredns"), "ACTIVE");
    const gone = async (nodegroupName: string): Promise<void> => {
      await eks.deleteNodegroup({ clusterName, nodegroupName });
      const has = async (): Promise<boolean> =>
        (await eks.listNodegroups({ clusterName })).nodegroups!.includes(nodegroupName);
      await until(has, false);
    };
    await gone("one");
    expect(await addonStatus(clusterName, "coredns")).toBe("ACTIVE");
    await gone("two");
    expect(await addonStatus(clusterName, "coredns")).toBe("DEGRADED");
    expect(await addonStatus(clusterName, "vpc-cni")).toBe("ACTIVE");
    await nodegroup(clusterName, "three");
    await until(() => addonStatus(clusterName, "coredns"), "ACTIVE");
  });

  it("has the default version for its cluster, and takes the newest one by an update", async () => {
    const { addons } = await eks.describeAddonVersions({ addonName: "vpc-cni", kubernetesVersion: "1.35" });
    const versions = addons![0]!.addonVersions!;
    expect(versions.length).toBeGreaterThanOrEqual(2);
    const standard = versions.find(
      ({ compatibilities }) => compatibilities![0]!.defaultVersion,
    )!.addonVersion;
    const newest = versions[0]!.addonVersion;
    expect(newest).not.toBe(standard);
    const names = { clusterName: "extended", addonName: "vpc-cni" };
    expect((await eks.describeAddon(names)).addon?.addonVersion).toBe(standard);
    const { update } = await eks.updateAddon({
      ...names,
      addonVersion: newest,
      configurationValues: '{"env":{"WARM_IP_TARGET":"2"}}',
    });
    await until(
      async () =>
        (await eks.describeUpdate({ name: "extended", addonName: "vpc-cni", updateId: update!.id })).update
          ?.status,
      "Successful",
    );
    expect((await eks.describeAddon(names)).addon).toMatchObject({
      status: "ACTIVE",
      addonVersion: newest,
      configurationValues: '{"env":{"WARM_IP_TARGET":"2"}}',
    });
  });

  it.each([
    ["a name that EKS does not know", { addonName: "nope" }, "Addon specified is not supported"],
    [
      "a version for another Kubernetes version",
      { addonVersion: "v1.36.0-eksbuild.17" },
      "Addon version specified is not supported",
    ],
    ["values that are no object", { configurationValues: "[]" }, /Json schema validation failed/],
    [
      "a role that does not exist",
      { serviceAccountRoleArn: "arn:aws:iam::123456789012:role/nobody" },
      /does not exist/,
    ],
  ] as const)("is refused with %s", async (_, more, message) => {
    await expect(
      eks.createAddon({ clusterName: "bare", addonName: "kube-proxy", ...more }),
    ).rejects.toMatchObject({
      name: "InvalidParameterException",
      message: typeof message === "string" ? message : (expect.stringMatching(message) as string),
    });
  });

  it("is refused a second time, and unknown before the first", async () => {
    await expect(eks.createAddon({ clusterName: "extended", addonName: "vpc-cni" })).rejects.toMatchObject({
      name: "ResourceInUseException",
      message: "Addon already exists.",
    });
    await expect(
      eks.describeAddon({ clusterName: "extended", addonName: "eks-pod-identity-agent" }),
    ).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: "No addon: eks-pod-identity-agent found in cluster: extended",
    });
  });

  it.each([
    ["eks.addon.create", "CREATE_FAILED", "ConfigurationConflict"],
    ["eks.addon.health", "DEGRADED", "InsufficientNumberOfReplicas"],
  ])("by a fault in %s ends %s", async (transition, status, code) => {
    const names = { clusterName: "extended", addonName: "eks-pod-identity-agent" };
    emulated.faults.order({ transition, resource: names.addonName, reason: "on request" });
    await eks.createAddon(names);
    await until(() => addonStatus(names.clusterName, names.addonName), status);
    expect((await eks.describeAddon(names)).addon?.health?.issues).toMatchObject([
      { code, message: "on request" },
    ]);
    await eks.deleteAddon({ ...names, preserve: true });
    await until(
      () => addonStatus(names.clusterName, names.addonName).catch((error: Error) => error.name),
      "ResourceNotFoundException",
    );
  });
});

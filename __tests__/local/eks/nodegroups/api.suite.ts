import { CreateLaunchTemplateCommand } from "@aws-sdk/client-ec2";
import { createRole, eks, emulated } from "../emulated-eks";
import { cluster, nodegroup, nodegroupStatus, until, updateStatus } from "../ready-made";

describe("a node group", () => {
  beforeAll(() => cluster("with-nodes"));

  it("has EKS's defaults", async () => {
    await nodegroup("with-nodes", "default");
    const { nodegroup: active } = await eks.describeNodegroup({
      clusterName: "with-nodes",
      nodegroupName: "default",
    });
    expect(active).toMatchObject({
      version: "1.35",
      releaseVersion: expect.stringMatching(/^1\.35\.\d+-\d{8}$/) as string,
      capacityType: "ON_DEMAND",
      amiType: "AL2023_x86_64_STANDARD",
      instanceTypes: ["t3.medium"],
      diskSize: 20,
      scalingConfig: { minSize: 1, maxSize: 2, desiredSize: 2 },
      updateConfig: { maxUnavailable: 1 },
      health: { issues: [] },
      labels: {},
    });
    expect(active?.resources?.autoScalingGroups?.[0]?.name).toMatch(/^eks-default-[0-9a-f-]{36}$/);
    expect(active?.launchTemplate).toBeUndefined();
  });

  it("takes a launch template by id and shows its id, name and version, and no disk size", async () => {
    const { LaunchTemplate } = await emulated.clients.ec2.send(
      new CreateLaunchTemplateCommand({
        LaunchTemplateName: "nodes",
        LaunchTemplateData: { Monitoring: { Enabled: true } },
      }),
    );
    const id = LaunchTemplate!.LaunchTemplateId!;
    await nodegroup("with-nodes", "templated", {
      launchTemplate: { id, version: "$Latest" },
      updateConfig: { maxUnavailablePercentage: 33 },
    });
    const { nodegroup: active } = await eks.describeNodegroup({
      clusterName: "with-nodes",
      nodegroupName: "templated",
    });
    expect(active?.launchTemplate).toEqual({ id, name: "nodes", version: "1" });
    expect(active?.updateConfig).toEqual({ maxUnavailablePercentage: 33 });
    expect(active?.diskSize).toBeUndefined();
    expect(emulated.service.holdersOf("us-east-1", id)).toEqual([
      "EKS node group templated of cluster with-nodes",
    ]);
    await expect(
      nodegroup("with-nodes", "both", { launchTemplate: { id }, diskSize: 20 }),
    ).rejects.toMatchObject({ message: "Disk size must be specified within the launch template." });
  });

  it.each([
    [
      "a role that does not exist",
      { nodeRole: "arn:aws:iam::123456789012:role/nobody" },
      /nobody cannot be found/,
    ],
    ["a subnet that does not exist", { subnets: ["subnet-0"] }, /'subnet-0' does not exist/],
    [
      "a launch template that does not exist",
      { launchTemplate: { id: "lt-00000000000000000" } },
      /does not exist/,
    ],
    ["an instance type that does not exist", { instanceTypes: ["m5.huge"] }, /do not exist: \[m5.huge\]/],
    ["instances that cannot run the image", { instanceTypes: ["m7g.large"] }, /not a valid instance type/],
    [
      "an image that is no longer published",
      { amiType: "AL2_x86_64" },
      /only supported for kubernetes versions/,
    ],
    [
      "more nodes than the most",
      { scalingConfig: { minSize: 1, maxSize: 2, desiredSize: 3 } },
      /can't be greater than max size 2/,
    ],
    [
      "a version that is not its cluster's",
      { version: "1.34" },
      /should be equal to Cluster kubernetes version/,
    ],
  ] as const)("is refused with %s", async (_, more, message) => {
    await expect(nodegroup("with-nodes", "refused", more as object)).rejects.toMatchObject({
      name: "InvalidParameterException",
      message: expect.stringMatching(message) as string,
      clusterName: "with-nodes",
      nodegroupName: "refused",
    });
  });

  it("is refused with a role that EC2 may not assume", async () => {
    await expect(
      nodegroup("with-nodes", "refused", { nodeRole: emulated.clusterRole }),
    ).rejects.toMatchObject({
      message: expect.stringMatching(/^Following required service principals/) as string,
    });
  });

  it("keeps its cluster from being deleted", async () => {
    await expect(eks.deleteCluster({ name: "with-nodes" })).rejects.toMatchObject({
      name: "ResourceInUseException",
      message: "Cluster has nodegroups attached",
    });
  });

  it("changes its sizes, labels and taints", async () => {
    const names = { clusterName: "with-nodes", nodegroupName: "default" };
    const { update } = await eks.updateNodegroupConfig({
      ...names,
      scalingConfig: { minSize: 2, maxSize: 10, desiredSize: 2 },
      labels: { addOrUpdateLabels: { pool: "system" } },
      taints: { addOrUpdateTaints: [{ key: "a", value: "1", effect: "NO_SCHEDULE" }] },
    });
    expect(update?.type).toBe("ConfigUpdate");
    await until(() => updateStatus("with-nodes", update!.id!, "default"), "Successful");
    expect((await eks.describeNodegroup(names)).nodegroup).toMatchObject({
      status: "ACTIVE",
      scalingConfig: { minSize: 2, maxSize: 10, desiredSize: 2 },
      labels: { pool: "system" },
      taints: [{ key: "a", value: "1", effect: "NO_SCHEDULE" }],
    });
  });

  it("follows its cluster to a newer Kubernetes version", async () => {
    await cluster("upgraded", { version: "1.34" });
    await nodegroup("upgraded", "nodes");
    const { update: ofCluster } = await eks.updateClusterVersion({ name: "upgraded", version: "1.35" });
    await until(() => updateStatus("upgraded", ofCluster!.id!), "Successful");
    expect(
      (await eks.describeNodegroup({ clusterName: "upgraded", nodegroupName: "nodes" })).nodegroup?.version,
    ).toBe("1.34");
    const { update } = await eks.updateNodegroupVersion({
      clusterName: "upgraded",
      nodegroupName: "nodes",
      version: "1.35",
    });
    await until(() => updateStatus("upgraded", update!.id!, "nodes"), "Successful");
    expect(
      (await eks.describeNodegroup({ clusterName: "upgraded", nodegroupName: "nodes" })).nodegroup,
    ).toMatchObject({
      version: "1.35",
      releaseVersion: expect.stringMatching(/^1\.35\./) as string,
    });
  });

  it("lets its nodes in through an access entry that goes with the last group of its role", async () => {
    const nodeRole = await createRole(emulated.clients, "other-nodes", "ec2");
    await cluster("joined");
    const entryType = async (): Promise<string | undefined> =>
      eks
        .describeAccessEntry({ clusterName: "joined", principalArn: nodeRole })
        .then(({ accessEntry }) => accessEntry?.type)
        .catch((error: Error) => error.name);
    await nodegroup("joined", "one", { nodeRole });
    await nodegroup("joined", "two", { nodeRole });
    expect(await entryType()).toBe("EC2_LINUX");
    const arn = "arn:aws:eks:us-east-1:123456789012:cluster/joined";
    expect(emulated.service.find("us-east-1", arn)?.admitsNodeRole(nodeRole)).toBe(true);
    for (const nodegroupName of ["one", "two"]) {
      expect(await entryType()).toBe("EC2_LINUX");
      await eks.deleteNodegroup({ clusterName: "joined", nodegroupName });
      await until(
        () => nodegroupStatus("joined", nodegroupName).catch((error: Error) => error.name),
        "ResourceNotFoundException",
      );
    }
    expect(await entryType()).toBe("ResourceNotFoundException");
    expect(emulated.service.find("us-east-1", arn)?.admitsNodeRole(nodeRole)).toBe(false);
  });

  it("ends CREATE_FAILED with an issue by an ordered fault", async () => {
    emulated.faults.order({
      transition: "eks.nodegroup.create",
      resource: "lost",
      reason: "Instances failed to join the kubernetes cluster",
    });
    await eks.createNodegroup({
      clusterName: "with-nodes",
      nodegroupName: "lost",
      nodeRole: emulated.nodeRole,
      subnets: emulated.network.subnetIds,
    });
    await until(() => nodegroupStatus("with-nodes", "lost"), "CREATE_FAILED");
    expect(
      (await eks.describeNodegroup({ clusterName: "with-nodes", nodegroupName: "lost" })).nodegroup?.health
        ?.issues,
    ).toMatchObject([
      { code: "NodeCreationFailure", message: "Instances failed to join the kubernetes cluster" },
    ]);
  });
});

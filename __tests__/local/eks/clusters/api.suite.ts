import { DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeSecurityGroupsCommand } from "@aws-sdk/client-ec2";
import { createNetwork, eks, emulated } from "../emulated-eks";
import { cluster, clusterStatus, until } from "../ready-made";

describe("a cluster", () => {
  it("has what AWS fills in once it is ACTIVE", async () => {
    const created = await eks.createCluster(emulated.clusterInput("filled", { tags: { team: "batch" } }));
    expect(created.cluster).toMatchObject({
      status: "CREATING",
      arn: "arn:aws:eks:us-east-1:123456789012:cluster/filled",
      tags: { team: "batch" },
    });
    expect(created.cluster?.endpoint).toBeUndefined();
    await until(() => clusterStatus("filled"), "ACTIVE");
    const { cluster: active } = await eks.describeCluster({ name: "filled" });
    expect(active).toMatchObject({
      version: "1.35",
      platformVersion: expect.stringMatching(/^eks\.\d+$/) as string,
      resourcesVpcConfig: {
        vpcId: emulated.network.vpcId,
        subnetIds: emulated.network.subnetIds,
        securityGroupIds: [],
        endpointPublicAccess: true,
        endpointPrivateAccess: false,
        publicAccessCidrs: ["0.0.0.0/0"],
      },
      kubernetesNetworkConfig: { serviceIpv4Cidr: "172.20.0.0/16", ipFamily: "ipv4" },
      accessConfig: { authenticationMode: "API_AND_CONFIG_MAP" },
      upgradePolicy: { supportType: "EXTENDED" },
      health: { issues: [] },
    });
    expect(active?.accessConfig?.bootstrapClusterCreatorAdminPermissions).toBeUndefined();
    expect(active?.createdAt?.getFullYear()).toBe(new Date().getFullYear());
    const id = /^https:\/\/([0-9A-F]{32})\.gr7\.us-east-1\.eks\.amazonaws\.com$/.exec(active!.endpoint!)![1];
    expect(active?.identity?.oidc?.issuer).toBe(`https://oidc.eks.us-east-1.amazonaws.com/id/${id}`);
    expect(Buffer.from(active!.certificateAuthority!.data!, "base64").toString()).toContain("CERTIFICATE");
  });

  it("gets the other service range when its VPC is not in 10.0.0.0/8", async () => {
    const { subnetIds } = await createNetwork(emulated.clients, "192.168");
    const { cluster: created } = await eks.createCluster(
      emulated.clusterInput("other-range", { resourcesVpcConfig: { subnetIds } }),
    );
    expect(created?.kubernetesNetworkConfig?.serviceIpv4Cidr).toBe("10.100.0.0/16");
  });

  it("has a security group of its own, which goes with it", async () => {
    await cluster("grouped");
    const { cluster: active } = await eks.describeCluster({ name: "grouped" });
    const groupId = active!.resourcesVpcConfig!.clusterSecurityGroupId!;
    const describe = new DescribeSecurityGroupsCommand({
      Filters: [{ Name: "group-id", Values: [groupId] }],
    });
    const [group] = (await emulated.clients.ec2.send(describe)).SecurityGroups!;
    expect(group?.GroupName).toMatch(/^eks-cluster-sg-grouped-\d+$/);
    expect(group?.Description).toMatch(/^EKS created security group applied to ENI/);
    expect(group?.Tags).toEqual(
      expect.arrayContaining([
        { Key: "Name", Value: group?.GroupName },
        { Key: "kubernetes.io/cluster/grouped", Value: "owned" },
      ]),
    );
    expect(group?.IpPermissions).toMatchObject([
      { IpProtocol: "-1", UserIdGroupPairs: [{ GroupId: groupId }] },
    ]);
    expect(emulated.service.holdersOf("us-east-1", groupId)).toEqual(["EKS cluster grouped"]);

    await eks.deleteCluster({ name: "grouped" });
    await until(
      () => clusterStatus("grouped").catch((error: Error) => error.name),
      "ResourceNotFoundException",
    );
    expect((await emulated.clients.ec2.send(describe)).SecurityGroups).toEqual([]);
  });

  it("makes its log group when it logs and there is none, and leaves it behind", async () => {
    await cluster("logging", {
      logging: { clusterLogging: [{ types: ["audit", "api"], enabled: true }] },
    });
    const { cluster: active } = await eks.describeCluster({ name: "logging" });
    expect(active?.logging?.clusterLogging).toEqual([
      { types: ["api", "audit"], enabled: true },
      { types: ["authenticator", "controllerManager", "scheduler"], enabled: false },
    ]);
    await eks.deleteCluster({ name: "logging" });
    await until(
      () => clusterStatus("logging").catch((error: Error) => error.name),
      "ResourceNotFoundException",
    );
    const { logGroups } = await emulated.clients.logs.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: "/aws/eks/logging/" }),
    );
    expect(logGroups).toMatchObject([{ logGroupName: "/aws/eks/logging/cluster" }]);
  });

  it("is the same for the same client token, and in use for another one", async () => {
    const input = emulated.clusterInput("once", { clientRequestToken: "token-1" });
    const [first, second] = await Promise.all([eks.createCluster(input), eks.createCluster(input)]);
    expect(second.cluster?.arn).toBe(first.cluster?.arn);
    await expect(eks.createCluster({ ...input, clientRequestToken: "token-2" })).rejects.toMatchObject({
      name: "ResourceInUseException",
      message: "Cluster already exists with name: once",
      clusterName: "once",
      $metadata: { httpStatusCode: 409 },
    });
  });

  it("becomes FAILED by an ordered fault and can then be deleted", async () => {
    emulated.faults.order({ transition: "eks.cluster.create", resource: "ill-fated", reason: "no capacity" });
    await eks.createCluster(emulated.clusterInput("ill-fated"));
    await until(() => clusterStatus("ill-fated"), "FAILED");
    const { cluster: failed } = await eks.describeCluster({ name: "ill-fated" });
    expect(failed?.health?.issues).toMatchObject([{ message: "no capacity" }]);
    await expect(eks.deleteCluster({ name: "ill-fated" })).resolves.toMatchObject({
      cluster: { status: "DELETING" },
    });
  });

  it("gives its creator an access entry as administrator unless told not to", async () => {
    await cluster("bootstrapped", { accessConfig: { authenticationMode: "API" } });
    const principalArn = "arn:aws:iam::123456789012:user/emulator";
    expect((await eks.listAccessEntries({ clusterName: "bootstrapped" })).accessEntries).toEqual([
      principalArn,
    ]);
    const { associatedAccessPolicies } = await eks.listAssociatedAccessPolicies({
      clusterName: "bootstrapped",
      principalArn,
    });
    expect(associatedAccessPolicies).toMatchObject([
      {
        policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
        accessScope: { type: "cluster", namespaces: [] },
      },
    ]);
  });

  it("is unknown under another name", async () => {
    await expect(eks.describeCluster({ name: "nowhere" })).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: "No cluster found for name: nowhere.",
      $metadata: { httpStatusCode: 404 },
    });
  });

  it("is listed page by page", async () => {
    await cluster("page-1");
    await cluster("page-2");
    const all = (await eks.listClusters({})).clusters!;
    const paged: string[] = [];
    let nextToken: string | undefined;
    do {
      const answer = await eks.listClusters({ maxResults: 1, nextToken });
      expect(answer.clusters).toHaveLength(1);
      paged.push(...answer.clusters!);
      nextToken = answer.nextToken;
    } while (nextToken);
    expect(paged).toEqual(all);
    expect(all).toEqual(expect.arrayContaining(["page-1", "page-2"]));
  });
});

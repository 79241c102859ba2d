import { eks, emulated } from "../emulated-eks";

describe("a new cluster", () => {
  it.each([
    ["a name with a dot", { name: "a.b" }, /clusterName/],
    ["a Kubernetes version past its support", { version: "1.30" }, /^unsupported Kubernetes version$/],
    ["a role that does not exist", { roleArn: "arn:aws:iam::123456789012:role/nobody" }, /does not exist/],
    [
      "a subnet that does not exist",
      { resourcesVpcConfig: { subnetIds: ["subnet-0"] } },
      /'subnet-0' does not exist/,
    ],
    [
      "no way to its endpoint",
      { resourcesVpcConfig: { endpointPublicAccess: false, endpointPrivateAccess: false } },
      /^Private and public endpoint access cannot be false$/,
    ],
    [
      "a security group that does not exist",
      { resourcesVpcConfig: { securityGroupIds: ["sg-0"] } },
      /The security group 'sg-0' does not exist/,
    ],
    [
      "a key that does not exist",
      {
        encryptionConfig: [
          { resources: ["secrets"], provider: { keyArn: "arn:aws:kms:us-east-1:123456789012:key/0" } },
        ],
      },
      /does not exist/,
    ],
    [
      "no administrator at all",
      { accessConfig: { authenticationMode: "CONFIG_MAP", bootstrapClusterCreatorAdminPermissions: false } },
      /bootstrapClusterCreatorAdminPermissions must be true/,
    ],
  ] as const)("is refused with %s", async (_, more, message) => {
    const input = emulated.clusterInput("refused", more as object);
    input.resourcesVpcConfig = {
      ...emulated.clusterInput("").resourcesVpcConfig,
      ...input.resourcesVpcConfig,
    };
    await expect(eks.createCluster(input)).rejects.toMatchObject({
      name: "InvalidParameterException",
      message: expect.stringMatching(message) as string,
      $metadata: { httpStatusCode: 400 },
    });
  });

  it("is refused with subnets in one zone only", async () => {
    const subnetIds = emulated.network.subnetIds.slice(0, 1);
    await expect(
      eks.createCluster(emulated.clusterInput("narrow", { resourcesVpcConfig: { subnetIds } })),
    ).rejects.toMatchObject({ message: "Subnets specified must be in at least two different AZs" });
  });

  it("is refused with a role that EKS may not assume", async () => {
    await expect(
      eks.createCluster(emulated.clusterInput("untrusted", { roleArn: emulated.nodeRole })),
    ).rejects.toMatchObject({ name: "InvalidParameterException" });
  });

  it("is refused, not half made, with what the emulator does not implement", async () => {
    await expect(
      eks.createCluster(emulated.clusterInput("auto", { computeConfig: { enabled: true } })),
    ).rejects.toMatchObject({ name: "NotImplemented", $metadata: { httpStatusCode: 501 } });
  });
});

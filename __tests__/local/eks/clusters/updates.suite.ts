import { CreateKeyCommand } from "@aws-sdk/client-kms";
import { eks, emulated } from "../emulated-eks";
import { cluster, clusterStatus, nodegroup, until, updateStatus } from "../ready-made";

describe("an update of a cluster", () => {
  beforeAll(() => cluster("changing", { version: "1.34" }));

  it("turns logging on and makes the log group", async () => {
    const { update } = await eks.updateClusterConfig({
      name: "changing",
      logging: { clusterLogging: [{ types: ["api"], enabled: true }] },
    });
    expect(update).toMatchObject({ type: "LoggingUpdate", status: "InProgress", errors: [] });
    await until(() => updateStatus("changing", update!.id!), "Successful");
    const { cluster: changed } = await eks.describeCluster({ name: "changing" });
    expect(changed).toMatchObject({
      status: "ACTIVE",
      logging: { clusterLogging: [{ types: ["api"], enabled: true }, { enabled: false }] },
    });
    expect((await eks.listUpdates({ name: "changing" })).updateIds).toContain(update!.id);
  });

  it("changes the endpoint, and is refused when it is so already", async () => {
    const change = () =>
      eks.updateClusterConfig({
        name: "changing",
        resourcesVpcConfig: { endpointPrivateAccess: true, publicAccessCidrs: ["203.0.113.0/24"] },
      });
    const { update } = await change();
    expect(update).toMatchObject({
      type: "EndpointAccessUpdate",
      params: [
        { type: "EndpointPublicAccess", value: "true" },
        { type: "EndpointPrivateAccess", value: "true" },
        { type: "PublicAccessCidrs", value: '["203.0.113.0/24"]' },
      ],
    });
    await until(() => updateStatus("changing", update!.id!), "Successful");
    await expect(change()).rejects.toMatchObject({
      name: "InvalidParameterException",
      message:
        "Cluster is already at the desired configuration with endpointPrivateAccess: true , endpointPublicAccess: true, and Public Endpoint Restrictions: [203.0.113.0/24]",
    });
  });

  it("is one thing at a time", async () => {
    await expect(
      eks.updateClusterConfig({
        name: "changing",
        upgradePolicy: { supportType: "STANDARD" },
        accessConfig: { authenticationMode: "API" },
      }),
    ).rejects.toMatchObject({ message: "Only one type of update can be allowed." });
  });

  it("goes up one minor version, not two, and not down", async () => {
    const to = (version: string) => eks.updateClusterVersion({ name: "changing", version });
    await expect(to("1.36")).rejects.toMatchObject({
      name: "InvalidParameterException",
      message: "Unsupported Kubernetes minor version update from 1.34 to 1.36",
    });
    await expect(to("1.33")).rejects.toMatchObject({ name: "InvalidParameterException" });
    const { update } = await to("1.35");
    await until(() => updateStatus("changing", update!.id!), "Successful");
    expect((await eks.describeCluster({ name: "changing" })).cluster?.version).toBe("1.35");
  });

  it("encrypts secrets once", async () => {
    const { KeyMetadata } = await emulated.clients.kms.send(new CreateKeyCommand({}));
    const encryptionConfig = [{ resources: ["secrets"], provider: { keyArn: KeyMetadata!.Arn! } }];
    const { update } = await eks.associateEncryptionConfig({ clusterName: "changing", encryptionConfig });
    await until(() => updateStatus("changing", update!.id!), "Successful");
    expect((await eks.describeCluster({ name: "changing" })).cluster).toMatchObject({ encryptionConfig });
    await expect(
      eks.associateEncryptionConfig({ clusterName: "changing", encryptionConfig }),
    ).rejects.toMatchObject({ name: "InvalidParameterException" });
  });

  it("fails by an ordered fault and leaves the cluster as it was", async () => {
    emulated.faults.order({ transition: "eks.cluster.update", resource: "changing", reason: "on request" });
    const { update } = await eks.updateClusterConfig({
      name: "changing",
      upgradePolicy: { supportType: "STANDARD" },
    });
    await until(() => updateStatus("changing", update!.id!), "Failed");
    expect(
      (await eks.describeUpdate({ name: "changing", updateId: update!.id })).update?.errors,
    ).toMatchObject([{ errorMessage: "on request" }]);
    expect((await eks.describeCluster({ name: "changing" })).cluster).toMatchObject({
      status: "ACTIVE",
      upgradePolicy: { supportType: "EXTENDED" },
    });
  });

  it("holds off other updates, node groups and deletion until it is done", async () => {
    await cluster("busy");
    emulated.delays["eks.cluster.update"] = 600;
    const { update } = await eks.updateClusterConfig({
      name: "busy",
      upgradePolicy: { supportType: "STANDARD" },
    });
    delete emulated.delays["eks.cluster.update"];
    expect(await clusterStatus("busy")).toBe("UPDATING");
    await expect(eks.updateClusterVersion({ name: "busy", version: "1.36" })).rejects.toMatchObject({
      name: "ResourceInUseException",
      message: `Cannot VersionUpdate because cluster busy currently has update ${update!.id} in progress`,
    });
    await expect(nodegroup("busy", "nodes")).rejects.toMatchObject({ name: "ResourceInUseException" });
    await expect(eks.deleteCluster({ name: "busy" })).rejects.toMatchObject({
      name: "ResourceInUseException",
      message: "Cannot delete because cluster busy currently has an update in progress",
    });
  });
});

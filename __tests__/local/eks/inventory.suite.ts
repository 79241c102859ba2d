import { eks, emulated } from "./emulated-eks";
import { cluster, nodegroup } from "./ready-made";

describe("the inventory", () => {
  beforeAll(async () => {
    await cluster("listed");
    await nodegroup("listed", "nodes");
    await eks.createAddon({ clusterName: "listed", addonName: "vpc-cni" });
  });

  it("holds clusters, node groups, add-ons and access entries", () => {
    const items = emulated.service.inventory();
    expect(items).toEqual(
      expect.arrayContaining([
        { service: "eks", type: "cluster", id: "listed", region: "us-east-1" },
        { service: "eks", type: "nodegroup", id: "listed/nodes", region: "us-east-1" },
        { service: "eks", type: "addon", id: "listed/vpc-cni", region: "us-east-1" },
        { service: "eks", type: "access-entry", id: `listed/${emulated.nodeRole}`, region: "us-east-1" },
      ]),
    );
  });

  it("tells who holds subnets and roles", () => {
    const [subnetId] = emulated.network.subnetIds;
    expect(emulated.service.holdersOf("us-east-1", subnetId!)).toEqual(
      expect.arrayContaining(["EKS cluster listed", "EKS node group nodes of cluster listed"]),
    );
    expect(emulated.service.holdersOf("us-east-1", "nodes")).toContain(
      "EKS node group nodes of cluster listed",
    );
    expect(emulated.service.holdersOf("us-east-1", emulated.clusterRole)).toContain("EKS cluster listed");
    expect(emulated.service.holdersOf("eu-west-1", subnetId!)).toEqual([]);
  });
});

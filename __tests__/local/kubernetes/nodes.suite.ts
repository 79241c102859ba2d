import type { NodeObject } from "../../../local/kubernetes/nodes";
import { until } from "../eks/ready-made";
import { describeWithApiServer } from "../../support/kubernetes/api-server";
import { api, emulated, SHARED_CLUSTER } from "./emulator-with-kubernetes";

describeWithApiServer("the nodes of a managed node group", () => {
  const GROUP = { clusterName: SHARED_CLUSTER, nodegroupName: "group" };
  const isActive = (): Promise<void> =>
    until(async () => (await emulated.eks.describeNodegroup(GROUP)).nodegroup?.status, "ACTIVE");
  const nodes = (): Promise<NodeObject[]> => api.list<NodeObject>("/api/v1/nodes");

  test("join before they are ready, with the labels, taints and resources that EKS gives them", async () => {
    const told: string[] = [];
    const watch = api.watch<NodeObject>("/api/v1/nodes", (type, { status }) => {
      told.push(`${type} ${status.conditions?.find((condition) => condition.type === "Ready")?.status}`);
    });
    await emulated.eks.createNodegroup({
      ...GROUP,
      nodeRole: emulated.nodeRole,
      subnets: emulated.subnetIds,
      instanceTypes: ["m5.large"],
      labels: { team: "one" },
      taints: [{ key: "batch", value: "yes", effect: "NO_SCHEDULE" }],
      scalingConfig: { minSize: 1, maxSize: 3, desiredSize: 2 },
    });
    await isActive();
    watch.close();
    expect(told.slice(0, 2)).toEqual(["ADDED False", "ADDED False"]);
    expect(told.at(-1)).toBe("MODIFIED True");
    const [one, other] = await nodes();
    expect(one?.metadata.name).toMatch(/^ip-10-1-[01]-\d+\.ec2\.internal$/);
    expect(one).toMatchObject({
      metadata: {
        labels: {
          team: "one",
          "eks.amazonaws.com/nodegroup": "group",
          "eks.amazonaws.com/capacityType": "ON_DEMAND",
          "kubernetes.io/arch": "amd64",
          "kubernetes.io/hostname": one?.metadata.name,
          "node.kubernetes.io/instance-type": "m5.large",
        },
      },
      spec: {
        providerID: expect.stringMatching(/^aws:\/\/\/us-east-1[ab]\/i-0[0-9a-f]{16}$/) as string,
        taints: [{ key: "batch", value: "yes", effect: "NoSchedule" }],
      },
      status: {
        capacity: { cpu: "2", memory: "8Gi", pods: "29" },
        allocatable: { cpu: "1930m", memory: "7518Mi", pods: "29" },
      },
    });
    const zones = [one, other].map((node) => node?.metadata.labels?.["topology.kubernetes.io/zone"]);
    expect(zones.sort()).toEqual(["us-east-1a", "us-east-1b"]);
  });

  test("change with their node group", async () => {
    await emulated.eks.updateNodegroupConfig({
      ...GROUP,
      labels: { addOrUpdateLabels: { size: "small" }, removeLabels: ["team"] },
      taints: { removeTaints: [{ key: "batch", effect: "NO_SCHEDULE" }] },
      scalingConfig: { desiredSize: 1 },
    });
    await isActive();
    const [node, ...others] = await nodes();
    expect(others).toEqual([]);
    expect(node?.metadata.labels).toMatchObject({ size: "small" });
    expect(node?.metadata.labels).not.toHaveProperty("team");
    expect(node?.spec.taints ?? []).toEqual([]);
  });

  test("go with their node group", async () => {
    await emulated.eks.deleteNodegroup(GROUP);
    await until(async () => (await emulated.eks.listNodegroups(GROUP)).nodegroups?.length, 0);
    expect(await nodes()).toEqual([]);
  });
});

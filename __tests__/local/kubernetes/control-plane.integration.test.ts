import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KubernetesClient } from "../../../local/kubernetes/client";
import { until } from "../eks/ready-made";
import { describeWithKubernetes, EmulatorWithKubernetes } from "./emulator-with-kubernetes";

describeWithKubernetes("the control plane of a cluster", () => {
  let emulated: EmulatorWithKubernetes;

  beforeAll(async () => {
    emulated = await EmulatorWithKubernetes.start();
  });

  afterAll(async () => {
    await emulated.stop();
  });

  const dataOfClusters = (): string[] => readdirSync(join(emulated.directory, "kubernetes"));

  test("answers once the cluster is ACTIVE, with a certificate of the cluster's authority, until it is deleted", async () => {
    const { endpoint, certificateAuthority } = await emulated.cluster("one");
    expect(endpoint).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    const stranger = KubernetesClient.connect({ endpoint, certificateAuthority, token: "of-nobody" });
    await expect(stranger.get("/readyz")).rejects.toMatchObject({ status: 401, reason: "Unauthorized" });
    expect(dataOfClusters()).toHaveLength(1);

    await emulated.eks.deleteCluster({ name: "one" });
    await until(async () => (await emulated.eks.listClusters()).clusters?.length, 0);
    await expect(stranger.get("/readyz")).rejects.toThrow("ECONNREFUSED");
    expect(dataOfClusters()).toEqual([]);
  });
});

describeWithKubernetes("a control plane that does not start", () => {
  test("leaves the cluster FAILED, with the reason", async () => {
    const broken = join(tmpdir(), `broken-assets-${process.pid}`);
    mkdirSync(broken);
    writeFileSync(join(broken, "etcd"), "#!/bin/sh\necho Error: no disk >&2\nexit 7\n", { mode: 0o700 });
    writeFileSync(join(broken, "kube-apiserver"), "#!/bin/sh\nexec sleep 1000\n", { mode: 0o700 });
    const emulated = await EmulatorWithKubernetes.start(undefined, broken);
    try {
      await emulated.cluster("broken", {}, "FAILED");
      const { cluster } = await emulated.eks.describeCluster({ name: "broken" });
      expect(cluster?.health?.issues?.[0]?.message).toBe("etcd ended with status 7: Error: no disk");
    } finally {
      await emulated.stop();
      rmSync(broken, { recursive: true });
    }
  });
});

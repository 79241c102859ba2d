import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KubernetesClient } from "../../../local/kubernetes/client";
import { until } from "../eks/ready-made";
import { describeWithApiServer } from "../../support/kubernetes/api-server";
import { emulated, EmulatorWithKubernetes } from "./emulator-with-kubernetes";

describeWithApiServer("the control plane of a cluster", () => {
  test("answers with a certificate of the cluster's authority, until the cluster is deleted", async () => {
    const { endpoint, certificateAuthority } = await emulated.describe("access");
    expect(endpoint).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    const stranger = KubernetesClient.connect({ endpoint, certificateAuthority, token: "of-nobody" });
    await expect(stranger.get("/readyz")).rejects.toMatchObject({ status: 401, reason: "Unauthorized" });
    const dataOfClusters = (): number => readdirSync(join(emulated.directory, "kubernetes")).length;
    expect(dataOfClusters()).toBe(2);

    await emulated.eks.deleteCluster({ name: "access" });
    await until(async () => (await emulated.eks.listClusters()).clusters?.length, 1);
    await expect(stranger.get("/readyz")).rejects.toThrow("ECONNREFUSED");
    expect(dataOfClusters()).toBe(1);
  });

  test("leaves the cluster FAILED, with the reason, where it does not start", async () => {
    const broken = join(tmpdir(), `broken-assets-${process.pid}`);
    mkdirSync(broken);
    writeFileSync(join(broken, "etcd"), "#!/bin/sh\necho Error: no disk >&2\nexit 7\n", { mode: 0o700 });
    writeFileSync(join(broken, "kube-apiserver"), "#!/bin/sh\nexec sleep 1000\n", { mode: 0o700 });
    const other = await EmulatorWithKubernetes.start(undefined, broken);
    try {
      await other.cluster("broken", {}, "FAILED");
      const { cluster } = await other.eks.describeCluster({ name: "broken" });
      expect(cluster?.health?.issues?.[0]?.message).toBe("etcd ended with status 7: Error: no disk");
    } finally {
      await other.stop();
      rmSync(broken, { recursive: true });
    }
  });
});

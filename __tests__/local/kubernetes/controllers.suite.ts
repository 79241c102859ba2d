import { NodeObjects } from "../../../local/kubernetes/nodes";
import type { KubernetesObject } from "../../../local/kubernetes/objects";
import { until } from "../eks/ready-made";
import { describeWithApiServer } from "../../support/kubernetes/api-server";
import { api, emulated, SHARED_CLUSTER } from "./emulator-with-kubernetes";

interface WithStatus extends KubernetesObject {
  readonly status: Readonly<Record<string, unknown>>;
}

interface Namespace extends KubernetesObject {
  readonly status: {
    readonly phase: string;
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly message: string;
    }[];
  };
}

const NAMESPACES = "/api/v1/namespaces";

describeWithApiServer("what the emulator plays of the control plane's controllers", () => {
  const becomes = (ask: () => Promise<unknown>, wanted: unknown): Promise<void> =>
    until(async () => JSON.stringify(await ask()), JSON.stringify(wanted));
  const namespace = async (name: string): Promise<void> => {
    await api.create(NAMESPACES, { metadata: { name } });
    await becomes(
      async () =>
        (await api.list(`${NAMESPACES}/${name}/serviceaccounts`)).map(({ metadata }) => metadata.name),
      ["default"],
    );
  };
  const pod = (name: string, more: object = {}, spec: object = {}): object => ({
    metadata: { name, ...more },
    spec: {
      containers: [
        { name: "main", image: "busybox", resources: { requests: { cpu: "250m", memory: "64Mi" } } },
      ],
      ...spec,
    },
  });

  test("a new namespace has a default service account and the cluster's certificate authority", async () => {
    await namespace("furnished");
    const { certificateAuthority } = await emulated.describe(SHARED_CLUSTER);
    await becomes(
      async () =>
        (await api.find<{ data: object }>(`${NAMESPACES}/furnished/configmaps/kube-root-ca.crt`))?.data,
      { "ca.crt": certificateAuthority },
    );
    const created = await api.create(`${NAMESPACES}/furnished/pods`, pod("allowed"));
    expect(created).toMatchObject({ spec: { serviceAccountName: "default" } });
  });

  test("a deleted namespace goes with everything in it", async () => {
    await namespace("emptied");
    await api.create(`${NAMESPACES}/emptied/pods`, pod("waiting"));
    await api.create(`${NAMESPACES}/emptied/configmaps`, { metadata: { name: "kept" } });
    await api.delete(`${NAMESPACES}/emptied`);
    await becomes(() => api.find(`${NAMESPACES}/emptied`), undefined);
  });

  test("a deleted namespace tells what holds it, until that goes", async () => {
    await namespace("held");
    const held = `${NAMESPACES}/held/pods/held`;
    await api.create(`${NAMESPACES}/held/pods`, pod("held", { finalizers: ["example.com/hold"] }));
    await api.delete(`${NAMESPACES}/held`);
    const problems = async (): Promise<string[]> =>
      ((await api.get<Namespace>(`${NAMESPACES}/held`)).status.conditions ?? [])
        .filter(({ status }) => status === "True")
        .map(({ type, message }) => `${type}: ${message}`);
    await becomes(problems, [
      "NamespaceContentRemaining: Some resources are remaining: pods. has 1 resource instances",
      "NamespaceFinalizersRemaining: Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances",
    ]);
    expect((await api.get<Namespace>(`${NAMESPACES}/held`)).status.phase).toBe("Terminating");
    await api.patch(held, { metadata: { finalizers: null } });
    await becomes(() => api.find(`${NAMESPACES}/held`), undefined);
  });

  test("a quota tells what is used, and lets no more in", async () => {
    await namespace("limited");
    const quotas = `${NAMESPACES}/limited/resourcequotas`;
    const used = async (): Promise<unknown> => (await api.get<WithStatus>(`${quotas}/few`)).status.used;
    await api.create(quotas, {
      metadata: { name: "few" },
      spec: { hard: { pods: "2", "requests.cpu": "600m", "requests.memory": "1Gi", configmaps: "10" } },
    });
    await becomes(used, { configmaps: "1", pods: "0", "requests.cpu": "0", "requests.memory": "0" });
    await api.create(`${NAMESPACES}/limited/pods`, pod("one"));
    await api.create(`${NAMESPACES}/limited/pods`, pod("two"));
    await becomes(used, { configmaps: "1", pods: "2", "requests.cpu": "500m", "requests.memory": "128Mi" });
    await expect(api.create(`${NAMESPACES}/limited/pods`, pod("three"))).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining("exceeded quota: few") as string,
    });
    await api.delete(`${NAMESPACES}/limited/pods/one`);
    await becomes(used, { configmaps: "1", pods: "1", "requests.cpu": "250m", "requests.memory": "64Mi" });
  });

  test("a deleted pod goes where no kubelet would end it, and stays where one does", async () => {
    const nodes = new NodeObjects(api);
    const node = { labels: {}, taints: [], capacity: {}, allocatable: {}, kubernetesVersion: "1.35" };
    await nodes.register({ ...node, name: "without-kubelet", addresses: [] });
    await nodes.register({ ...node, name: "with-kubelet", addresses: [], kubeletPort: 10250 });
    await namespace("running");
    const pods = `${NAMESPACES}/running/pods`;
    await api.create(pods, pod("abandoned", {}, { nodeName: "without-kubelet" }));
    await api.create(pods, pod("ended", {}, { nodeName: "with-kubelet" }));
    await api.delete(`${pods}/ended`);
    await api.delete(`${pods}/abandoned`);
    const names = async (): Promise<string[]> => (await api.list(pods)).map(({ metadata }) => metadata.name);
    await becomes(names, ["ended"]);
    await nodes.remove("with-kubelet");
    await becomes(names, []);
    await nodes.remove("without-kubelet");
  });

  test("add-ons are workloads that are ready with nodes, and go with the add-on", async () => {
    const ADDON = { clusterName: SHARED_CLUSTER, addonName: "amazon-cloudwatch-observability" };
    const status = async (): Promise<string | undefined> =>
      (await emulated.eks.describeAddon(ADDON)).addon?.status;
    const readyOf = async (path: string): Promise<unknown> => {
      const { status } = await api.get<WithStatus>(`/apis/apps/v1/namespaces/${path}`);
      return status.numberReady ?? status.readyReplicas ?? 0;
    };
    await emulated.eks.createAddon(ADDON);
    await emulated.eks.createAddon({ ...ADDON, addonName: "coredns" });
    await until(status, "DEGRADED");
    expect(await readyOf("amazon-cloudwatch/daemonsets/fluent-bit")).toBe(0);
    await becomes(() => readyOf("kube-system/deployments/coredns"), 0);

    await emulated.eks.createNodegroup({
      clusterName: SHARED_CLUSTER,
      nodegroupName: "group",
      nodeRole: emulated.nodeRole,
      subnets: emulated.subnetIds,
      scalingConfig: { minSize: 1, maxSize: 2, desiredSize: 2 },
    });
    await until(status, "ACTIVE");
    await becomes(() => readyOf("amazon-cloudwatch/daemonsets/fluent-bit"), 2);
    await becomes(() => readyOf("kube-system/deployments/coredns"), 2);

    await emulated.eks.deleteAddon(ADDON);
    await becomes(() => api.find(`${NAMESPACES}/amazon-cloudwatch`), undefined);
    expect(await api.list("/apis/apps/v1/daemonsets")).toEqual([]);
  });
});

import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PodObject } from "../../../../local/batch/pods/pod-watches";
import { shellContainer, until } from "../fixtures";
import { NAMESPACE, type BatchInCluster } from "./batch-in-cluster";
import { PodHistory } from "./pod-history";

const PODS = `/api/v1/namespaces/${NAMESPACE}/pods`;

/** A pod's life, as it is told to who watches pods. */
export function describeJobPods(given: () => BatchInCluster): void {
  let cluster: BatchInCluster;
  let history: PodHistory;

  beforeAll(() => {
    cluster = given();
    history = new PodHistory(cluster.api, NAMESPACE);
  });

  afterAll(() => history.close());

  const goneAs = async (podName: string, ...states: string[]): Promise<void> => {
    await until(() => history.of(podName).at(-1) === "DELETED" || undefined);
    expect(history.of(podName)).toEqual([...states, "DELETED"]);
  };

  const runningPod = async (id: string): Promise<string> => {
    const { podName = "" } = (await cluster.jobIn(id, "RUNNING")).eksProperties!.podProperties!;
    await until(() => history.of(podName).includes("Running") || undefined);
    return podName;
  };

  /** Waits until kubectl shows a text as the pod's log. */
  const printed = (podName: string, text: string): Promise<boolean> =>
    until(async () => (await cluster.kubectl("logs", "-n", NAMESPACE, podName)) === text || undefined);

  const WAITS = "until [ -e go ]; do sleep 0.1; done";

  /** Lets a command go on that WAITS. */
  const goOn = (podName: string): void => {
    const jobs = join(cluster.emulated.directory, "jobs");
    const own = readdirSync(jobs).find((name) => name.startsWith(podName))!;
    writeFileSync(join(jobs, own, "main", "go"), "");
  };

  test("is a pod from Pending to Succeeded, which tells whose it is, and goes afterwards", async () => {
    const id = await cluster.submit(`echo hello; ${WAITS}`);
    const podName = await runningPod(id);
    const pod = await cluster.api.get<
      PodObject & { spec: { nodeName: string; containers: { env: object[] }[] } }
    >(`${PODS}/${podName}`);
    const { nodeName } = pod.spec;
    const node = await cluster.api.get(`/api/v1/nodes/${nodeName}`);
    expect(pod).toMatchObject({
      metadata: {
        labels: {
          "batch.amazonaws.com/job-id": id,
          "batch.amazonaws.com/node-uid": node.metadata.uid,
          "batch.amazonaws.com/compute-environment-uuid":
            node.metadata.labels!["batch.amazonaws.com/compute-environment-uuid"],
        },
      },
      spec: { nodeName, restartPolicy: "Never", hostNetwork: true, dnsPolicy: "ClusterFirstWithHostNet" },
      status: { containerStatuses: [{ name: "main", ready: true, state: { running: {} } }] },
    });
    expect(pod.spec.containers[0]!.env).toEqual(
      expect.arrayContaining([
        { name: "AWS_BATCH_JOB_ID", value: id },
        { name: "AWS_BATCH_JOB_KUBERNETES_NODE_UID", value: node.metadata.uid },
      ]),
    );
    await printed(podName, "hello\n");
    goOn(podName);
    expect((await cluster.ended(id)).status).toBe("SUCCEEDED");
    await goneAs(podName, "Pending", "Running", "Succeeded");
    expect(await cluster.eventsOf(podName)).toEqual([
      `Scheduled: Successfully assigned ${NAMESPACE}/${podName} to ${nodeName}`,
      'Pulled: Container image "public.ecr.aws/amazonlinux/amazonlinux:2023" already present on machine',
      "Created: Created container: main",
      "Started: Started container main",
    ]);
  });

  test("shows kubectl what it prints while it prints, and only what is asked for", async () => {
    const id = await cluster.submit(`for i in 1 2 3; do echo $i; done; ${WAITS}; echo 4`);
    const podName = await runningPod(id);
    await printed(podName, "1\n2\n3\n");
    let followed = "";
    const logs = cluster.following(
      (text) => (followed += text),
      ...["logs", "-f", "--tail=2", "-n", NAMESPACE, podName],
    );
    const ended = new Promise((resolve) => logs.once("exit", resolve));
    await until(() => followed === "2\n3\n" || undefined);
    goOn(podName);
    expect(await ended).toBe(0);
    expect(followed).toBe("2\n3\n4\n");
  });

  test("fails in an init container, and the others never begin", async () => {
    const id = await cluster.submit({
      initContainers: [shellContainer("exit 3", { name: "prepare" })],
      containers: [shellContainer("echo never")],
    });
    const job = await cluster.ended(id);
    expect(job).toMatchObject({ status: "FAILED", statusReason: "Container prepare exited with code 3" });
    await goneAs(job.eksAttempts![0]!.podName!, "Pending", "Failed");
  });

  test("that a user stops is Terminating until its command has ended", async () => {
    const id = await cluster.submit("trap 'sleep 1; exit 5' TERM; echo ready; while :; do sleep 0.1; done");
    const podName = await runningPod(id);
    await printed(podName, "ready\n");
    await cluster.stopJob(id);
    const job = await cluster.ended(id);
    expect(job).toMatchObject({
      status: "FAILED",
      statusReason: "enough",
      eksAttempts: [{ containers: [{ exitCode: 5 }] }],
    });
    await goneAs(podName, "Pending", "Running", "Terminating", "Failed");
    expect(await cluster.eventsOf(podName)).toContain("Killing: Stopping container main");
  });

  test.each([
    ["deletes", "Pod was deleted", "pod-deleted", (pod: string) => cluster.api.delete(`${PODS}/${pod}`)],
    [
      "evicts",
      "EvictionByEvictionAPI: Eviction API: evicting",
      "evicted",
      (pod: string) =>
        cluster.api.create(`${PODS}/${pod}/eviction`, {
          apiVersion: "policy/v1",
          kind: "Eviction",
          metadata: { name: pod, namespace: NAMESPACE },
        }),
    ],
  ])("whose pod somebody %s fails with: %s", async (_how, statusReason, cause, end) => {
    const id = await cluster.submit("sleep 60");
    const podName = await runningPod(id);
    await end(podName);
    const job = await cluster.ended(id);
    expect(job).toMatchObject({
      status: "FAILED",
      statusReason,
      eksAttempts: [{ podName, statusReason, containers: [{ exitCode: 143 }] }],
    });
    expect(await cluster.why(job)).toMatchObject({ cause });
    await goneAs(podName, "Pending", "Running", "Terminating", "Failed");
  });

  test("whose node evicts it for its disk fails with the node's words", async () => {
    const id = await cluster.submit("sleep 60");
    const podName = await runningPod(id);
    const message =
      "The node was low on resource: ephemeral-storage. Threshold quantity: 2139512454, available: 1903080Ki. ";
    await cluster.api.patch(`${PODS}/${podName}/status`, {
      status: { phase: "Failed", reason: "Evicted", message },
    });
    const job = await cluster.ended(id);
    expect(job).toMatchObject({ status: "FAILED", statusReason: `Evicted: ${message}` });
    expect(await cluster.why(job)).toMatchObject({ cause: "evicted-storage", certainty: "certain" });
  });

  test("has another node when somebody deleted that of the one before", async () => {
    const first = await cluster.ended(await cluster.submit("true"));
    const { nodeName } = first.eksAttempts![0]!;
    for (const { metadata } of await cluster.api.list("/api/v1/nodes")) {
      await cluster.api.remove(`/api/v1/nodes/${metadata.name}`);
    }
    const second = await cluster.ended(await cluster.submit("true"));
    expect(second.status).toBe("SUCCEEDED");
    expect(second.eksAttempts![0]!.nodeName).not.toBe(nodeName);
  });
}

import type { EksPodProperties } from "@aws-sdk/client-batch";
import { shellContainer, until } from "../fixtures";
import { NAMESPACE, type BatchInCluster } from "./batch-in-cluster";

const POD: EksPodProperties = { containers: [shellContainer("true")] };

/** Refuses images that are not of ECR, where a pod says that it is strict. */
const POLICY = {
  apiVersion: "admissionregistration.k8s.io/v1",
  kind: "ValidatingAdmissionPolicy",
  metadata: { name: "images" },
  spec: {
    failurePolicy: "Fail",
    matchConstraints: {
      objectSelector: { matchLabels: { strict: "yes" } },
      resourceRules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] }],
    },
    validations: [{ expression: "false", message: "images must come from ECR" }],
  },
};
const BINDING = {
  apiVersion: "admissionregistration.k8s.io/v1",
  kind: "ValidatingAdmissionPolicyBinding",
  metadata: { name: "images" },
  spec: { policyName: "images", validationActions: ["Deny"] },
};

const STRICT_POD = {
  metadata: { name: "strict", labels: { strict: "yes" } },
  spec: { containers: [{ name: "main", image: "image" }] },
};

/** Pods that the cluster does not take, and pods that do not come to their end. */
export function describeFailedPods(given: () => BatchInCluster): void {
  let cluster: BatchInCluster;

  beforeAll(async () => {
    cluster = given();
    const admission = "/apis/admissionregistration.k8s.io/v1";
    await cluster.api.create(`${admission}/validatingadmissionpolicies`, POLICY);
    await cluster.api.create(`${admission}/validatingadmissionpolicybindings`, BINDING);
    // It takes effect a moment later.
    await until(() =>
      cluster.api.create(`/api/v1/namespaces/${NAMESPACE}/pods?dryRun=All`, STRICT_POD).then(
        () => undefined,
        () => true,
      ),
    );
    await cluster.api.create(`/api/v1/namespaces/${NAMESPACE}/resourcequotas`, {
      apiVersion: "v1",
      kind: "ResourceQuota",
      metadata: { name: "team" },
      spec: { hard: { "limits.cpu": "4" } },
    });
    await cluster.api.patch(`/api/v1/namespaces/${NAMESPACE}/resourcequotas/team/status`, {
      status: { hard: { "limits.cpu": "4" }, used: { "limits.cpu": "0" } },
    });
  });

  afterAll(() => cluster.api.delete(`/api/v1/namespaces/${NAMESPACE}/resourcequotas/team`));

  test.each<[string, EksPodProperties, RegExp, string]>([
    [
      "a policy of the cluster",
      { ...POD, metadata: { labels: { strict: "yes" } } },
      /ValidatingAdmissionPolicy 'images' with binding 'images' denied request: images must come from ECR/,
      "admission-refused",
    ],
    [
      "a label that no object can have",
      { ...POD, metadata: { labels: { team: "no label!" } } },
      /^Pod "aws-batch\..*" is invalid: metadata.labels: Invalid value: "no label!"/,
      "pod-invalid",
    ],
    [
      "a service account that is missing",
      { ...POD, serviceAccountName: "trainer" },
      /^pods "aws-batch\..*" is forbidden: error looking up service account doeks-aws-batch\/trainer: serviceaccount "trainer" not found$/,
      "service-account-missing",
    ],
    [
      "more than the namespace's quota",
      { containers: [shellContainer("true", { resources: { limits: { cpu: "6", memory: "64Mi" } } })] },
      /^pods "aws-batch\..*" is forbidden: exceeded quota: team, requested: limits.cpu=6/,
      "namespace-quota",
    ],
    [
      "a namespace that is missing",
      { ...POD, metadata: { namespace: "elsewhere" } },
      /^pods is forbidden: User "aws-batch" cannot create resource "pods" in API group "" in the namespace "elsewhere"/,
      "batch-forbidden",
    ],
  ])("that is refused for %s has the cluster's words", async (_what, pod, statusReason, cause) => {
    const job = await cluster.ended(await cluster.submit(pod));
    expect(job).toMatchObject({
      status: "FAILED",
      statusReason: expect.stringMatching(statusReason) as string,
      eksAttempts: [],
    });
    expect(await cluster.why(job)).toMatchObject({ cause });
  });

  const itOnLinux = process.platform === "linux" ? test : test.skip;

  test("whose image is not there waits with ErrImagePull, then ImagePullBackOff, and fails", async () => {
    const image = "registry.invalid/team/app:1";
    const id = await cluster.submit({ containers: [shellContainer("true", { image })] });
    const job = await cluster.ended(id);
    expect(job).toMatchObject({
      status: "FAILED",
      statusReason: expect.stringMatching(/^ImagePullBackOff: Back-off pulling image/) as string,
    });
    const problem = "failed to resolve image: dial tcp: lookup registry.invalid: no such host";
    expect((await cluster.eventsOf(job.eksAttempts![0]!.podName!)).slice(1)).toEqual([
      `Pulling: Pulling image "${image}"`,
      `Failed: Failed to pull image "${image}": ${problem}`,
      "Failed: Error: ErrImagePull",
      `BackOff: Back-off pulling image "${image}"`,
      "Failed: Error: ImagePullBackOff",
    ]);
    expect(await cluster.why(job)).toMatchObject({ cause: "registry-unreachable" });
  });

  test("whose command is not there ends with StartError", async () => {
    const id = await cluster.submit({ containers: [shellContainer("", { command: ["no-such-thing"] })] });
    const job = await cluster.ended(id);
    expect(job).toMatchObject({ status: "FAILED", eksAttempts: [{ containers: [{ exitCode: 128 }] }] });
    expect(await cluster.eventsOf(job.eksAttempts![0]!.podName!)).toContainEqual(
      expect.stringMatching(/^Failed: Error: exec: "no-such-thing": executable file not found/),
    );
    expect(await cluster.why(job)).toMatchObject({ cause: "command-missing" });
  });

  itOnLinux("that needs more memory than it may have is OOMKilled", async () => {
    const greedy = "x=$(yes | head -c 100M); sleep 5";
    const id = await cluster.submit({ containers: [shellContainer(greedy)] });
    const job = await cluster.ended(id);
    expect(job).toMatchObject({
      status: "FAILED",
      statusReason: "OOMKilled",
      eksAttempts: [{ containers: [{ exitCode: 137, reason: "OOMKilled" }] }],
    });
    expect(await cluster.why(job)).toMatchObject({ cause: "out-of-memory", certainty: "certain" });
  });
}

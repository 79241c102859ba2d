import type { EksPodProperties } from "@aws-sdk/client-batch";
import { podManifest } from "../../../../local/batch/pods/manifest";
import { shellContainer } from "../fixtures";

interface Manifest {
  readonly metadata: { readonly labels: Record<string, string>; readonly annotations?: object };
  readonly spec: Record<string, unknown> & { readonly containers: Record<string, unknown>[] };
}

const manifest = (properties: EksPodProperties, jobId = "job-1"): Manifest =>
  podManifest({
    ...{ name: "aws-batch.1", namespace: "batch", jobId, environmentUuid: "ce", nodeUid: "node" },
    properties,
    variables: [{ name: "AWS_BATCH_JOB_ID", value: jobId }],
  }) as Manifest;

test("a pod is never started again, is on its node's network, and tolerates the nodes of AWS Batch alone", () =>
  expect(manifest({ containers: [shellContainer("true")] }).spec).toMatchObject({
    restartPolicy: "Never",
    hostNetwork: true,
    dnsPolicy: "ClusterFirstWithHostNet",
    nodeSelector: { "batch.amazonaws.com/compute-environment-uuid": "ce" },
    tolerations: [
      { key: "batch.amazonaws.com/batch-node", operator: "Exists", effect: "NoSchedule" },
      { key: "batch.amazonaws.com/batch-node", operator: "Exists", effect: "NoExecute" },
    ],
  }));

test("a pod with a network of its own asks the cluster's DNS", () =>
  expect(manifest({ containers: [shellContainer("true")], hostNetwork: false }).spec).toMatchObject({
    hostNetwork: false,
    dnsPolicy: "ClusterFirst",
  }));

test.each(["job-1:12", "job-1#12"])("the id %s of a part of a job is a label that Kubernetes takes", (id) =>
  expect(manifest({ containers: [shellContainer("true")] }, id).metadata.labels).toMatchObject({
    "batch.amazonaws.com/job-id": "job-1_12",
  }),
);

test("labels of the job definition cannot stand for those of AWS Batch", () => {
  const labels = { team: "ml", "batch.amazonaws.com/job-id": "another" };
  const { metadata } = manifest({ containers: [shellContainer("true")], metadata: { labels } });
  expect(metadata.labels).toMatchObject({ team: "ml", "batch.amazonaws.com/job-id": "job-1" });
});

test("a container keeps what it was defined with; its name has no capital letters", () => {
  const own = { name: "OWN", value: "$(AWS_BATCH_JOB_ID)" };
  const { name, ...unnamed } = shellContainer("true", { env: [own], securityContext: { runAsUser: 1000 } });
  const { containers } = manifest({ containers: [unnamed] }).spec;
  expect(name).toBe("main");
  expect(containers).toMatchObject([
    {
      name: "default",
      image: unnamed.image,
      command: unnamed.command,
      resources: unnamed.resources,
      securityContext: { runAsUser: 1000 },
      // Its own may refer to those of AWS Batch, which come first.
      env: [{ name: "AWS_BATCH_JOB_ID", value: "job-1" }, own],
    },
  ]);
});

test("what a job shows of the ends of its containers is not part of the next pod", () => {
  const ended = { ...shellContainer("true"), exitCode: 1, reason: "Error" };
  expect(manifest({ containers: [ended] }).spec.containers[0]).not.toHaveProperty("exitCode");
});

import type { EksContainerEnvironmentVariable, EksPodProperties } from "@aws-sdk/client-batch";
import type { ClusterDirectory } from "../../cluster-directory";
import type { KubernetesClient } from "../../kubernetes/client";
import type { KubernetesObject } from "../../kubernetes/objects";
import type { Lifecycle } from "../../lifecycle";
import type { Job } from "../job";
import type { ComputeEnvironment } from "../store";
import { asBatch, isAllowed } from "./batch-user";
import type { Place } from "./instances";
import { JobPod } from "./job-pod";
import { podManifest } from "./manifest";
import type { PodIdentity } from "./pod-identity";
import { PodReports } from "./pod-reports";
import { PodWatches } from "./pod-watches";
import { onceMade, untilAnswered } from "./until-answered";

/** An attempt that is to have a pod. */
export interface AttemptInCluster {
  readonly job: Job;
  readonly environment: ComputeEnvironment;
  readonly identity: PodIdentity;
  readonly place: Place;
  /** What AWS Batch adds to the environment of every container. */
  readonly variables: readonly EksContainerEnvironmentVariable[];
  /** Told why when somebody else ends the pod. */
  readonly onEnded: (statusReason: string) => void;
}

/** The pods that AWS Batch makes of jobs in clusters with a Kubernetes API. */
export class JobPods {
  private readonly watches = new PodWatches();

  constructor(
    private readonly lifecycle: Lifecycle,
    private readonly clusters: ClusterDirectory,
  ) {}

  /**
   * Makes the pod of an attempt, and puts it onto its node.
   *
   * @returns undefined where the cluster has no API
   * @throws Error when the cluster refuses it, with its words
   */
  async create(attempt: AttemptInCluster): Promise<JobPod | undefined> {
    const { environment, place, variables, onEnded } = attempt;
    const { namespace, podName: name, nodeName, nodeUid } = attempt.identity;
    const clusterArn = environment.detail.eksConfiguration!.eksClusterArn!;
    const cluster = this.clusters.find(environment.region, clusterArn);
    if (!cluster?.api) return undefined;
    const batch = await asBatch(cluster, environment.detail.serviceRole!);
    const path = `/api/v1/namespaces/${namespace}/pods`;
    await checkFollowing(batch, path, attempt.identity);
    const { id: jobId, detail } = attempt.job;
    const properties = detail.eksProperties!.podProperties! as EksPodProperties;
    const environmentUuid = environment.detail.uuid!;
    const manifest = podManifest({ name, namespace, jobId, environmentUuid, nodeUid, properties, variables });
    const made = await onceMade(() => batch.create<KubernetesObject>(path, manifest));
    const { metadata } = made ?? (await untilAnswered(() => batch.get<KubernetesObject>(`${path}/${name}`)));
    const uid = metadata.uid!;
    const node = { name: nodeName, address: place.address };
    const reports = new PodReports({ name, namespace, uid, node, properties }, cluster.api, () => pod.gone());
    const pod: JobPod = new JobPod(uid, `${path}/${name}`, batch, reports, onEnded);
    const followed = this.watches.follow(clusterArn, batch, { namespace, name }, (type, changed) => {
      pod.changed(changed, type === "DELETED");
      if (type !== "DELETED") return;
      followed.close();
      cluster.kubelet?.forget(namespace, name);
    });
    reports.scheduled();
    return pod;
  }

  /** Has AWS Batch delete a pod some time after its end. */
  cleanUp(job: Job, pod: JobPod): void {
    this.lifecycle.transition("batch.pod.cleanup", job.name, () => pod.delete());
  }

  close(): void {
    this.watches.close();
  }
}

/**
 * AWS Batch starts nothing that it cannot follow.
 *
 * @throws KubernetesError for what it may not see
 */
async function checkFollowing(
  batch: KubernetesClient,
  pods: string,
  { namespace, nodeName }: PodIdentity,
): Promise<void> {
  await untilAnswered(() => batch.get(`/api/v1/nodes/${nodeName}`));
  await untilAnswered(() => batch.get(`${pods}?limit=1`));
  const watching = { group: "", resource: "pods", verb: "watch", namespace };
  const mayWatch = await untilAnswered(() => isAllowed(batch, watching));
  // The API server refuses it in its own words.
  if (!mayWatch) await batch.get(`${pods}?watch=true`);
}

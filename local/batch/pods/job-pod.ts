import type { KubernetesClient } from "../../kubernetes/client";
import type { PodReports } from "./pod-reports";
import type { PodObject } from "./pod-watches";
import { untilAnswered } from "./until-answered";

/** A pod in its cluster, as AWS Batch sees it, who made it: it follows it, and deletes it. */
export class JobPod {
  private isDeleted = false;
  private hasEnded = false;

  constructor(
    readonly uid: string,
    private readonly path: string,
    /** Acts as AWS Batch. */
    private readonly batch: KubernetesClient,
    readonly reports: PodReports,
    /** Told why when somebody else ends the pod. */
    private readonly onEnded: (statusReason: string) => void,
  ) {}

  /** Takes notice of what became of it in the cluster. */
  changed(pod: PodObject, isGone: boolean): void {
    const { deletionTimestamp, uid } = pod.metadata;
    if (uid !== this.uid) return;
    const { phase, reason, message, conditions = [] } = pod.status ?? {};
    if (phase === "Failed" && reason) this.end(`${reason}: ${message}`);
    if (!deletionTimestamp && !isGone) return;
    const disruption = conditions.find(
      ({ type, status }) => type === "DisruptionTarget" && status === "True",
    );
    this.end(disruption ? `${disruption.reason}: ${disruption.message}` : "Pod was deleted");
    this.isDeleted = true;
    if (this.hasEnded && !isGone) this.reports.removed();
  }

  gone(): void {
    this.end("Pod was deleted");
  }

  /** Ends it before its time. */
  stop(): void {
    this.reports.stopping();
    void this.delete();
  }

  /** Deletes it as AWS Batch; where AWS Batch may not, it stays. */
  async delete(): Promise<void> {
    await this.reports.settled();
    if (this.isDeleted) return;
    try {
      await untilAnswered(() => this.batch.remove(this.path, { preconditions: { uid: this.uid } }));
      this.isDeleted = true;
    } catch {
      // The API server refuses it, or is gone with its cluster.
    }
  }

  /** Its containers have ended; resolves when the cluster knows. */
  async finish(): Promise<void> {
    this.hasEnded = true;
    if (this.isDeleted) this.reports.removed();
    await this.reports.settled();
  }

  private end(statusReason: string): void {
    if (!this.hasEnded && !this.isDeleted) this.onEnded(statusReason);
  }
}

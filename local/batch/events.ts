import type { Happening } from "../events/event";
import { isNode, type Job } from "./job";

/** Hands an event to the event bus of a region, and waits for nothing. */
export type PublishEvent = (region: string, happening: Happening) => void;

/**
 * What AWS Batch tells EventBridge.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/batch_cwe_events.html
 */
export class BatchEvents {
  /** @param publish @default - nobody listens */
  constructor(private readonly publish?: PublishEvent) {}

  jobChanged(job: Job): void {
    if (isNode(job)) return;
    this.tell(job, "Batch Job State Change", []);
  }

  /** @param job the one at the head of the queue, which cannot be placed */
  queueBlocked(job: Job): void {
    this.tell(job, "Batch Job Queue Blocked", [job.queueArn]);
  }

  private tell({ region, detail }: Job, detailType: string, more: readonly string[]): void {
    this.publish?.(region, {
      source: "aws.batch",
      detailType,
      resources: [detail.jobArn!, ...more],
      // As it is now: it goes on changing.
      detail: structuredClone(detail),
    });
  }
}

import type { GetJobQueueSnapshotRequest, GetJobQueueSnapshotResponse } from "@aws-sdk/client-batch";
import type { BatchState } from "../store";
import { clientException } from "../errors";
import type { Scheduler } from "../scheduling/scheduler";

const MAX_JOBS = 100;

/**
 * The jobs that wait at the front of a queue, in the order in which they will be placed.
 *
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_GetJobQueueSnapshot.html
 */
export function queueSnapshot(
  state: BatchState,
  scheduler: Scheduler,
  region: string,
  request: GetJobQueueSnapshotRequest,
): GetJobQueueSnapshotResponse {
  const queue = state.queue(region, request.jobQueue);
  if (!queue) throw clientException(`JobQueue ${request.jobQueue} does not exist`);
  const waiting = [...state.region(region).jobs.values()].filter(
    ({ queueArn, detail }) =>
      queueArn === queue.arn && detail.status === "RUNNABLE" && detail.nodeDetails === undefined,
  );
  const inOrder = scheduler.inOrder(queue, waiting);
  return {
    frontOfQueue: {
      jobs: inOrder.slice(0, MAX_JOBS).map(({ detail }) => ({
        jobArn: detail.jobArn,
        // Since when it could have been there at the earliest.
        earliestTimeAtPosition: detail.createdAt,
      })),
      lastUpdatedAt: Date.now(),
    },
  };
}

/** What an alert is about, and what it says. */
export interface AlertEvent {
  readonly description: string;
  /** `detail-type` of AWS Batch's event. */
  readonly detailType: string;
  /** What the event must have in `detail`, beside one of the queues. */
  readonly detail: Readonly<Record<string, unknown>>;
  /** Lines of the message, with the names of `ALERT_PATHS` in angle brackets. */
  readonly message: readonly string[];
}

/** Where an event has what a message names in angle brackets. */
export const ALERT_PATHS = {
  job: "$.detail.jobName",
  id: "$.detail.jobId",
  queue: "$.detail.jobQueue",
  reason: "$.detail.statusReason",
  time: "$.time",
} as const;

/**
 * The events of AWS Batch that become mails, by the purpose in the rule's name. AWS Batch sends no event when a
 * compute environment becomes INVALID: the queue's own event follows as soon as a job waits in it.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-batch.html
 */
export const ALERT_EVENTS = {
  "failed-jobs": {
    description: "Jobs of AWS Batch that failed",
    detailType: "Batch Job State Change",
    // One mail for an array job, none for each of its up to 10,000 children, which have an index.
    detail: { status: ["FAILED"], arrayProperties: { index: [{ exists: false }] } },
    message: [
      "Job <job> failed at <time>: <reason>",
      "Its queue is <queue>.",
      "For the cause, and what to do: npm run job -- why <id>",
    ],
  },
  "blocked-queues": {
    description: "Queues of AWS Batch whose first job cannot be placed, such as in an INVALID environment",
    detailType: "Batch Job Queue Blocked",
    detail: {},
    message: [
      "Queue <queue> is blocked since <time>: <reason>",
      "Its first job is <job>.",
      "For the cause, and what to do: npm run job -- why <id>",
    ],
  },
} as const satisfies Readonly<Record<string, AlertEvent>>;

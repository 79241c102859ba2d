/** What an alert is about, and what it says. */
export interface AlertEvent {
  readonly description: string;
  /** `detail-type` of AWS Batch's event. */
  readonly detailType: string;
  /** What must be so in the event beside its queue. */
  readonly detail: Readonly<Record<string, unknown>>;
  /** Lines of the message, with the names of `ALERT_PATHS` in angle brackets. */
  readonly message: readonly string[];
}

/** Where the events have what the messages tell. */
export const ALERT_PATHS = {
  job: "$.detail.jobName",
  id: "$.detail.jobId",
  queue: "$.detail.jobQueue",
  reason: "$.detail.statusReason",
  time: "$.time",
} as const;

/**
 * The events of AWS Batch that somebody should know of, by the purpose in the rule's name. There is
 * none for an environment that becomes INVALID: its queue is blocked as soon as a job waits in it.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-batch.html
 */
export const ALERT_EVENTS = {
  "failed-jobs": {
    description: "Jobs of AWS Batch that failed",
    detailType: "Batch Job State Change",
    // An array of 10,000 jobs fails as a whole, in one message: its children have an index.
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

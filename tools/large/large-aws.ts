import type { JobDetail, JobSummary } from "@aws-sdk/client-batch";
import type { FilteredLogEvent } from "@aws-sdk/client-cloudwatch-logs";
import type { JobClients } from "../../src/operations/jobs/api/job-clients";

export const JOB_ID = "00000000-0000-4000-8000-000000000001";
export const ARRAY_ID = "00000000-0000-4000-8000-000000000002";

/** Lines of a page of CloudWatch Logs, and jobs of a page of AWS Batch. */
const LINES_A_PAGE = 10_000;
const JOBS_A_PAGE = 100;

const BEGIN = Date.parse("2026-01-01T00:00:00Z");
const POD = "aws-batch.61a9e48c";

interface Input {
  readonly nextToken?: string;
  readonly jobs?: readonly string[];
  readonly jobQueues?: readonly string[];
  readonly startTime?: number;
}

/**
 * AWS with a log of so many lines, and an array of so many children that all failed.
 *
 * @param onAnswer called when an answer is asked for, so after what was made of the one before
 */
export function largeAws(lines: number, children: number, onAnswer: () => void): JobClients {
  const answers: Readonly<Record<string, (input: Input) => object>> = {
    DescribeJobs: ({ jobs = [] }) => ({ jobs: jobs.map((id) => describedJob(id, children)) }),
    DescribeJobQueues: ({ jobQueues = [] }) => ({
      jobQueues: jobQueues.map((jobQueueName) => ({ jobQueueName, state: "ENABLED", status: "VALID" })),
    }),
    ListJobs: ({ nextToken }) => page(nextToken, children, JOBS_A_PAGE, listedChild, "jobSummaryList"),
    FilterLogEvents: ({ nextToken, startTime = 0 }) =>
      startTime > BEGIN ? { events: [] } : page(nextToken, lines, LINES_A_PAGE, logEvent, "events"),
    DescribeLogStreams: () => ({ logStreams: [] }),
  };
  const send = (command: { readonly input: Input }): Promise<object> => {
    const action = command.constructor.name.replace(/Command$/, "");
    onAnswer();
    return Promise.resolve(answers[action]!(command.input));
  };
  const client = { send } as never;
  return { batch: client, submitting: client, logs: client, eks: client, ec2: () => Promise.resolve(client) };
}

function page<T>(
  token: string | undefined,
  total: number,
  size: number,
  make: (index: number) => T,
  name: string,
): object {
  const start = Number(token ?? 0);
  const end = Math.min(start + size, total);
  const items = Array.from({ length: end - start }, (_, index) => make(start + index));
  return { [name]: items, nextToken: end < total ? String(end) : undefined };
}

/** Ten lines a millisecond. */
function logEvent(index: number): FilteredLogEvent {
  return {
    eventId: String(index).padStart(56, "0"),
    logStreamName: `node-1-application.var.log.containers.${POD}_ns_main-0123456789abcdef.log`,
    timestamp: BEGIN + Math.floor(index / 10),
    message: JSON.stringify({
      log: `line ${index} of a log that nobody could hold in memory`,
      kubernetes: { pod_name: POD, container_name: "main" },
    }),
  };
}

function listedChild(index: number): JobSummary {
  return {
    jobId: `${ARRAY_ID}:${index}`,
    jobName: "large",
    createdAt: BEGIN + index,
    startedAt: BEGIN + index,
    stoppedAt: BEGIN + index + 1000,
    status: "FAILED",
  };
}

function describedJob(jobId: string, children: number): JobDetail {
  const index = jobId.split(":")[1];
  const podProperties = { containers: [{ name: "main" }] };
  return {
    ...{ jobId, jobName: "large", jobQueue: "doeks-JQ1_OD", jobDefinition: "large:1", createdAt: BEGIN },
    status: jobId === JOB_ID ? "SUCCEEDED" : "FAILED",
    startedAt: BEGIN,
    stoppedAt: BEGIN + 1000,
    eksProperties: { podProperties },
    eksAttempts: [
      {
        ...{ podName: POD, nodeName: "node-1", startedAt: BEGIN, stoppedAt: BEGIN + 1000 },
        containers: [{ name: "main", exitCode: Number(index ?? 0) % 7, reason: "Error" }],
        statusReason: "x".repeat(2_000),
      },
    ],
    ...(jobId === ARRAY_ID && { arrayProperties: { size: children, statusSummary: { FAILED: children } } }),
    ...(index !== undefined && { arrayProperties: { index: Number(index) } }),
  };
}

import type { FilteredLogEvent } from "@aws-sdk/client-cloudwatch-logs";
import { FakeClock, Program, START, type FakeAws } from "../../operations/jobs/fixtures";
import { attempt, awsWithJob, pod, type Step } from "../../operations/jobs/follow/simulated-job";

/** A line as it comes to CloudWatch Logs. */
interface Line {
  readonly arrival: number;
  readonly pod: string;
  readonly text: string;
  readonly container?: string;
  /** Seconds; a second before its arrival unless told otherwise. */
  readonly time?: number;
}

/** CloudWatch Logs that shows each line from the second of its arrival on. */
function withLog(aws: FakeAws, clock: FakeClock, lines: readonly Line[]): FakeAws {
  const events: (FilteredLogEvent & { arrival: number })[] = lines.map((line, index) => ({
    arrival: line.arrival,
    eventId: String(index),
    timestamp: START + (line.time ?? line.arrival - 1) * 1000,
    logStreamName: `node-1-application.var.log.containers.${line.pod}_ns_${line.container ?? "main"}-0123abcd.log`,
    message: JSON.stringify({
      log: line.text,
      kubernetes: { pod_name: line.pod, container_name: line.container ?? "main" },
    }),
  }));
  return aws
    .on("DescribeLogStreams", () => ({ logStreams: [] }))
    .on("FilterLogEvents", (input) => ({
      events: events
        .filter(({ arrival }) => START + arrival * 1000 <= clock.now())
        .filter(({ timestamp }) => timestamp! >= (input.startTime as number))
        .filter(
          ({ message }) => !input.filterPattern || (input.filterPattern as string).includes(podOf(message!)),
        )
        .filter(
          ({ logStreamName }) =>
            !input.logStreamNamePrefix || logStreamName!.startsWith(input.logStreamNamePrefix as string),
        ),
    }));
}

function podOf(message: string): string {
  return (JSON.parse(message) as { kubernetes: { pod_name: string } }).kubernetes.pod_name;
}

/** The end of a job with one attempt, in pod-1. */
export const ended = (seconds: number, exitCode = 0): Step => [
  seconds,
  exitCode === 0 ? "SUCCEEDED" : "FAILED",
  { ...pod(""), stoppedAt: START + seconds * 1000, eksAttempts: [attempt("pod-1", 0, seconds, exitCode)] },
];

/** A job that runs from the beginning, in pod-1. */
export const RUNNING: Step = [0, "RUNNING", { ...pod("pod-1", "node-1"), startedAt: START }];

/** The program with a job and the lines of its log. */
export function program(steps: readonly Step[], lines: readonly Line[]): Program & { aws: FakeAws } {
  const clock = new FakeClock();
  const aws = withLog(awsWithJob(clock, steps), clock, lines);
  return Object.assign(new Program(aws.clients, clock), { aws });
}

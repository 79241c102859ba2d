import { BatchJobs } from "../../../../src/operations/jobs/api/batch-jobs";
import { followJob } from "../../../../src/operations/jobs/follow/follow-job";
import type { JobEvent } from "../../../../src/operations/jobs/model/job-event";
import { JobLog } from "../../../../src/operations/jobs/log/job-log";
import { LogSource } from "../../../../src/operations/jobs/log/log-source";
import { Patience } from "../../../../src/operations/jobs/api/patience";
import { follow, ofType, states } from "./followed-events";
import { awsError, FakeAws, FakeClock, JOB_ID, START } from "../fixtures";
import { attempt, awsWithJob, pod, type Step } from "./simulated-job";

const HOUR = 3600;

/** Ten minutes in all: 90 s until there is a node. */
const TEN_MINUTES: readonly Step[] = [
  [0, "SUBMITTED"],
  [2, "RUNNABLE"],
  [90, "STARTING", pod("pod-1", "node-1")],
  [105, "RUNNING", { startedAt: START + 105_000 }],
  [
    600,
    "SUCCEEDED",
    { ...pod("pod-1"), stoppedAt: START + 600_000, eksAttempts: [attempt("pod-1", 105, 600, 0)] },
  ],
];

test("a job is followed through its states to a summary", async () => {
  const clock = new FakeClock();
  const events = await follow(awsWithJob(clock, TEN_MINUTES), clock);
  expect(states(events)).toEqual(["SUBMITTED", "RUNNABLE", "STARTING", "RUNNING", "SUCCEEDED"]);
  expect(ofType(events, "placed")).toMatchObject([{ attempt: 1, podName: "pod-1", nodeName: "node-1" }]);
  const [summary] = ofType(events, "summary");
  expect(summary).toMatchObject({
    state: "SUCCEEDED",
    runningMs: 495_000,
    totalMs: 600_000,
    attempts: 1,
    exitCode: 0,
    reason: undefined,
  });
  expect(summary!.queuedMs! / 1000).toBeGreaterThanOrEqual(90);
  expect(summary!.queuedMs! / 1000 + summary!.startingMs! / 1000).toBe(105);
});

test("a ten-minute job takes 57 calls, and its end is seen within 15 s", async () => {
  const clock = new FakeClock();
  const aws = awsWithJob(clock, TEN_MINUTES);
  await follow(aws, clock);
  expect(aws.counts()).toEqual({ DescribeJobs: 57 });
  expect(clock.now() - START).toBeLessThanOrEqual(615_000);
});

test("showing its log costs a call more for each look, at most five seconds apart", async () => {
  const clock = new FakeClock();
  const aws = awsWithJob(clock, TEN_MINUTES);
  const line = JSON.stringify({ log: "x", kubernetes: { pod_name: "pod-1", container_name: "main" } });
  aws.on("FilterLogEvents", () => ({
    events: [{ eventId: "1", timestamp: START + 106_000, message: line }],
  }));
  aws.on("DescribeLogStreams", () => ({ logStreams: [] }));
  const source = new LogSource(aws.clients.logs, "group", new Patience(clock));
  const events = await follow(aws, clock, { log: new JobLog(source, clock) });
  expect(ofType(events, "log")).toHaveLength(1);
  expect(aws.counts()).toMatchObject({ DescribeJobs: 120, FilterLogEvents: 112 });
});

test("a job of three days is followed in four calls a minute", async () => {
  const clock = new FakeClock();
  const aws = awsWithJob(clock, [
    [0, "RUNNING", { startedAt: START }],
    [72 * HOUR, "SUCCEEDED", { stoppedAt: START + 72 * HOUR * 1000 }],
  ]);
  await follow(aws, clock);
  expect(aws.calls.length / (72 * 60)).toBeLessThan(4.1);
});

test("throttling and hours without an answer of AWS do not end it", async () => {
  const clock = new FakeClock();
  const aws = awsWithJob(clock, TEN_MINUTES);
  const answering = aws.clients.batch.send.bind(aws.clients.batch);
  let calls = 0;
  const clients = {
    ...aws.clients,
    batch: {
      send: ((command: never) => {
        calls += 1;
        if (calls % 3 !== 0)
          return Promise.reject(awsError("TooManyRequestsException", "Rate exceeded", 429));
        return answering(command);
      }) as typeof aws.clients.batch.send,
    },
  };
  const jobs = new BatchJobs(clients, new Patience(clock));
  const events = await follow(aws, clock, { jobs });
  expect(states(events).at(-1)).toBe("SUCCEEDED");
});

test("a job that is tried again tells of each attempt", async () => {
  const clock = new FakeClock();
  const first = attempt("pod-1", 20, 40, 3);
  const aws = awsWithJob(clock, [
    [0, "RUNNABLE"],
    [10, "STARTING", pod("pod-1", "node-1")],
    [20, "RUNNING", { startedAt: START + 20_000 }],
    [40, "RUNNABLE", { ...pod(""), eksAttempts: [first] }],
    [60, "STARTING", pod("pod-2", "node-1")],
    [70, "RUNNING", { startedAt: START + 70_000 }],
    [
      90,
      "FAILED",
      { ...pod(""), eksAttempts: [first, attempt("pod-2", 70, 90, 3)], stoppedAt: START + 90_000 },
    ],
  ]);
  const events = await follow(aws, clock);
  expect(ofType(events, "attempt-failed")).toMatchObject([{ attempt: { number: 1, podName: "pod-1" } }]);
  expect(ofType(events, "placed").map(({ attempt: number, podName }) => [number, podName])).toEqual([
    [1, "pod-1"],
    [2, "pod-2"],
  ]);
  expect(ofType(events, "summary")).toMatchObject([
    {
      state: "FAILED",
      attempts: 2,
      exitCode: 3,
      reason: "Container main exited with code 3",
      runningMs: 20_000,
    },
  ]);
});

describe("a job that stays RUNNABLE", () => {
  const stuck = (hours: number): Step[] => [
    [0, "SUBMITTED"],
    [1, "RUNNABLE"],
    [hours * HOUR, "FAILED", { statusReason: "Stopped by its user", stoppedAt: START + hours * HOUR * 1000 }],
  ];

  test("gets its diagnosis after five minutes, once while it stays the same", async () => {
    const clock = new FakeClock();
    let at = 0;
    const diagnose = (): Promise<{ cause: string; text: string }> => {
      at ||= clock.now();
      return Promise.resolve({ cause: "full", text: "It is full." });
    };
    const events = await follow(awsWithJob(clock, stuck(3)), clock, { diagnose });
    expect(ofType(events, "diagnosis")).toEqual([
      { event: "diagnosis", jobId: JOB_ID, cause: "full", text: "It is full." },
    ]);
    expect((at - START) / 1000).toBeGreaterThanOrEqual(300);
    expect((at - START) / 1000).toBeLessThan(316);
  });

  test("gets another one when the reason has changed", async () => {
    const clock = new FakeClock();
    const causes = ["full", "full", "invalid", "invalid"];
    const diagnose = (): Promise<{ cause: string; text: string }> =>
      Promise.resolve({ cause: causes.shift() ?? "invalid", text: "" });
    const events = await follow(awsWithJob(clock, stuck(3)), clock, { diagnose });
    expect(ofType(events, "diagnosis").map(({ cause }) => cause)).toEqual(["full", "invalid"]);
  });

  test("for less than five minutes is left alone", async () => {
    const clock = new FakeClock();
    const events = await follow(awsWithJob(clock, TEN_MINUTES), clock);
    expect(ofType(events, "diagnosis")).toEqual([]);
  });
});

test("following ends when it is interrupted, without a summary", async () => {
  const clock = new FakeClock();
  const controller = new AbortController();
  const aws = awsWithJob(clock, TEN_MINUTES);
  const jobs = new BatchJobs(aws.clients, new Patience(clock));
  const events: JobEvent[] = [];
  const diagnose = (): Promise<never> => Promise.reject(new Error("not asked for"));
  for await (const event of followJob(JOB_ID, { jobs, clock, diagnose, signal: controller.signal })) {
    events.push(event);
    if (event.event === "placed") controller.abort();
  }
  expect(states(events).at(-1)).toBe("STARTING");
});

test("a job that does not exist is told so", async () => {
  const clock = new FakeClock();
  await expect(
    follow(
      new FakeAws().on("DescribeJobs", () => ({ jobs: [] })),
      clock,
    ),
  ).rejects.toThrow(`There is no job ${JOB_ID} in this region`);
});

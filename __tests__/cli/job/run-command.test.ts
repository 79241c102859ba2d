import { FakeScreen, JOB_ID, START, type FakeAws, type Program } from "../../operations/jobs/fixtures";
import { jobEnvironment } from "../../../src/operations/jobs/api/job-environment";
import { parse } from "../../support/variables";
import { attempt, pod, type Step } from "../../operations/jobs/follow/simulated-job";
import { program, STEPS } from "./ready-program";

const submitted = ({ aws }: { aws: FakeAws }): Record<string, unknown> =>
  aws.calls.find(({ action }) => action === "SubmitJob")!.input;

test("run submits the newest revision of the example to the On-Demand queue, and ends with the job", async () => {
  const it = program();
  expect(await it.run("run")).toBe(0);
  expect(submitted(it)).toEqual({
    jobName: "doeks-hello-world",
    jobQueue: "doeks-JQ1_OD",
    jobDefinition: "arn:12",
  });
  expect(it.screen.lines).toEqual([
    `Job ${JOB_ID} (doeks-hello-world) is submitted to doeks-JQ1_OD.`,
    "      0 s  SUBMITTED",
    "      5 s  RUNNABLE",
    "     37 s  STARTING",
    "     37 s  pod pod-1 on node node-1",
    "     40 s  RUNNING",
    " 1 m 10 s  SUCCEEDED",
    "SUCCEEDED: queued 37 s; starting 3 s; running 30 s; in all 1 m 10 s; exit code 0",
  ]);
});

test("run --spot uses the Spot queue, --queue any other one", async () => {
  for (const [args, queue] of [
    [["--spot"], "doeks-JQ1_SPOT"],
    [["--queue", "mine"], "mine"],
  ] as const) {
    const it = program();
    await it.run("run", ...args);
    expect(submitted(it).jobQueue).toBe(queue);
  }
});

test("run --queue and list --queue know the environment's queues by the end of their names", async () => {
  const variables = parse({
    aws_batch_compute_environments: { Graviton: { capacity: "SPOT" } },
    aws_batch_spot_fallback: true,
  });
  for (const [text, queue] of [
    ["graviton", "doeks-JQ1_Graviton"],
    ["Fallback", "doeks-JQ1_FALLBACK"],
    ["od", "doeks-JQ1_OD"],
    ["doeks-JQ1_SPOT", "doeks-JQ1_SPOT"],
  ] as const) {
    const it = program(STEPS, new FakeScreen(), jobEnvironment(variables));
    it.aws.on("ListJobs", () => ({ jobSummaryList: [] }));
    await it.run("run", "--queue", text);
    expect(submitted(it).jobQueue).toBe(queue);
    await it.run("list", "--queue", text);
    expect(it.aws.calls.at(-1)!.input.jobQueue).toBe(queue);
  }
});

test("words after -- are the command, options among them included", async () => {
  const it = program();
  await it.run("run", "--env", "A=1", "--env", "B=2", "--", "python3", "--version", "-h");
  expect(submitted(it).eksPropertiesOverride).toMatchObject({
    podProperties: {
      containers: [
        { name: "main", command: ["python3", "--version", "-h"], env: [{ name: "A" }, { name: "B" }] },
      ],
    },
  });
});

test("run ends with 1 when the job failed, and says why", async () => {
  const it = program([
    [0, "RUNNING", { ...pod("pod-1", "node-1"), startedAt: START }],
    [9, "FAILED", { ...pod(""), stoppedAt: START + 9000, eksAttempts: [attempt("pod-1", 0, 9, 3)] }],
  ]);
  expect(await it.run("run")).toBe(1);
  expect(it.screen.lines.at(-1)).toMatch(/^FAILED: .*Container main exited with code 3$/);
});

test("run --no-wait prints the id alone", async () => {
  const it = program();
  expect(await it.run("run", "--no-wait")).toBe(0);
  expect(it.screen.text).toBe(`${JOB_ID}\n`);
  expect(it.aws.counts().DescribeJobs).toBeUndefined();
});

test("run --json prints one object for each event", async () => {
  const it = program();
  await it.run("run", "--json");
  expect(it.screen.json.map(({ event }) => event)).toEqual([
    ...["submitted", "state", "state", "state", "placed", "state", "state", "summary"],
  ]);
  expect(it.screen.json.at(-1)).toMatchObject({
    jobId: JOB_ID,
    state: "SUCCEEDED",
    exitCode: 0,
    runningMs: 30_000,
  });
});

test("run depends on jobs that are named", async () => {
  const it = program();
  it.aws.on("ListJobs", () => ({
    jobSummaryList: [{ jobId: "first-id", jobName: "first", createdAt: START }],
  }));
  it.aws.on("ListJobs", ({ jobQueue }) => ({
    jobSummaryList:
      jobQueue === "doeks-JQ1_OD" ? [{ jobId: "first-id", jobName: "first", createdAt: START }] : [],
  }));
  await it.run("run", "--depends-on", "first");
  expect(submitted(it).dependsOn).toEqual([{ jobId: "first-id" }]);
});

describe("Ctrl-C", () => {
  const interrupted = (times: number): Program & { aws: FakeAws } => {
    const it = program();
    const describeJob = it.aws.clients.batch.send.bind(it.aws.clients.batch);
    it.aws.on("TerminateJob", () => ({}));
    let calls = 0;
    (it.clients as { batch: object }).batch = {
      send: (command: object) => {
        if (command.constructor.name === "DescribeJobsCommand" && (calls += 1) === 3) {
          for (let time = 0; time < times; time += 1) it.interrupts.interrupt();
        }
        return describeJob(command as never);
      },
    };
    return it;
  };

  test("once leaves the job running and says how to stop it", async () => {
    const it = interrupted(1);
    expect(await it.run("run")).toBe(130);
    expect(it.screen.notes[0]).toContain(
      `Job ${JOB_ID} goes on. Stop it with Ctrl-C again now, or with: npm run job -- stop ${JOB_ID}`,
    );
    expect(it.aws.counts().TerminateJob).toBeUndefined();
  });

  test("twice terminates it", async () => {
    const it = interrupted(2);
    expect(await it.run("run")).toBe(130);
    expect(it.aws.calls.at(-1)).toMatchObject({ action: "TerminateJob", input: { jobId: JOB_ID } });
    expect(it.screen.notes.at(-1)).toBe(`Job ${JOB_ID} is being terminated.`);
  });
});

test("on a terminal each state is a line that stays, with how long it took", async () => {
  const screen = new FakeScreen(true);
  process.env.NO_COLOR = "1";
  try {
    await program(STEPS, screen).run("run");
  } finally {
    delete process.env.NO_COLOR;
  }
  // What a line was before it was taken back is not seen.
  const seen = screen.text.split("\n").map((line) => line.slice(line.lastIndexOf("\u001b[2K") + 4));
  expect(seen).toEqual([
    expect.stringContaining("is submitted to"),
    "✓  SUBMITTED        5 s",
    "✓  RUNNABLE        32 s",
    // AWS says when it ran, whenever it is asked.
    "✓  STARTING         3 s  pod pod-1 on node node-1",
    "✓  RUNNING         30 s",
    expect.stringContaining("SUCCEEDED: queued 37 s"),
    expect.anything(),
  ]);
});

test("an array's progress is told at its beginning, every ten seconds, and last before its end", async () => {
  const counts = (ended: number, FAILED = 0): Step[2] => ({
    arrayProperties: { size: 40, statusSummary: { RUNNING: 40 - ended, SUCCEEDED: ended - FAILED, FAILED } },
  });
  const it = program([
    [0, "PENDING", counts(0)],
    [2, "PENDING", counts(10)],
    [16, "PENDING", counts(20)],
    [40, "FAILED", { ...counts(40, 1), stoppedAt: START + 40_000, statusReason: "Array Child Job failed" }],
  ]);
  it.aws.on("ListJobs", () => ({ jobSummaryList: [] }));
  expect(await it.run("run", "--array", "40")).toBe(1);
  expect(it.screen.lines.slice(1)).toEqual([
    expect.stringMatching(/0 s {2}\[\.{20}\] {2}0\/40 {2}RUNNING 40$/),
    expect.stringMatching(/0 s {2}PENDING$/),
    expect.stringMatching(/\[#{10}\.{10}\] {2}20\/40 {2}RUNNING 20 {2}SUCCEEDED 20$/),
    expect.stringMatching(/40 s {2}\[#{20}\] {2}40\/40 {2}SUCCEEDED 39 {2}FAILED 1$/),
    expect.stringMatching(/40 s {2}FAILED$/),
    expect.stringMatching(/^FAILED: .*Array Child Job failed$/),
  ]);
});

test("status --wait watches a job that was submitted before, and ends as it does", async () => {
  const it = program();
  expect(await it.run("status", JOB_ID, "--wait")).toBe(0);
  expect(it.screen.lines.at(-1)).toContain("SUCCEEDED");
});

test("run --retry-on and --fail-on become the rules of the submission", async () => {
  const it = program();
  await it.run("run", "--spot", "--retry-on", "spot", "--retry-on", "75", "--fail-on", "2");
  expect(submitted(it).retryStrategy).toEqual({
    attempts: 4,
    evaluateOnExit: [
      { action: "EXIT", onExitCode: "2" },
      { action: "RETRY", onStatusReason: "Host EC2*" },
      { action: "RETRY", onExitCode: "75" },
      { action: "EXIT", onReason: "*" },
    ],
  });
});

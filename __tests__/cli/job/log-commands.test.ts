import type { JobDetail } from "@aws-sdk/client-batch";
import { awsError, job, JOB_ID, START, type Program } from "../../operations/jobs/fixtures";
import { ended, program, RUNNING } from "./logged-program";
import { attempt, pod, type Step } from "../../operations/jobs/follow/simulated-job";

test("the log of a job that ended long ago is printed at once", async () => {
  const lines = [{ arrival: 5, pod: "pod-1", text: "hello" }];
  const it = program([ended(0)], lines);
  await it.clock.sleep(3_600_000);
  expect(await it.run("logs", JOB_ID)).toBe(0);
  expect(it.screen.text).toBe("hello\n");
  expect(it.screen.notes).toEqual([]);
  expect(it.clock.now()).toBe(START + 3_600_000);
});

test("lines that arrive after the end are waited for, and that is said", async () => {
  const it = program([ended(0)], [{ arrival: 30, pod: "pod-1", text: "late" }]);
  expect(await it.run("logs", JOB_ID)).toBe(0);
  expect(it.screen.text).toBe("late\n");
  expect(it.screen.notes).toEqual([
    "The job has ended, its log has not arrived yet; waiting for up to 1 m 00 s.",
  ]);
  expect(it.clock.now() - START).toBeLessThan(45_000);
});

test("a job that printed nothing ends the waiting after a minute, with what may be the reason", async () => {
  const it = program([ended(0)], []);
  expect(await it.run("logs", JOB_ID)).toBe(0);
  expect(it.screen.text).toBe("");
  expect(it.screen.notes.at(-1)).toContain("most likely ended before the collector saw it");
  expect(it.clock.now() - START).toBeLessThan(70_000);
});

test.each([
  [
    2,
    "SUCCEEDED",
    "It ran for 2 s: if it printed anything, it most likely ended before the collector saw it",
  ],
  [14, "FAILED", "It ran for 14 s: if it printed anything, it most likely ended before the collector saw it"],
  [16, "SUCCEEDED", "It may have printed nothing; lines are kept for 90 days"],
] as const)("a job of %d s that %s without a line: %s", async (seconds, state, text) => {
  const stoppedAt = START + 1000 * seconds;
  const eksAttempts = [attempt("pod-1", 0, seconds, state === "FAILED" ? 1 : 0)];
  const it = program([[0, state, { stoppedAt, eksAttempts }]], []);
  await it.clock.sleep(3_600_000);
  expect(await it.run("logs", JOB_ID)).toBe(0);
  expect(it.screen.notes.at(-1)).toContain(text);
});

test("a short job that was tried again after a longer attempt was seen by the collector", async () => {
  const eksAttempts = [attempt("pod-1", 0, 40, 1), attempt("pod-2", 50, 51, 0)];
  const it = program([[0, "SUCCEEDED", { stoppedAt: START + 51_000, eksAttempts }]], []);
  await it.clock.sleep(3_600_000);
  expect(await it.run("logs", JOB_ID)).toBe(0);
  expect(it.screen.notes.at(-1)).toContain("It may have printed nothing");
});

test("a log group that was deleted is explained", async () => {
  const it = program([ended(0)], []);
  await it.clock.sleep(3_600_000);
  for (const action of ["FilterLogEvents", "DescribeLogStreams"]) {
    it.aws.on(action, () => {
      throw awsError("ResourceNotFoundException", "The specified log group does not exist.");
    });
  }
  expect(await it.run("logs", JOB_ID)).toBe(0);
  expect(it.screen.notes[0]).toMatch(
    /^The log group \/aws\/containerinsights\/.* does not exist: it was deleted/,
  );
});

test("a followed log gives each line once, until the job has ended and its last lines are there", async () => {
  const lines = Array.from({ length: 60 }, (_, index) => ({
    arrival: 2 * index + 3,
    pod: "pod-1",
    text: `line ${index}`,
  }));
  const it = program([RUNNING, ended(110)], lines);
  expect(await it.run("logs", JOB_ID, "--follow")).toBe(0);
  expect(it.screen.lines).toEqual(lines.map(({ text }) => text));
});

test("without --follow a running job's lines so far are printed", async () => {
  const it = program([RUNNING], [{ arrival: 0, pod: "pod-1", text: "so far" }]);
  expect(await it.run("logs", JOB_ID)).toBe(0);
  expect(it.screen.text).toBe("so far\n");
  const silent = program([RUNNING], []);
  expect(await silent.run("logs", JOB_ID)).toBe(0);
  expect(silent.screen.notes).toEqual([
    `No line yet: the job is RUNNING. npm run job -- logs ${JOB_ID} --follow waits for them.`,
  ]);
});

test("each attempt of a job that was tried again is labelled", async () => {
  const attempts = [attempt("pod-1", 0, 20, 1), attempt("pod-2", 40, 60, 0)];
  const it = program(
    [[0, "SUCCEEDED", { stoppedAt: START + 60_000, eksAttempts: attempts }]],
    [
      { arrival: 11, pod: "pod-1", text: "first" },
      { arrival: 51, pod: "pod-2", text: "second" },
    ],
  );
  await it.clock.sleep(3_600_000);
  await it.run("logs", JOB_ID);
  expect(it.screen.lines).toEqual(["--- attempt 1 ---", "first", "--- attempt 2 ---", "second"]);
});

describe("a job with two containers", () => {
  const containers = [{ name: "main" }, { name: "sidecar" }];
  const two: Partial<JobDetail> = { eksProperties: { podProperties: { containers } } };
  const lines = [
    { arrival: 5, pod: "pod-1", text: "from main" },
    { arrival: 4, pod: "pod-1", text: "from sidecar", container: "sidecar" },
  ];
  const settled = async (): Promise<Program> => {
    const it = program([[...ended(0).slice(0, 2), { ...ended(0)[2], ...two }] as unknown as Step], lines);
    await it.clock.sleep(3_600_000);
    return it;
  };

  test("has each line prefixed with its container, in the order of time", async () => {
    const it = await settled();
    await it.run("logs", JOB_ID);
    expect(it.screen.lines).toEqual(["sidecar | from sidecar", "main    | from main"]);
  });

  test("shows only the container that is asked for, without a prefix", async () => {
    const it = await settled();
    await it.run("logs", JOB_ID, "--container", "sidecar");
    expect(it.screen.lines).toEqual(["from sidecar"]);
  });

  test("names its containers when another one is asked for", async () => {
    const it = await settled();
    await expect(it.run("logs", JOB_ID, "--container", "none")).rejects.toThrow(
      "has no container none; it has main, sidecar.",
    );
  });
});

test("--timestamps begins each line with its time, --since leaves out what is older", async () => {
  const lines = [
    { arrival: 1, pod: "pod-1", text: "old" },
    { arrival: 3001, pod: "pod-1", text: "new" },
  ];
  const it = program([ended(3100)], lines);
  await it.clock.sleep(3_600_000);
  await it.run("logs", JOB_ID, "--since", "20m", "--timestamps");
  expect(it.screen.lines).toEqual([`${new Date(START + 3_000_000).toISOString()} new`]);
});

test("--json has each line as an object", async () => {
  const it = program([ended(0)], [{ arrival: 5, pod: "pod-1", text: "hello" }]);
  await it.clock.sleep(3_600_000);
  await it.run("logs", JOB_ID, "--json");
  expect(it.screen.json).toMatchObject([
    {
      event: "log",
      jobId: JOB_ID,
      attempt: 1,
      container: "main",
      text: "hello",
      timestamp: new Date(START + 4000).toISOString(),
    },
  ]);
});

test("an array job has no log of its own, a multi-node job has its main node's", async () => {
  const array = program([[0, "PENDING", { arrayProperties: { size: 3 } }]], []);
  await expect(array.run("logs", JOB_ID)).rejects.toThrow(`name one, as in npm run job -- logs ${JOB_ID}:0.`);
  const multiNode = program([], []);
  multiNode.aws.on("DescribeJobs", ({ jobs }) => ({
    jobs: (jobs as string[]).map((jobId) =>
      job({
        jobId,
        status: "RUNNING",
        ...(jobId.includes("#")
          ? pod("pod-1", "node-1")
          : {
              eksProperties: undefined,
              nodeProperties: { numNodes: 2, mainNode: 1, nodeRangeProperties: [] },
            }),
      }),
    ),
  }));
  await multiNode.run("logs", JOB_ID);
  expect(multiNode.aws.calls[1]!.input.jobs).toEqual([`${JOB_ID}#1`]);
});

test("Ctrl-C ends following with status 130", async () => {
  const it = program([RUNNING], []);
  it.aws.on("FilterLogEvents", () => {
    it.interrupts.interrupt();
    return {};
  });
  expect(await it.run("logs", JOB_ID, "--follow")).toBe(130);
});

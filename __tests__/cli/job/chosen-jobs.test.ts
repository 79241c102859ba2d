import type { JobSummary } from "@aws-sdk/client-batch";
import { START } from "../../operations/jobs/fixtures";
import { program } from "./ready-program";

const OD = "doeks-JQ1_OD";
const SPOT = "doeks-JQ1_SPOT";
const DAY = 24 * 3_600_000;

type Summary = JobSummary & { readonly queue: string };

const summary = (jobId: string, status: string, more: Partial<Summary> = {}): Summary =>
  ({ jobId, jobName: "sweep-1", status, queue: OD, createdAt: START - 1000, ...more }) as Summary;

const JOBS = [
  summary("waits", "RUNNABLE"),
  summary("runs", "RUNNING", { jobName: "sweep-2", shareIdentifier: "research" }),
  summary("other", "RUNNING", { jobName: "train" }),
  summary("spot", "PENDING", { queue: SPOT, arrayProperties: { size: 5 } }),
  summary("ended", "FAILED", { shareIdentifier: "research" }),
  summary("old", "FAILED", { jobName: "Sweep-1", createdAt: START - 3 * DAY }),
];

/** The program where the queues hold some jobs; AWS takes one filter a call, and ignores the state beside it. */
function withJobs(jobs: readonly Summary[] = JOBS): ReturnType<typeof program> & { stopped(): unknown[] } {
  const it = program();
  it.aws.on("TerminateJob", () => ({}));
  it.aws.on("ListJobs", ({ jobQueue, jobStatus, filters }) => {
    const [filter] = (filters ?? []) as { name: string; values: string[] }[];
    const value = filter?.values[0] ?? "";
    return {
      jobSummaryList: jobs.filter(({ queue, status, jobName, createdAt }) => {
        if (queue !== jobQueue) return false;
        if (!filter) return status === jobStatus;
        if (filter.name === "AFTER_CREATED_AT") return createdAt! > Number(value);
        const [small, wanted] = [jobName!.toLowerCase(), value.toLowerCase()];
        return wanted.endsWith("*") ? small.startsWith(wanted.slice(0, -1)) : small === wanted;
      }),
    };
  });
  const stopped = (): unknown[] =>
    it.aws.calls.filter(({ action }) => action === "TerminateJob").map(({ input }) => input.jobId);
  return Object.assign(it, { stopped });
}

describe("list", () => {
  test.each([
    [
      ["--name", "sweep-1"],
      ["waits", "ended", "spot"],
    ],
    [["--name", "Sweep*"], ["old"]],
    [["--name", "Sweep*", "--since", "1d"], []],
    [["--name", "sweep-*", "--status", "RUNNING"], ["runs"]],
    [
      ["--share", "research"],
      ["runs", "ended"],
    ],
    [["--share", "research", "--status", "FAILED"], ["ended"]],
    [["--share", "research", "--queue", "spot"], []],
  ])("%j chooses", async (args, ids) => {
    const it = withJobs();
    expect(await it.run("list", ...args, "--json")).toBe(0);
    expect(it.screen.json.map(({ jobId }) => jobId)).toEqual(ids);
  });

  test("says what it looked for when there is none", async () => {
    const it = withJobs([]);
    await it.run("list", "--name", "a*", "--share", "b", "--status", "FAILED");
    await it.run("list", "--share", "b");
    expect(it.screen.notes).toEqual([
      `No FAILED jobs called a* of share b in ${OD} or ${SPOT}.`,
      `No jobs of share b in the last day in ${OD} or ${SPOT}.`,
    ]);
  });
});

describe("stop of chosen jobs", () => {
  test("shows them, asks with their number, and stops none without a yes", async () => {
    const it = withJobs();
    await expect(it.run("stop", "--name", "sweep-*")).rejects.toThrow("Not confirmed: nothing was stopped.");
    expect(it.questions).toEqual(["Stop these 3 jobs?"]);
    expect(it.screen.lines.map((line) => line.split(/\s+/)[0])).toEqual(["ID", "waits", "runs", "spot"]);
    expect(it.stopped()).toEqual([]);
  });

  test("stops them after a yes, with the reason", async () => {
    const it = withJobs();
    it.isConfirmed = true;
    expect(await it.run("stop", "--queue", "od", "--status", "running", "--reason", "wrong")).toBe(0);
    expect(it.stopped()).toEqual(["runs", "other"]);
    expect(it.aws.calls.at(-1)!.input.reason).toBe("wrong");
    expect(it.screen.lines.at(-1)).toBe("2 jobs are being stopped.");
  });

  test("--yes asks nobody", async () => {
    const it = withJobs();
    await it.run("stop", "--share", "research", "--yes");
    expect(it.stopped()).toEqual(["runs"]);
    expect(it.questions).toEqual([]);
    expect(it.screen.lines.at(-1)).toBe("1 job is being stopped.");
  });

  test("--dry-run shows all of them and stops none", async () => {
    const it = withJobs(Array.from({ length: 60 }, (_, index) => summary(`j${index}`, "RUNNABLE")));
    await it.run("stop", "--status", "runnable", "--dry-run", "--yes");
    expect(it.screen.lines).toHaveLength(62);
    expect(it.screen.lines.at(-1)).toBe("60 jobs would be stopped; nothing was.");
    expect(it.stopped()).toEqual([]);
  });

  test("a question stands below fifty jobs at most", async () => {
    const it = withJobs(Array.from({ length: 60 }, (_, index) => summary(`j${index}`, "RUNNABLE")));
    it.isConfirmed = true;
    await it.run("stop", "--queue", "od");
    expect(it.screen.lines.at(-2)).toBe("and 10 more, which --dry-run shows.");
    expect(it.stopped()).toHaveLength(60);
  });

  test("--json has an object for each, and says whether it was stopped", async () => {
    const it = withJobs();
    await it.run("stop", "--queue", "spot", "--json", "--dry-run");
    await it.run("stop", "--queue", "spot", "--json", "--yes");
    const job = { event: "stop", jobId: "spot", jobName: "sweep-1", queue: SPOT, state: "PENDING" };
    expect(it.screen.json).toEqual([
      { ...job, stopped: false },
      { ...job, stopped: true },
    ]);
    expect(it.stopped()).toEqual(["spot"]);
  });

  test("a job that goes on while it is looked for is stopped, and once", async () => {
    const jobs = [summary("moves", "RUNNABLE")];
    const it = withJobs();
    it.aws.on("ListJobs", ({ jobQueue, jobStatus }) => {
      const found = jobQueue === OD && ["RUNNABLE", "STARTING"].includes(jobStatus as string);
      return { jobSummaryList: found ? jobs.map((job) => ({ ...job, status: jobStatus })) : [] };
    });
    await it.run("stop", "--queue", "od", "--yes");
    expect(it.stopped()).toEqual(["moves"]);
  });

  test("there may be none", async () => {
    const it = withJobs([]);
    expect(await it.run("stop", "--queue", "od")).toBe(0);
    expect(it.screen.notes).toEqual(["No job that has not ended is meant: nothing to stop."]);
    expect(it.questions).toEqual([]);
  });
});

import { BatchJobs } from "../../../../src/operations/jobs/api/batch-jobs";
import { findJob } from "../../../../src/operations/jobs/api/find-job";
import { Patience } from "../../../../src/operations/jobs/api/patience";
import { awsError, FakeAws, FakeClock, job, JOB_ID, START } from "../fixtures";

function jobsOf(aws: FakeAws): BatchJobs {
  return new BatchJobs(aws.clients, new Patience(new FakeClock()));
}

test("250 jobs are described in three calls, in the order of their ids", async () => {
  const aws = new FakeAws().on("DescribeJobs", ({ jobs }) => ({
    jobs: (jobs as string[]).map((jobId) => job({ jobId })).reverse(),
  }));
  const ids = Array.from({ length: 250 }, (_, index) => `id-${index}`);
  const found = await jobsOf(aws).describe(ids);
  expect(found.map(({ id }) => id)).toEqual(ids);
  expect(aws.calls.map(({ input }) => (input.jobs as string[]).length)).toEqual([100, 100, 50]);
});

test("a list goes on to its last page, also after an empty one", async () => {
  const pages = [
    { jobSummaryList: [{ jobId: "a" }], nextToken: "1" },
    { jobSummaryList: [], nextToken: "2" },
    { jobSummaryList: [{ jobId: "b" }] },
  ];
  const aws = new FakeAws().on("ListJobs", ({ nextToken }) => pages[Number(nextToken ?? 0)]);
  expect(await jobsOf(aws).inState("q", "RUNNING")).toEqual([{ jobId: "a" }, { jobId: "b" }]);
});

test("a throttled submission is repeated: AWS did not take it", async () => {
  let calls = 0;
  const aws = new FakeAws().on("SubmitJob", () => {
    if ((calls += 1) < 3) throw awsError("ThrottlingException", "Rate exceeded", 429);
    return { jobId: JOB_ID };
  });
  expect(await jobsOf(aws).submit({ jobName: "n", jobQueue: "q", jobDefinition: "d" })).toBe(JOB_ID);
  expect(calls).toBe(3);
});

test("a submission whose answer got lost is never repeated", async () => {
  const aws = new FakeAws().on("SubmitJob", () => {
    throw Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
  });
  const submitted = jobsOf(aws).submit({ jobName: "n", jobQueue: "q", jobDefinition: "d" });
  await expect(submitted).rejects.toThrow("The job may exist all the same: look with npm run job -- list");
  expect(aws.calls).toHaveLength(1);
});

test("what AWS refuses is told in its words", async () => {
  const aws = new FakeAws().on("SubmitJob", () => {
    throw awsError("ClientException", "JobQueue q is not in ENABLED state");
  });
  await expect(jobsOf(aws).submit({ jobName: "n", jobQueue: "q", jobDefinition: "d" })).rejects.toThrow(
    "AWS Batch refuses the job: JobQueue q is not in ENABLED state",
  );
});

describe("a job's name", () => {
  const HOUR = 3_600_000;
  const summary = (jobId: string, ageMs: number, jobName = "train"): object => ({
    jobId,
    jobName,
    status: "RUNNING",
    createdAt: START - ageMs,
  });
  const find = (summaries: object[], text = "train"): Promise<string> => {
    const aws = new FakeAws().on("ListJobs", ({ jobQueue }) => ({
      jobSummaryList: jobQueue === "q1" ? summaries : [],
    }));
    return findJob(text, jobsOf(aws), ["q1", "q2"], START);
  };

  test("means the only recent job of that name", async () => {
    expect(await find([summary("new", HOUR), summary("old", 48 * HOUR)])).toBe("new");
    expect(await find([summary("old", 48 * HOUR)])).toBe("old");
    expect(await find([summary("new", HOUR)], "train:3")).toBe("new:3");
  });

  test("tells capitals from small letters, as AWS's filter does not", async () => {
    expect(await find([summary("other", HOUR, "Train"), summary("new", HOUR)])).toBe("new");
  });

  test("of several jobs is answered with their ids", async () => {
    await expect(find([summary("a", HOUR), summary("b", 2 * HOUR)])).rejects.toThrow(
      "2 jobs are called train; say which one by its id:\n  a  RUNNING, submitted 1 h 00 m ago\n  b  RUNNING",
    );
  });

  test("of no job is answered with where was looked", async () => {
    await expect(find([])).rejects.toThrow("No job in q1 or q2 is called train.");
  });

  test("is not looked up for an id", async () => {
    expect(await findJob(JOB_ID, jobsOf(new FakeAws()), ["q1"], START)).toBe(JOB_ID);
  });
});

import { FakeAws, FakeClock, job, JOB_ID, START } from "../fixtures";
import { follow, ofType } from "./followed-events";
import { attempt } from "./simulated-job";

describe("an array job of 500", () => {
  /** Its children run 50 at once, for 60 s each; every tenth fails. */
  function array(clock: FakeClock): FakeAws {
    const seconds = (): number => (clock.now() - START) / 1000;
    const counts = (): Record<string, number> => {
      const ended = Math.min(500, Math.floor(seconds() / 60) * 50);
      const failed = ended / 10;
      const RUNNING = Math.min(50, 500 - ended);
      return { RUNNABLE: 500 - ended - RUNNING, RUNNING, SUCCEEDED: ended - failed, FAILED: failed };
    };
    return new FakeAws()
      .on("DescribeJobs", ({ jobs }) => ({
        jobs: (jobs as string[]).map((jobId) =>
          jobId === JOB_ID
            ? job({
                status: seconds() < 600 ? "PENDING" : "FAILED",
                stoppedAt: seconds() < 600 ? undefined : START + 600_000,
                arrayProperties: { size: 500, statusSummary: counts() },
              })
            : job({
                jobId,
                status: "FAILED",
                arrayProperties: { index: Number(jobId.split(":")[1]) },
                eksAttempts: [attempt(jobId, 0, 60, Number(jobId.split(":")[1]) < 250 ? 1 : 2)],
              }),
        ),
      }))
      .on("ListJobs", () => ({
        jobSummaryList: Array.from({ length: 50 }, (_, index) => ({ jobId: `${JOB_ID}:${index * 10}` })),
      }));
  }

  test("tells the counts of its children, and groups those that failed by their reasons", async () => {
    const clock = new FakeClock();
    const events = await follow(array(clock), clock);
    const progress = ofType(events, "progress");
    expect(progress.at(-1)).toMatchObject({ size: 500, counts: { SUCCEEDED: 450, FAILED: 50, RUNNING: 0 } });
    const [failed] = ofType(events, "failed-children");
    expect(failed!.groups.map(({ reason, children }) => [reason, children.length])).toEqual([
      ["Container main exited with code 1", 25],
      ["Container main exited with code 2", 25],
    ]);
    expect(failed!.groups[0]!.children.slice(0, 3)).toEqual([0, 10, 20]);
  });

  test("takes no more calls than a single job, and two for what failed", async () => {
    const clock = new FakeClock();
    const aws = array(clock);
    await follow(aws, clock);
    expect(aws.counts()).toEqual({ DescribeJobs: 47, ListJobs: 1 });
  });
});

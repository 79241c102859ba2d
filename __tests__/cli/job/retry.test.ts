import type { JobDetail } from "@aws-sdk/client-batch";
import { withIndices } from "../../../src/operations/jobs/model/index-map";
import { job, JOB_ID, START, type FakeAws, type Program } from "../../operations/jobs/fixtures";
import { program } from "./ready-program";

const MAIN = { name: "main", image: "x", command: ["/bin/sh", "-c", "work"] };
const POD = { eksProperties: { podProperties: { containers: [MAIN] } } };
const RAN = {
  eksAttempts: [{ containers: [{ name: "main", exitCode: 1 }], podName: "pod", startedAt: START }],
};
const SIZE = 10;

const FIRST = job({ ...POD, jobName: "sweep", status: "FAILED", arrayProperties: { size: SIZE } });
const child = (index: number, more: Partial<JobDetail> = {}): JobDetail =>
  job({ ...POD, jobId: `${JOB_ID}:${index}`, status: "FAILED", arrayProperties: { index }, ...RAN, ...more });
const FAILED = [child(2), child(5, { eksAttempts: [] }), child(7)];

/** A retry of children of the first job. */
function retryOf(id: string, indices: readonly number[], status: JobDetail["status"]): JobDetail {
  const containers = [{ ...MAIN, ...withIndices("/bin/sh", indices, SIZE, MAIN.command) }];
  const arrayProperties = indices.length > 1 ? { size: indices.length } : undefined;
  return job({
    ...{
      jobId: id,
      jobName: "sweep-retry-00000000",
      status,
      arrayProperties,
      tags: { BlueprintRetryOf: JOB_ID },
    },
    eksProperties: { podProperties: { containers } },
  });
}

/** The program where these jobs exist. @param succeeded indices of children, by the ids of their arrays */
function knowing(
  jobs: readonly JobDetail[],
  succeeded: Readonly<Record<string, readonly number[]>> = {},
): Program & { aws: FakeAws } {
  const it = program();
  let submitted = 0;
  it.aws
    .on("DescribeJobs", ({ jobs: ids }) => ({
      jobs: jobs.filter(({ jobId }) => (ids as string[]).includes(jobId!)),
    }))
    .on("ListJobs", ({ arrayJobId, jobStatus, filters }) => {
      const [name] = (filters as { values: string[] }[] | undefined)?.[0]?.values ?? [];
      if (name !== undefined)
        return {
          jobSummaryList: jobs.filter(({ jobName, jobId }) => jobName === name && !jobId!.includes(":")),
        };
      if (jobStatus === "SUCCEEDED")
        return {
          jobSummaryList: (succeeded[String(arrayJobId)] ?? []).map((index) => ({
            jobId: `${String(arrayJobId)}:${index}`,
            arrayProperties: { index },
          })),
        };
      return { jobSummaryList: jobs.filter(({ jobId }) => jobId!.startsWith(`${String(arrayJobId)}:`)) };
    })
    .on("DescribeJobDefinitions", () => ({
      jobDefinitions: [{ jobDefinitionName: "d", revision: 1, status: "ACTIVE", ...POD }],
    }))
    .on("SubmitJob", () => ({ jobId: `new-${(submitted += 1)}` }));
  return it;
}

const submissions = (it: { aws: FakeAws }): Record<string, unknown>[] =>
  it.aws.calls.filter(({ action }) => action === "SubmitJob").map(({ input }) => input);
const mapsOf = (it: { aws: FakeAws }): (string | undefined)[] =>
  submissions(it).map(
    (input) =>
      (input as { eksPropertiesOverride: { podProperties: { containers: { args: string[] }[] } } })
        .eksPropertiesOverride.podProperties.containers[0]!.args[0],
  );

test("runs the failed children alone, and those that never ran, linked to the first job", async () => {
  const it = knowing([FIRST, ...FAILED]);
  expect(await it.run("retry", JOB_ID, "--no-wait")).toBe(0);
  expect(it.screen.lines).toEqual(["new-1"]);
  expect(it.screen.notes).toEqual(["Of 10 children, 3 run again.", "  2 failed: 2, 7", "  1 never ran: 5"]);
  expect(submissions(it)).toMatchObject([
    {
      jobName: "sweep-retry-00000000",
      jobQueue: FIRST.jobQueue,
      arrayProperties: { size: 3 },
      tags: { BlueprintRetryOf: JOB_ID },
    },
  ]);
  expect(mapsOf(it)).toEqual(["2 5 7"]);
});

test("of what was retried before, only what failed again", async () => {
  const it = knowing(
    [FIRST, ...FAILED, retryOf("second", [2, 5, 7], "FAILED"), retryOf("third", [5], "SUCCEEDED")],
    { second: [0] },
  );
  expect(await it.run("retry", JOB_ID, "--no-wait")).toBe(0);
  expect(mapsOf(it)).toEqual(["7"]);
  expect(submissions(it)[0]).not.toHaveProperty("arrayProperties");
  expect(it.screen.notes.at(-1)).toBe("  2 succeeded in an earlier retry, and are left out.");
});

test("the id of a retry means its first job", async () => {
  const second = "00000000-0000-4000-8000-000000000002";
  const it = knowing([FIRST, ...FAILED, retryOf(second, [2, 5, 7], "FAILED")], { [second]: [0, 1] });
  await it.run("retry", second, "--no-wait");
  expect(mapsOf(it)).toEqual(["7"]);
  expect(submissions(it)[0]).toMatchObject({ tags: { BlueprintRetryOf: JOB_ID } });
});

test("one child that is named runs alone", async () => {
  const it = knowing([FIRST, ...FAILED]);
  await it.run("retry", `${JOB_ID}:7`, "--no-wait");
  expect(mapsOf(it)).toEqual(["7"]);
  await expect(it.run("retry", `${JOB_ID}:3`, "--no-wait")).rejects.toThrow("Child 3 of job");
});

test("a single job runs again as it was", async () => {
  const it = knowing([job({ ...POD, ...RAN, jobName: "one", status: "FAILED" })]);
  await it.run("retry", JOB_ID, "--no-wait");
  expect(submissions(it)).toEqual([
    {
      jobName: "one-retry-00000000",
      jobQueue: FIRST.jobQueue,
      jobDefinition: FIRST.jobDefinition,
      tags: { BlueprintRetryOf: JOB_ID },
    },
  ]);
});

test("children that ran one after the other do so again", async () => {
  const it = knowing([{ ...FIRST, dependsOn: [{ jobId: "other" }, { type: "SEQUENTIAL" }] }, ...FAILED]);
  await it.run("retry", JOB_ID, "--no-wait");
  expect(submissions(it)[0]!.dependsOn).toEqual([{ type: "SEQUENTIAL" }]);
});

test("--dry-run shows the requests, and submits nothing", async () => {
  const it = knowing([FIRST, ...FAILED]);
  expect(await it.run("retry", JOB_ID, "--dry-run")).toBe(0);
  expect(JSON.parse(it.screen.text)).toMatchObject({ arrayProperties: { size: 3 } });
  expect(submissions(it)).toEqual([]);
});

describe("is refused:", () => {
  test.each<[string, Partial<JobDetail>, string]>([
    [
      "a job that runs",
      { status: "RUNNING" },
      "is RUNNING: only what has ended is retried. Wait with npm run job -- status",
    ],
    ["a job that succeeded", { status: "SUCCEEDED" }, "succeeded: there is nothing to retry."],
    [
      "a job of another queue",
      { jobQueue: "arn:aws:batch:us-east-1:1:job-queue/other" },
      "is not retried. Its queue other is none of this environment's",
    ],
    [
      "a job of another cluster",
      { eksAttempts: [{ eksClusterArn: "arn:aws:eks:us-east-1:1:cluster/other" }] },
      "is not retried. It ran on the cluster other",
    ],
    [
      "a multi-node job",
      {
        nodeProperties: { numNodes: 2, mainNode: 0, nodeRangeProperties: [] },
        eksProperties: undefined,
        status: "FAILED",
      },
      "is not retried",
    ],
    ["an array that runs", { arrayProperties: { size: 3 }, status: "PENDING" }, "is PENDING"],
  ])("%s", async (_, more, message) => {
    const it = knowing([job({ ...POD, status: "FAILED", ...more })]);
    await expect(it.run("retry", JOB_ID, "--no-wait")).rejects.toThrow(message);
    expect(submissions(it)).toEqual([]);
  });

  test("a job that is being retried", async () => {
    const it = knowing([FIRST, ...FAILED, retryOf("second", [2, 5, 7], "RUNNING")]);
    await expect(it.run("retry", JOB_ID, "--no-wait")).rejects.toThrow(
      "is being retried by second, which is RUNNING",
    );
  });

  test("a job that succeeded in a retry, alone or all its children", async () => {
    const second = { ...retryOf("second", [2], "SUCCEEDED"), jobName: "test-retry-00000000" };
    const one = knowing([job({ ...POD, status: "FAILED" }), second]);
    await expect(one.run("retry", JOB_ID, "--no-wait")).rejects.toThrow(
      "succeeded as second: there is nothing to retry",
    );
    const all = knowing([FIRST, ...FAILED, retryOf("second", [2, 5, 7], "SUCCEEDED")], { second: [0, 1, 2] });
    await expect(all.run("retry", JOB_ID, "--no-wait")).rejects.toThrow("Each failed child of job");
  });

  test("a node", async () => {
    const it = knowing([FIRST]);
    await expect(it.run("retry", `${JOB_ID}#1`)).rejects.toThrow(
      "A node of a multi-node job does not run alone",
    );
  });

  test("a job whose definition is deregistered", async () => {
    const it = knowing([FIRST, ...FAILED]);
    it.aws.on("DescribeJobDefinitions", () => ({
      jobDefinitions: [{ revision: 1, status: "INACTIVE", ...POD }],
    }));
    await expect(it.run("retry", JOB_ID, "--no-wait")).rejects.toThrow("doeks-hello-world:1 of job");
  });

  test("a shell that is no path", async () => {
    const it = knowing([FIRST, ...FAILED]);
    expect(await it.run("retry", JOB_ID, "--shell", "sh")).toBe(2);
    expect(it.screen.notes).toEqual([
      '--shell must be the absolute path of a shell in the image, such as /bin/sh, got "sh".',
    ]);
  });
});

test("status of the first job shows its retries, and theirs the first job", async () => {
  const second = retryOf("00000000-0000-4000-8000-000000000002", [2, 5, 7], "FAILED");
  const third = retryOf("00000000-0000-4000-8000-000000000003", [7], "SUCCEEDED");
  const it = knowing([{ ...FIRST, jobName: "sweep" }, second, third]);
  await it.run("status", JOB_ID);
  expect(it.screen.lines).toEqual(
    expect.arrayContaining([
      `  retried by  ${second.jobId} (3 children)  FAILED`,
      `  retried by  ${third.jobId} (child 7)  SUCCEEDED`,
    ]),
  );
  await it.run("status", second.jobId!, third.jobId!);
  expect(it.screen.lines).toEqual(
    expect.arrayContaining([
      `  retry of    ${JOB_ID}, of which it runs children 2, 5, 7`,
      `  retry of    ${JOB_ID}, of which it runs child 7`,
    ]),
  );
});

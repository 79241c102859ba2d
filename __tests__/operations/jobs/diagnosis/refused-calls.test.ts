import { jobEnvironment } from "../../../../src/operations/jobs/api/job-environment";
import { parse } from "../../../support/variables";
import { awsError, FakeAws, FakeClock, FakeScreen, job, JOB_ID, Program, START } from "../fixtures";

const REFUSED =
  "An error occurred (AccessDenied) when calling the PutObject operation: User: arn:aws:sts::111122223333:assumed-role/" +
  'r/s is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::data/out/a" because no identity-based ' +
  "policy allows the s3:PutObject action";

interface Told {
  readonly cause: string;
  readonly certainty: string;
  readonly text: string;
}

/** What `why` says of a job whose container ended, by what it printed. */
async function why(
  lines: readonly string[] | Error,
  { exitCode = 1, reason = "Error", serviceAccountName = undefined as string | undefined, more = {} } = {},
): Promise<Told & { readonly aws: FakeAws }> {
  const failed = job({
    status: "FAILED",
    statusReason: "Essential container in task exited",
    stoppedAt: START + 60_000,
    eksProperties: { podProperties: { serviceAccountName, containers: [{ name: "main" }] } },
    eksAttempts: [
      {
        podName: "aws-batch.1",
        nodeName: "node-1",
        startedAt: START,
        stoppedAt: START + 60_000,
        containers: [{ name: "main", exitCode, reason }],
      },
    ],
    ...more,
  });
  const aws = new FakeAws()
    .on("DescribeJobs", () => ({ jobs: [failed] }))
    .on("DescribeJobQueues", () => ({
      jobQueues: [{ jobQueueName: "doeks-JQ1_OD", state: "ENABLED", status: "VALID" }],
    }))
    .on("DescribeLogStreams", () => ({ logStreams: [] }))
    .on("FilterLogEvents", () => {
      if (lines instanceof Error) throw lines;
      return {
        events: lines.map((text, index) => ({
          eventId: String(index),
          timestamp: START + 50_000 + index,
          logStreamName: "node-1-application.var.log.containers.aws-batch.1_ns_main-0.log",
          message: JSON.stringify({
            log: `${text}\n`,
            kubernetes: { pod_name: "aws-batch.1", container_name: "main" },
          }),
        })),
      };
    });
  const environment = jobEnvironment(parse({ job_roles: { results: {} } }));
  const program = new Program(aws.clients, new FakeClock(), new FakeScreen(), environment);
  await program.run("why", JOB_ID, "--json");
  return { ...(JSON.parse(program.screen.text) as Told), aws };
}

test("a refusal at the end of the log is the cause: role, action and the missing line are told", async () => {
  const { cause, certainty, text } = await why(["begin", REFUSED], { serviceAccountName: "job-results" });
  expect({ cause, certainty }).toEqual({ cause: "call-refused", certainty: "likely" });
  expect(text).toContain(`its log: ${REFUSED}.`);
  expect(text).toContain(
    'Its role results lacks it: add { "name": "data", "prefix": "out", "access": "write" } to "buckets" of "results" in ' +
      "job_roles of variables.json, run ./install.sh, and submit it again.",
  );
});

test("without a role it is told that the job has that of its node", async () => {
  const { text } = await why([REFUSED]);
  expect(text).toContain("The job has none of the roles of job_roles, and so that of its node.");
  expect(text).toContain("submit the job with --role NAME.");
});

test("a key is told apart, and named is the role that needs it", async () => {
  const line = REFUSED.replaceAll("s3:PutObject", "kms:GenerateDataKey");
  const { cause, text } = await why([line], { serviceAccountName: "job-results" });
  expect(cause).toBe("key-refused");
  expect(text).toContain(
    'policy that allows kms:GenerateDataKey on that key in policies of "results" in job_roles',
  );
});

test.each([[["begin", "end"]], [[]]])("a log without one (%j) changes nothing", async (lines) => {
  const { cause, text } = await why(lines);
  expect(cause).toBe("failed");
  expect(text).not.toContain("role");
});

test("what AWS or Kubernetes states counts more, and the log is not read for it", async () => {
  const { cause, aws } = await why([REFUSED], { exitCode: 137, reason: "OOMKilled" });
  expect(cause).toBe("out-of-memory");
  expect(aws.counts().FilterLogEvents).toBeUndefined();
});

test("an exit code alone counts less", async () => {
  expect((await why([REFUSED], { exitCode: 137 })).cause).toBe("call-refused");
});

test("a log that may not be read is named", async () => {
  const { cause, text } = await why(awsError("AccessDeniedException", "no logs"));
  expect(cause).toBe("failed");
  expect(text).toContain(
    "Could not be looked at: the end of its log (AWS could not be asked: not allowed: no logs.).",
  );
});

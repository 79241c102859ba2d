import { awsError, job, JOB_ID } from "../../operations/jobs/fixtures";
import { program } from "./ready-program";

test.each([
  [["run", "--spot", "--queue", "q"], "Give one of --spot and --queue."],
  [["run", "--array", "1"], "--array must be a whole number from 2 to 10000, got 1."],
  [["run", "--array", "5", "--logs"], "--logs is for one job"],
  [["run", "--no-wait", "--logs"], "--logs needs to wait"],
  [["run", "--timeout", "0"], "--timeout must be a whole number from 1 to 10080, got 0."],
  [["run", "--retries", "10"], "--retries must be"],
  [["run", "--retry-on", "0"], "--retry-on must be spot, an exit code from 1 to 255"],
  [["run", "--fail-on", "reason:a*b"], "--fail-on reason: AWS Batch takes"],
  [["run", "--retries", "0", "--retry-on", "spot"], "--retries 0 allows no further attempt"],
  [["run", "--memory", "1Gi"], "--memory must be"],
  [["run", "--parameter", "tasks"], '--parameter must be NAME=VALUE, got "tasks".'],
  [["run", "--parameter", "tasks=1"], "doeks-hello-world has no parameter tasks: it has none."],
  [["run", "--share", "a-b"], '--share must be 1 to 255 letters or digits, got "a-b".'],
  [["run", "--share", "research"], "doeks-JQ1_OD takes jobs in their order: leave out --share."],
  [["run", "--nonsense"], "unknown option '--nonsense'"],
  [["status"], "missing required argument 'id'"],
  [["status", "a b"], "neither the id nor the name"],
  [["list", "--status", "DONE"], "--status must be one of SUBMITTED"],
  [["list", "--since", "yesterday"], "is not a duration"],
  [["list", "--name", "a b"], "--name must be 1 to 128 letters"],
  [["list", "--share", "a-b"], "--share must be 1 to 255 letters or digits"],
  [["stop"], "Say which jobs: their ids, or --name, --queue, --status or --share."],
  [["stop", JOB_ID, "--queue", "spot"], "Name the jobs, or choose them"],
  [["stop", JOB_ID, "--dry-run"], "--dry-run is for jobs that are chosen"],
  [["stop", "--status", "FAILED"], "FAILED jobs have ended already."],
  [["stop", "--name", "x", "--json"], "--json asks nobody: add --yes or --dry-run."],
  [["jump"], "unknown command 'jump'"],
  [["completion", "fish"], "There is a completion for bash and zsh, not for fish."],
])("%j is bad usage", async (args, message) => {
  const it = program();
  expect(await it.run(...args)).toBe(2);
  expect(it.screen.notes.join("\n")).toContain(message);
  expect(it.aws.counts().SubmitJob).toBeUndefined();
});

test("a refusal of AWS ends with 1 and its words", async () => {
  const it = program();
  it.aws.on("DescribeJobQueues", () => {
    throw awsError("ClientException", "no such thing");
  });
  expect(await it.run("queues")).toBe(1);
  expect(it.screen.notes).toEqual(["AWS refuses: ClientException: no such thing"]);
});

test("a queue that does not exist is told with what creates it", async () => {
  const it = program();
  it.aws.on("DescribeJobQueues", () => ({ jobQueues: [] }));
  await expect(it.run("run")).rejects.toThrow(
    "There is no job queue doeks-JQ1_OD in this region. ./install.sh creates",
  );
});

test("stop ends what runs, leaves what has ended, and refuses nodes", async () => {
  const it = program();
  it.aws.on("TerminateJob", () => ({}));
  it.aws.on("DescribeJobs", ({ jobs }) => ({
    jobs: [job({ jobId: (jobs as string[])[0], status: "RUNNING" })],
  }));
  expect(await it.run("stop", JOB_ID, "--reason", "wrong input")).toBe(0);
  expect(it.aws.calls.at(-1)!.input).toEqual({ jobId: JOB_ID, reason: "wrong input" });
  it.aws.on("DescribeJobs", () => ({ jobs: [job({ status: "SUCCEEDED" })] }));
  await it.run("stop", JOB_ID);
  expect(it.screen.lines.at(-1)).toBe(`${JOB_ID} (test) has ended already: SUCCEEDED.`);
  await expect(it.run("stop", `${JOB_ID}#1`)).rejects.toThrow(`npm run job -- stop ${JOB_ID}.`);
});

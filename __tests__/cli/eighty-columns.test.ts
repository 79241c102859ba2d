import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createColors } from "picocolors";
import { announcement } from "../../src/cli/announcement";
import { couldNotCheck, failed, ok, warning } from "../../src/operations/doctor/check";
import { explainCredentials } from "../../src/operations/doctor/account/credentials";
import { Report } from "../../src/operations/doctor/report";
import { table } from "../../src/operations/doctor/table";
import { screenOn } from "../../src/operations/jobs/output/screen";
import { describePlan, planRemoval, type RemovalFacts } from "../../src/operations/removal/removal-plan";
import { RESOURCE_KINDS } from "../../src/operations/resources/registry";
import { shown } from "../../src/operations/terminal/output";
import { failureReport } from "../../src/operations/terraform/failure-report";
import { Progress } from "../../src/operations/terraform/events/progress";
import { TerraformError } from "../../src/operations/terraform/terraform";
import { defaultVariables } from "../../src/model/variables";
import { TERRAFORM_TEXTS } from "../operations/diagnosis/texts";
import { awsError, job, JOB_ID, START, type FakeScreen } from "../operations/jobs/fixtures";
import { attempt, pod } from "../operations/jobs/follow/simulated-job";
import { TERMINAL, tooLong } from "../support/eighty-columns";
import { program, STEPS } from "./job/ready-program";

const PROJECT = join(__dirname, "..", "..");
const ROLE =
  "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_AdministratorAccess_0123456789abcdef/jo@example.com";

/** What a transcript of lines looks like on a terminal of 80 columns. */
function transcript(...texts: readonly string[]): string {
  return texts.map((text) => shown(text, TERMINAL)).join("\n");
}

/** The addresses of everything that the stacks of a default environment hold. */
function addresses(): string[] {
  return ["cluster", "kubernetes", "system", "batch"].flatMap((stack) => {
    const file = join(PROJECT, "__tests__", "fixtures", "stacks-9a33f79", `${stack}.json`);
    const { resource } = JSON.parse(readFileSync(file, "utf8")) as { resource: Record<string, object> };
    return Object.entries(resource).flatMap(([type, all]) => Object.keys(all).map((id) => `${type}.${id}`));
  });
}

it("knows a line that is too long from a command that is to be copied", () => {
  const long = "word ".repeat(20);
  expect(tooLong(`${long}\n  -> aws ${long}\nshort`)).toEqual([long]);
});

it("an installation", () => {
  const lines: string[] = [];
  let time = 0;
  const progress = new Progress(
    (line) => lines.push(line),
    () => time,
    () => false,
  );
  const stack = { name: "kubernetes", directory: "/", dependencies: [] };
  for (const addr of addresses()) {
    const event = (type: string, action = "create"): void =>
      progress.handle(stack, {
        type,
        "@message": "",
        hook: { resource: { addr }, action, elapsed_seconds: 600 },
      });
    event("apply_start");
    time += 600_000;
    progress.running(stack, "apply", 600);
    event("apply_complete", "replace");
    event("apply_errored");
  }
  const told = transcript(
    announcement({
      identity: { account: "111122223333", arn: ROLE },
      variables: defaultVariables(),
      regionSource: "AWS_DEFAULT_REGION of this shell",
      isNamed: false,
      beside: [{ clusterName: "another-environment", region: "ap-northeast-2", resources: {} }],
      isRehearsal: false,
    }),
    ...lines,
  );
  expect(told).toContain("usually about 9 min");
  expect(told).not.toMatch(/_[0-9A-F]{8}\b/);
  expect(tooLong(told)).toEqual([]);
});

it("a failed installation, whatever AWS says", () => {
  const told = TERRAFORM_TEXTS.map(([, text]) => {
    const [summary = "", ...detail] = text.split("\n");
    const diagnostic = {
      severity: "error",
      summary,
      detail: detail.join("\n"),
      address: addresses()[0]!,
    } as const;
    return failureReport(new TerraformError("cluster", "apply", [diagnostic], "logs/cluster.log", []));
  });
  expect(told.length).toBeGreaterThan(40);
  expect(tooLong(transcript(...told))).toEqual([]);
});

it("the doctor, with the longest names that its checks have", () => {
  const none = awsError("CredentialsProviderError", "Could not load credentials from any providers");
  const results = [
    ok(
      "credentials",
      `account 111122223333, ${ROLE}, partition aws; AWS_ENDPOINT_URL=http://127.0.0.1:4566 answers, not AWS`,
    ),
    warning(
      "add-on amazon-cloudwatch-observability",
      "DEGRADED: InsufficientNumberOfReplicas, see the cluster's events",
      "kubectl get events",
    ),
    failed(
      "leftover job queues",
      "job queue doeks-JQ1_OD exists and is not in this environment's state: installing would fail",
      "Remove it: aws batch delete-job-queue --job-queue doeks-JQ1_OD --region us-east-1",
      "Was it installed from another working copy, STATE_ROOT or state_bucket? Go on there, or bring its state here: npm run state:move",
      "Is its state lost? ./install.sh --take-over takes it over here; ./cleanup.sh removes it.",
    ),
    couldNotCheck("everything in the region", "needs credentials that AWS accepts"),
    explainCredentials(none, {}),
    explainCredentials(none, { AWS_PROFILE: "team", AWS_ACCESS_KEY_ID: "AKIA" }),
  ];
  const told = table(new Report(results), { colors: createColors(false), width: 80, breaksTodo: true });
  expect(tooLong(told)).toEqual([]);
  expect(told).toMatch(/^ +amazon-cloudwatch- +see the/m);
});

describe("a job", () => {
  const LONG_REASON =
    "CannotPullContainerError: Failed to pull image 111122223333.dkr.ecr.us-east-1.amazonaws.com/team/image:latest";
  const FAILED = job({
    status: "FAILED",
    jobName: "a-name-of-a-job-that-is-as-long-as-people-make-them",
    statusReason: LONG_REASON,
    startedAt: START,
    stoppedAt: START + 1000,
    eksAttempts: [attempt("aws-batch.61a9e48c-8f1e-3a2b-a6d4-0123456789ab", 0, 1, 1)],
  });

  async function told(...words: string[]): Promise<string> {
    let text = "";
    const stream = { ...TERMINAL, write: (chunk: string) => Boolean((text += chunk)) } as never;
    const it = program(
      [...STEPS.slice(0, -1), [70, "FAILED", { ...pod(""), ...FAILED, stoppedAt: START + 70_000 }]],
      screenOn(stream, stream) as FakeScreen,
    );
    const environment = {
      ...{
        computeEnvironmentArn: "arn:ce",
        computeEnvironmentName: "doeks-CE1_SPOT-7-2026112609335137720000000c",
      },
      ...{
        state: "ENABLED",
        status: "INVALID",
        statusReason: LONG_REASON,
        computeResources: { type: "SPOT" },
      },
    };
    it.aws
      .on("DescribeJobs", () => ({ jobs: [FAILED] }))
      .on("DescribeComputeEnvironments", () => ({ computeEnvironments: [environment] }))
      .on("DescribeJobQueues", () => ({
        jobQueues: ["doeks-JQ1_OD", "doeks-JQ1_SPOT"].map((jobQueueName) => ({
          ...{ jobQueueName, state: "ENABLED", status: "VALID" },
          computeEnvironmentOrder: [{ order: 1, computeEnvironment: "arn:ce" }],
        })),
      }))
      .on("ListJobs", () => ({ jobSummaryList: [FAILED] }))
      .on("DescribeLogStreams", () => ({ logStreams: [] }))
      .on("FilterLogEvents", () => ({ events: [] }));
    await it.run(...words);
    // What was taken back is not seen.
    return text
      .split("\n")
      .map((line) => line.slice(line.lastIndexOf("\u001B[2K") + 1).replace(/^\[2K/, ""))
      .join("\n");
  }

  it.each([
    [["run"], /is submitted to[^]*FAILED/],
    [["list"], /STATE/],
    [["queues"], /INVALID/],
    [["status", JOB_ID], /reason/],
    [["why", JOB_ID], /image/],
    [["status", JOB_ID, "--wait"], /FAILED/],
    [["logs", JOB_ID], /No line of this job/],
    [["stop", JOB_ID], /has ended already/],
  ] as const)("%j", async (words, shows) => {
    const text = await told(...words);
    expect(text).toMatch(shows);
    expect(tooLong(text)).toEqual([]);
  });
});

it("a clean-up", () => {
  const owner = { is: "ours" } as const;
  const stray = (id: string): RemovalFacts["strays"][number] => ({
    ...{
      id,
      what: `log group ${id}, left by AWS Batch`,
      owner: { is: "another's", environment: "another-environment" },
    },
    command: `logs delete-log-group --log-group-name ${id}`,
    remove: () => Promise.reject(new Error("A plan removes nothing.")),
  });
  const facts: RemovalFacts = {
    ...{ region: "us-east-1", stacks: { cluster: 55 }, isUnfinished: false, queues: [], volumes: [] },
    resources: RESOURCE_KINDS.map((kind) => ({
      ...{ kind, owner, isInState: false, isOnCluster: false },
      found: { id: "0123456789abcdef0-0123456789abcdef0", tags: {}, phase: "ready", attributes: {} },
    })),
    strays: [stray("/aws/containerinsights/doeks-aws-batch/performance")],
    obstacles: [
      {
        what: "network interface eni-0123456789abcdef0 of security group sg-0123456789abcdef0",
        command: "ec2 delete-network-interface --network-interface-id eni-0123456789abcdef0",
      },
    ] as never,
  };
  const told = transcript(...describePlan(planRemoval(facts, false), "us-east-1"));
  expect(told).toContain("which is in no");
  expect(tooLong(told)).toEqual([]);
});

it("the words of the shell scripts", () => {
  for (const script of ["install.sh", "cleanup.sh", "src/cli/tools.sh"]) {
    const text = readFileSync(join(PROJECT, script), "utf8");
    const said = [
      ...text.matchAll(/^ *echo ['"](.*)['"]$/gm),
      ...text.matchAll(/<<'DONE'\n([^]*?)\nDONE$/gm),
      ...text.matchAll(/^# (Usage:[^]*?)\n\n/gm),
    ].map(([, words]) => words!);
    expect(said.length).toBeGreaterThan(0);
    expect(tooLong(said.join("\n"))).toEqual([]);
  }
});

import {
  DescribeComputeEnvironmentsCommand,
  DescribeJobsCommand,
  type JobDetail,
} from "@aws-sdk/client-batch";
import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeLaunchTemplatesCommand } from "@aws-sdk/client-ec2";
import { ListRulesCommand } from "@aws-sdk/client-eventbridge";
import { ListSubscriptionsCommand } from "@aws-sdk/client-sns";
import { copyFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { InventoryItem } from "../../local/protocol/service";
import type { AwsClients } from "../../src/operations/aws/aws-clients";
import { foreignCalls } from "../../tools/faults/foreign-calls";
import { blocksToRun } from "../support/command-blocks";
import { Installation } from "../support/lives/installation";
import { describeTranscript } from "../support/lives/job-transcript.suite";
import { execute, UserShell, type Finished } from "../support/lives/user-shell";

/*
 * An environment in use, which two installations made, of which the first one was told to end: the scripts that a user
 * runs, the real Terraform, the real AWS provider and the real AWS CLI, against the emulator, and last a sample of CDKTF's
 * own commands. The provider is started once for all commands. That such a life ends with nothing left is in e2e/faults.
 * The tests build on each other in order.
 */

// What AWS takes its time for is the subject of other tests.
process.env.EMULATOR_DELAY = "0.1";

const REGION = "eu-west-1";
const STACKS = ["cluster", "system", "batch"];

const shell = new UserShell();
const { rehearsal } = shell;

/** Options that add to the defaults and change nothing of them. */
const VARIABLES = {
  aws_batch_spot_fallback: true,
  aws_batch_gpu_instance_types: ["g6"],
  aws_batch_example_job_definitions: true,
  alert_email: "batch-alerts@example.com",
  aws_batch_runnable_timeout_minutes: 30,
  job_roles: {
    results: {
      buckets: [
        { name: "rehearsal-data", prefix: "in", access: "read" },
        { name: "rehearsal-data", prefix: "out", access: "write" },
      ],
    },
  },
};

const PLACE = ["--region", REGION];

let interrupted: Installation;
let installation: Finished;
let clients: AwsClients;
/** Stands for the user's: nothing may write it down but the emulator's own file. */
let secretAccessKey: string;

beforeAll(async () => {
  rehearsal.create();
  writeFileSync(rehearsal.variablesFile, JSON.stringify(VARIABLES));
  await shell.start();
  clients = shell.clients(REGION);
  interrupted = new Installation(shell.environment, ...PLACE);
  await interrupted.prints(/^cluster +\d+\/\d+ .* created/m);
  process.kill(interrupted.pid, "SIGTERM");
  await interrupted.ended;
  installation = await shell.run("install.sh", "--local", "--yes", ...PLACE);
  secretAccessKey = rehearsal.instance()!.secretAccessKey;
});

afterAll(() => shell.leave());

/** The value that install.sh prints in the line below an output's name. */
function output(name: string): string {
  const lines = installation.output.split("\n");
  return lines[lines.indexOf(name) + 1] ?? "";
}

it("install.sh --local ends gently on SIGTERM in the middle", async () => {
  expect(interrupted.output).toContain("start again to go on from there");
  expect(await interrupted.ended).toBe(1);
});

it("install.sh --local goes on from there, deploys everything and says so", () => {
  expect(installation).toMatchObject({
    status: 0,
    output: expect.stringContaining("The rehearsal is complete.") as string,
  });
});

it("announces no more time and money than a rehearsal takes", () => {
  expect(installation.output).toContain("On the emulator that takes a minute or two, and costs nothing.");
  expect(installation.output).not.toMatch(/15 minutes|cost money/);
  expect(installation.output).toContain("The account is an emulated one: its warnings are normal");
});

it("prints the outputs once, ready to copy", () => {
  const account = "123456789012";
  const definition = `arn:aws:batch:${REGION}:${account}:job-definition/doeks-hello-world:1`;
  const submit = (queue: string, job: string): string =>
    `JOB_ID=$(aws batch --region ${REGION}  submit-job --job-definition ${definition} --job-queue ${queue} --job-name ${job} --output text --query jobId) && echo $JOB_ID`;
  const expected = {
    configure_kubectl_cmd: `aws eks --region ${REGION} update-kubeconfig --name doeks-aws-batch`,
    aws_batch_ondemand_job_queue: "doeks-JQ1_OD",
    aws_batch_spot_job_queue: "doeks-JQ1_SPOT",
    run_example_aws_batch_job: submit("doeks-JQ1_OD", "doeks_hello_example"),
    run_example_aws_batch_job_on_spot: submit("doeks-JQ1_SPOT", "doeks_hello_spot_example"),
  };
  for (const [name, value] of Object.entries(expected)) {
    expect(output(name)).toBe(value);
    expect(installation.output.split("\n").filter((line) => line === name)).toHaveLength(1);
  }
});

const resources = (): number[] => STACKS.map((stack) => shell.resourcesIn(REGION, stack));

it("keeps the state in the rehearsal, apart for region and cluster, and nothing in the project", () => {
  for (const stack of STACKS) expect(shell.resourcesIn(REGION, stack)).toBeGreaterThan(5);
});

it("writes for its owner only: state, plans, logs and all", () => {
  const all = shell.files();
  for (const name of ["batch.tfstate", "deployment.tfplan", "cluster.log", "emulator.log"]) {
    expect(all).toContainEqual(expect.stringContaining(name));
  }
  const open = all.filter((path) => (statSync(path).mode & 0o077) !== 0);
  // Terraform sets the mode of this one itself; it holds hashes of providers.
  expect(open.filter((path) => !path.endsWith("/.terraform.lock.hcl"))).toEqual([]);
});

/** Submits jobs with the literal texts of outputs, and waits for the end of all. */
async function finishedJobs(commands: readonly string[]): Promise<JobDetail[]> {
  const ids = await Promise.all(
    commands.map(async (command) => {
      const submitted = await execute("/bin/sh", ["-c", command], shell.rehearsalEnvironment);
      if (submitted.status !== 0) throw new Error(submitted.output);
      return submitted.output.trim();
    }),
  );
  for (;;) {
    const { jobs = [] } = await clients.batch.send(new DescribeJobsCommand({ jobs: ids }));
    if (jobs.every(({ status }) => status === "SUCCEEDED" || status === "FAILED"))
      return ids.map((id) => jobs.find(({ jobId }) => jobId === id)!);
    await sleep(500);
  }
}

/** The lines of each pod, once all have some. */
async function logsOf(podNames: readonly string[]): Promise<string[][]> {
  const logGroupName = "/aws/containerinsights/doeks-aws-batch/application";
  for (;;) {
    const { events = [] } = await clients.logs.send(new FilterLogEventsCommand({ logGroupName }));
    const logs = podNames.map((podName) =>
      events
        .filter(({ logStreamName }) => logStreamName!.includes(podName))
        .map(({ message }) => (JSON.parse(message!) as { log: string }).log),
    );
    if (logs.every((lines) => lines.length > 0)) return logs;
    await sleep(500);
  }
}

const documented = blocksToRun("runs=rehearsal");
/**
 * Their runs by their text, which several pages may have. They mostly wait for jobs: what follows goes on meanwhile.
 */
const commands = new Map<string, Promise<Finished>>();

describe("the deployed environment", () => {
  const jobOutputs = ["run_example_aws_batch_job", "run_example_aws_batch_job_on_spot"];
  let secondRun: Promise<Finished>;
  // Jobs mostly wait, so the rest goes on meanwhile; each is judged in its own test.
  let jobs: Promise<JobDetail[]>;
  const plans = new Map<string, Promise<Finished>>();

  /** The plan of a stack without CDKTF: from a copy of its JSON. */
  const plainPlan = async (stack: string): Promise<Finished> => {
    const cwd = rehearsal.path(join("plain", "stacks", stack));
    mkdirSync(cwd, { recursive: true });
    copyFileSync(rehearsal.path(join("cdktf.out", "stacks", stack, "cdk.tf.json")), join(cwd, "cdk.tf.json"));
    const terraform = (...args: string[]): Promise<Finished> =>
      execute(shell.terraform, [...args, "-no-color"], shell.rehearsalEnvironment, cwd);
    const init = await terraform("init", "-input=false");
    // Two plans of one stack wait for each other.
    return init.status === 0 ? terraform("plan", "-detailed-exitcode", "-lock-timeout=5m") : init;
  };

  beforeAll(() => {
    jobs = finishedJobs(jobOutputs.map(output));
    secondRun = shell.run("install.sh", "--local", "--yes", ...PLACE);
    for (const stack of STACKS) plans.set(stack, plainPlan(stack));
    for (const text of new Set(documented.map((block) => block.text)))
      commands.set(text, execute("bash", ["-euc", text], shell.rehearsalEnvironment));
    for (const promise of [jobs, ...plans.values()]) promise.catch(() => undefined);
  });

  it("is left as it is by a second run, which says so", async () => {
    const { status, output: said } = await secondRun;
    for (const stack of STACKS) {
      expect(said).toMatch(new RegExp(`^${stack} +0 to add, 0 to change, 0 to destroy$`, "m"));
      expect(said).toMatch(new RegExp(`^${stack} +nothing to change, \\d+ s$`, "m"));
    }
    expect(said).toMatch(/^Nothing was changed\.$/m);
    expect(status).toBe(0);
  });

  it.each(STACKS)(
    "has nothing left to change in stack %s for Terraform alone, with a copy of its JSON",
    async (stack) => {
      expect(await plans.get(stack)).toMatchObject({
        status: 0,
        output: expect.stringContaining("No changes.") as string,
      });
    },
  );

  it.each(jobOutputs)("runs the command of output %s to SUCCEEDED", async (name) =>
    expect((await jobs)[jobOutputs.indexOf(name)]).toMatchObject({
      status: "SUCCEEDED",
      eksAttempts: [{ containers: [{ exitCode: 0 }] }],
    }),
  );

  it("has the log line of each of these jobs in CloudWatch", async () => {
    const podNames = (await jobs).map(({ eksAttempts }) => eksAttempts![0]!.podName!);
    expect(await logsOf(podNames)).toEqual([["Hello World!"], ["Hello World!"]]);
  });

  it("would tell of failed work, once its address was confirmed", async () => {
    const { Subscriptions } = await clients.sns.send(new ListSubscriptionsCommand());
    expect(Subscriptions).toMatchObject([
      { Endpoint: "batch-alerts@example.com", SubscriptionArn: "PendingConfirmation" },
    ]);
    const { Rules } = await clients.events.send(new ListRulesCommand());
    expect(Rules!.map(({ State }) => State)).toEqual(["ENABLED", "ENABLED"]);
  });

  it("is tagged throughout, Batch and its launch templates included", async () => {
    const { computeEnvironments = [] } = await clients.batch.send(new DescribeComputeEnvironmentsCommand());
    expect(computeEnvironments).toHaveLength(3);
    for (const { tags } of computeEnvironments) expect(tags).toMatchObject({ Blueprint: "doeks-aws-batch" });
    const { LaunchTemplates = [] } = await clients.ec2.send(new DescribeLaunchTemplatesCommand());
    expect(LaunchTemplates).toHaveLength(3);
    for (const { Tags } of LaunchTemplates) {
      expect(Tags).toContainEqual({ Key: "Blueprint", Value: "doeks-aws-batch" });
    }
  });
});

describe("a job's access to a bucket", () => {
  const copy =
    "aws s3 cp s3://rehearsal-data/in/a.txt - | aws s3 cp - s3://rehearsal-data/out/a.txt && echo copied";
  const job = (...args: string[]): Promise<Finished> =>
    execute(
      process.execPath,
      ["--require", "./src/typescript.cjs", "src/cli/job.ts", ...args],
      shell.rehearsalEnvironment,
    );
  const s3 = (line: string): Promise<Finished> =>
    execute("/bin/sh", ["-c", line], shell.rehearsalEnvironment);
  const words = ["--logs", "--", "/bin/bash", "-o", "pipefail", "-c", copy];

  beforeAll(async () => {
    const made = await s3(
      "aws s3 mb s3://rehearsal-data && echo content | aws s3 cp - s3://rehearsal-data/in/a.txt",
    );
    expect(made).toMatchObject({ status: 0 });
  });

  // The clean-up removes what the stacks made; this bucket is a user's.
  afterAll(() => s3("aws s3 rb s3://rehearsal-data --force"));

  it("is that of its role: it reads in and writes out", async () => {
    expect(await job("run", "--role", "results", ...words)).toMatchObject({ status: 0 });
    expect(await s3("aws s3 cp s3://rehearsal-data/out/a.txt -")).toMatchObject({ output: "content\n" });
  });

  it("is none without the role, and why tells what is missing", async () => {
    const image = ["--image", "public.ecr.aws/aws-cli/aws-cli:2.27.0"];
    const line = "aws s3api get-object --bucket rehearsal-data --key in/a.txt a.txt";
    const refused = await job("run", "--name", "without-role", ...image, "--command", line);
    expect(refused.status).toBe(1);
    const { output: why } = await job("why", "without-role", "--json");
    expect(JSON.parse(why)).toMatchObject({
      cause: "call-refused",
      text: expect.stringMatching(
        /assumed-role\/doeks-aws-batch-batch-node-.* is not authorized to perform: s3:GetObject .*\{ "name": "rehearsal-data", "prefix": "in", "access": "read" \}/,
      ) as string,
    });
  });
});

describeTranscript(shell);

describe("the documentation", () => {
  it.each(documented.map(({ place, text }) => [place, text]))(
    "has commands at %s that work as they stand",
    async (_, text) => expect(await commands.get(text)).toMatchObject({ status: 0 }),
  );
});

// More of that is in proofs/two-environments.
describe("another working copy, which has no state of it,", () => {
  let items: InventoryItem[];
  beforeAll(async () => void (items = await shell.control.inventory()));

  /** Runs a program there, which may call nothing that changes the environment. */
  async function run(program: "install" | "cleanup", variables: object = {}): Promise<Finished> {
    const file = rehearsal.path("other-variables.json");
    const own = JSON.parse(readFileSync(rehearsal.variablesFile, "utf8")) as object;
    writeFileSync(file, JSON.stringify({ ...own, ...variables }), { mode: 0o600 });
    const env = {
      ...shell.rehearsalEnvironment,
      VARIABLES_FILE: file,
      STATE_ROOT: rehearsal.path("other-state"),
      CDKTF_OUTDIR: rehearsal.path("other-cdktf.out"),
    };
    const options = ["--yes", "--logs", rehearsal.path("other-logs")];
    const before = (await shell.control.calls()).length;
    const finished = await execute(
      process.execPath,
      ["--require", "./src/typescript.cjs", `src/cli/${program}.ts`, ...options],
      env,
    );
    const calls = (await shell.control.calls()).slice(before);
    expect(calls.length).toBeGreaterThan(0);
    expect(foreignCalls(items, calls)).toEqual([]);
    expect(await shell.control.inventory()).toEqual(items);
    return finished;
  }

  it("does not begin it a second time, and is told how to go on", async () => {
    const { status, output: said } = await run("install");
    expect(status).toBe(1);
    // It stands in a table.
    expect(said.replace(/\s+/g, " ")).toContain("installing would make all of it a second time");
    expect(said).toContain("./install.sh --take-over takes it over here");
    expect(said).toContain("This would fail: nothing was created.");
  });

  it("takes no queue when it cleans up after an attempt that has only the names of its queues", async () => {
    const { status, output: said } = await run("cleanup", { eks_cluster_name: "third" });
    expect(said).toContain("Stays     job queue doeks-JQ1_OD: it belongs to environment doeks-aws-batch");
    expect(status).toBe(0);
  });

  it("removes it only when asked", async () => {
    const { status, output: said } = await run("cleanup");
    expect(said).toContain("It may belong to another working copy.");
    expect(status).toBe(1);
  });
});

describe("the secret access key", () => {
  it("is in the emulator's own file alone, and nothing prints it", async () => {
    const doctor = await execute(
      process.execPath,
      ["--require", "./src/typescript.cjs", "src/cli/doctor.ts"],
      shell.rehearsalEnvironment,
    );
    const job = await execute(
      process.execPath,
      ["--require", "./src/typescript.cjs", "src/cli/job.ts", "list"],
      shell.rehearsalEnvironment,
    );
    expect(doctor.output).toContain(REGION);
    expect(job.output).not.toBe("");
    for (const { output } of [installation, doctor, job]) expect(output).not.toContain(secretAccessKey);
    expect(shell.filesWith(secretAccessKey)).toEqual([rehearsal.path("emulator.json")]);
  });
});

// More of that is in proofs/plain-cdktf.
describe("CDKTF's own commands", () => {
  // Without npx, which starts two further programs.
  const cdktf = (...args: string[]): Promise<Finished> =>
    execute("node_modules/.bin/cdktf", args, shell.rehearsalEnvironment);

  // The documentation has ordered some for a next time.
  beforeAll(() => shell.control.clearFaults());

  it("destroy one stack, and deploy it anew with '*', into the state of the scripts and with their outputs", async () => {
    const before = resources();
    const file = rehearsal.path("outputs.json");
    expect(await cdktf("destroy", "system", "--auto-approve")).toMatchObject({ status: 0 });
    expect(resources()).toEqual([before[0], 0, before[2]]);
    const deployed = await cdktf("deploy", "*", "--auto-approve", "--outputs-file", file);
    expect(deployed).toMatchObject({ status: 0 });
    expect(resources()).toEqual(before);
    const { batch } = JSON.parse(readFileSync(file, "utf8")) as { batch: Record<string, string> };
    expect(Object.keys(batch)).toHaveLength(5);
    for (const [name, value] of Object.entries(batch)) expect(output(name)).toBe(value);
  });
});

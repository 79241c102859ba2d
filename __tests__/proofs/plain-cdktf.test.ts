import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { MOTO_PROGRAM } from "../../local/moto/moto-server";
import { UserShell, execute, type Finished } from "../support/lives/user-shell";
import { describeWithApiServer, KUBERNETES_ASSETS, missingFor } from "../support/kubernetes/api-server";

/*
 * CDKTF's own commands in the shell of a rehearsal, as docs/local.md has them, without any flag but the one that
 * answers the question. From the first stack to the last, the programs are those that a user starts, and Terraform starts
 * the provider for each command; what is between has it attached. Stack kubernetes is among the stacks where
 * there is all that it needs. The tests build on each other in order. A sample is in e2e/rehearsal.
 */

// What AWS takes its time for is the subject of other tests.
process.env.EMULATOR_DELAY = "0.1";
// The emulator starts moto as it does for a user.
delete process.env[MOTO_PROGRAM];

const PROJECT = join(__dirname, "..", "..");
const NEEDS = ["kubectl", "provider"] as const;
const WITHOUT_KUBERNETES = missingFor(...NEEDS);
const STACKS = [...(WITHOUT_KUBERNETES ? [] : ["kubernetes"]), "cluster", "system", "batch"];
const shell = new UserShell(WITHOUT_KUBERNETES ? undefined : KUBERNETES_ASSETS);
const { rehearsal } = shell;

const cdktf = (...args: string[]): Promise<Finished> =>
  execute("npx", ["cdktf", ...args], shell.rehearsalEnvironment);

/** With nothing that saves time in tests. */
const cdktfAsUser = (...args: string[]): Promise<Finished> => {
  const { TERRAFORM_BINARY_NAME } = process.env;
  const env = { ...shell.rehearsalEnvironment, TERRAFORM_BINARY_NAME, NODE_OPTIONS: undefined };
  return execute("npx", ["cdktf", ...args], env);
};

const resources = (): number[] => STACKS.map((stack) => shell.resourcesIn("us-east-1", stack));

/** When the project's own output directory was written last: a rehearsal has another. */
const writtenAt = (): number => {
  const manifest = join(PROJECT, "cdktf.out", "manifest.json");
  return existsSync(manifest) ? statSync(manifest).mtimeMs : 0;
};

let before: number;

beforeAll(async () => {
  before = writtenAt();
  expect(await shell.local("start")).toMatchObject({ status: 0 });
});

afterAll(() => shell.leave());

it("cdktf synth writes the stacks that a rehearsal has", async () => {
  const { status, output } = await cdktfAsUser("synth");
  expect(output).toContain(`Generated Terraform code for the stacks: ${[...STACKS].sort().join(", ")}`);
  expect(status).toBe(0);
});

it("cdktf deploy '*' deploys the stacks that a rehearsal has, into the state of the scripts", async () => {
  const { status, output } = await cdktfAsUser("deploy", "*", "--auto-approve");
  expect(output).toContain("run_example_aws_batch_job_on_spot");
  expect(status).toBe(0);
  for (const stack of STACKS) expect(shell.resourcesIn("us-east-1", stack)).toBeGreaterThan(5);
  expect(existsSync(rehearsal.path("cdktf.out/stacks/kubernetes"))).toBe(!WITHOUT_KUBERNETES);
});

const kubernetesTests = (): void => {
  const inShell = (command: string, ...args: string[]): Promise<Finished> =>
    execute(command, args, shell.rehearsalEnvironment);

  it("has what stack kubernetes made, and nodes, for the tutorial's kubectl", async () => {
    await inShell("aws", "eks", "update-kubeconfig", "--name", "doeks-aws-batch");
    const nodes = await inShell("kubectl", "get", "nodes", "--no-headers");
    expect(nodes.output.trim().split("\n")).toEqual([
      expect.stringMatching(/ Ready /) as string,
      expect.stringMatching(/ Ready /) as string,
    ]);
    expect((await inShell("kubectl", "get", "namespaces")).output).toMatch(/^doeks-aws-batch +Active/m);
  });

  it("is healthy for the doctor", async () => {
    const doctor = ["--require", "./src/typescript.cjs", "src/cli/doctor.ts", "--deployed"];
    const { status, output } = await inShell(process.execPath, ...doctor);
    expect(output).toMatch(/^ok +cluster endpoint /m);
    expect(output).toMatch(/^ok +nodes +2 of 2 are Ready/m);
    expect(output).toMatch(/^ok +aws-auth +maps AWS Batch and the managed nodes/m);
    expect(output).toMatch(/^ok +RBAC of AWS Batch /m);
    expect(output).toContain(" 0 failed, 0 could not be checked.");
    expect(status).toBe(0);
  });

  it("needs no change after all that", async () => {
    expect((await cdktf("diff", "kubernetes")).output).toContain("No changes.");
  });
};
describeWithApiServer("the cluster's Kubernetes", kubernetesTests, ...NEEDS);

it("cdktf diff and cdktf output see what is deployed", async () => {
  await shell.attachProviders();
  expect((await cdktf("diff", "cluster")).output).toContain("No changes.");
  const file = rehearsal.path("outputs.json");
  expect((await cdktf("output", "batch", "--outputs-file", file)).status).toBe(0);
  const { batch } = JSON.parse(readFileSync(file, "utf8")) as { batch: Record<string, string> };
  const definition = "arn:aws:batch:us-east-1:123456789012:job-definition/doeks-hello-world:1";
  const submit = (queue: string, job: string): string =>
    `JOB_ID=$(aws batch --region us-east-1  submit-job --job-definition ${definition} --job-queue ${queue} --job-name ${job} --output text --query jobId) && echo $JOB_ID`;
  expect(batch).toEqual({
    aws_batch_ondemand_job_queue: "doeks-JQ1_OD",
    aws_batch_spot_job_queue: "doeks-JQ1_SPOT",
    configure_kubectl_cmd: "aws eks --region us-east-1 update-kubeconfig --name doeks-aws-batch",
    run_example_aws_batch_job: submit("doeks-JQ1_OD", "doeks_hello_example"),
    run_example_aws_batch_job_on_spot: submit("doeks-JQ1_SPOT", "doeks_hello_spot_example"),
  });
});

it("install.sh deploys a stack anew that cdktf destroy removed, and nothing else", async () => {
  expect(await cdktf("destroy", "system", "--auto-approve")).toMatchObject({ status: 0 });
  const again = await shell.run("install.sh", "--local", "--yes");
  expect(again.output).toMatch(/^cluster +nothing to change/m);
  expect(again.output).toMatch(/^system +\d+\/\d+ aws_eks_addon\.\S+ created/m);
  expect(again.output).toMatch(/^batch +nothing to change/m);
  expect(again.output).toContain("The rehearsal is complete");
  expect(again.status).toBe(0);
});

it("cdktf destroy refuses a stack that others depend on, and '*' leaves nothing", async () => {
  const refused = await cdktf("destroy", "cluster", "--auto-approve");
  expect(refused.output).toContain("dependant stacks are not included");
  expect(refused.status).not.toBe(0);
  expect(resources()).not.toContain(0);
  expect(await cdktfAsUser("destroy", "*", "--auto-approve")).toMatchObject({ status: 0 });
  expect(resources()).toEqual(STACKS.map(() => 0));
  expect(await shell.control.inventory()).toEqual([]);
});

it("nothing of that went into the project", () => expect(writtenAt()).toBe(before));

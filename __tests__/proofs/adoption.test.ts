import { AllocateAddressCommand, DescribeAddressesCommand } from "@aws-sdk/client-ec2";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { ControlClient } from "../../local/gateway/control-client";
import { Emulator } from "../../local/emulator";
import { FOREIGN_VARIABLES, Rehearsal } from "../../local/rehearsal/rehearsal";
import { addBlueprint } from "../../src/blueprint";
import { adoptExisting } from "../../src/operations/adoption/adopt-existing";
import { awsClients, type AwsClients } from "../../src/operations/aws/aws-clients";
import { runLogged } from "../../src/operations/terraform/logged-process";
import { LocalStore } from "../../src/operations/state/stores/local-store";
import { readManifest, type SynthesizedStack } from "../../src/operations/terraform/synthesized-stacks";
import { Terraform, type Plan } from "../../src/operations/terraform/terraform";
import { loadVariables } from "../../src/model/load-variables";
import { Environment } from "../../src/stacks/environment";
import { AttachedProviders } from "../../tools/attached-provider/attached-provider";
import { piped, type Finished } from "../support/lives/user-shell";

/*
 * What a killed Terraform leaves behind, brought about without killing it: a few resources of stack
 * `cluster` are created and then struck from the state, and two addresses were never in it. Samples are in e2e/faults,
 * where Terraform is killed, and in e2e/scripts, where there is no state.
 */

const LOST = ["aws_vpc.", "aws_internet_gateway", "aws_cloudwatch_log_group.eks"];

const root = mkdtempSync(join(tmpdir(), "adoption-"));
const rehearsal = new Rehearsal(root);
const before = { ...process.env };
const said: string[] = [];
let emulator: Emulator;
let providers: AttachedProviders;
let clients: AwsClients;
let stack: SynthesizedStack;
let terraform: Terraform;
let plan: Plan;
let foreignAddress: string;
const began = new Date();

async function command(...args: string[]): Promise<void> {
  const logFile = join(root, "terraform.log");
  const program = process.env.TERRAFORM_BINARY_NAME ?? "terraform";
  const props = { command: program, cwd: stack.directory, env: process.env, logFile };
  const status = await runLogged({ ...props, args, onLine: () => undefined });
  if (status !== 0) throw new Error(`terraform ${args[0]} failed, see ${logFile}`);
}

async function allocateAddress(clusterName: string, name = "doeks-aws-batch-us-east-1a"): Promise<string> {
  const Tags = [
    { Key: "Blueprint", Value: clusterName },
    { Key: "Name", Value: name },
  ];
  const { AllocationId } = await clients.ec2.send(
    new AllocateAddressCommand({ TagSpecifications: [{ ResourceType: "elastic-ip", Tags }] }),
  );
  return AllocationId!;
}

/** As `Deployment` does before it applies. @returns how many passes it took */
async function adoptAll(): Promise<number> {
  for (let pass = 0; ; pass += 1) {
    plan = await terraform.plan(stack, "apply");
    const adopted = await adoptExisting({
      stack,
      plan: await terraform.show(stack, plan),
      clusterName: "doeks-aws-batch",
      environment: "us-east-1/doeks-aws-batch",
      interruptedSince: began,
      stores: [new LocalStore(rehearsal.stateRoot)],
      clients,
      terraform,
      say: (_, text) => said.push(text),
    });
    if (adopted === 0) return pass;
  }
}

beforeAll(async () => {
  emulator = await Emulator.start({ directory: root });
  rehearsal.create();
  const { endpoint, accessKeyId, secretAccessKey } = emulator;
  for (const name of FOREIGN_VARIABLES) delete process.env[name];
  Object.assign(
    process.env,
    rehearsal.environment({ pid: process.pid, endpoint, accessKeyId, secretAccessKey }),
  );
  providers = await AttachedProviders.start(process.env);
  Object.assign(process.env, providers.environment);
  const outdir = rehearsal.path("cdktf.out");
  const app = new App({ outdir });
  addBlueprint(app, new Environment(loadVariables(rehearsal.variablesFile), rehearsal.stateRoot));
  app.synth();
  stack = readManifest(outdir).find(({ name }) => name === "cluster")!;
  clients = awsClients("us-east-1");
  terraform = new Terraform({ logDirectory: root, onEvent: () => undefined });

  await terraform.init(stack);
  plan = await terraform.plan(stack, "apply");
  const lost = plan.changes
    .map(({ resource }) => resource.addr)
    .filter((address) => LOST.some((beginning) => address.startsWith(beginning)));
  await command("apply", "-auto-approve", "-input=false", ...lost.map((address) => `-target=${address}`));
  await command("state", "rm", ...lost);
  await allocateAddress("doeks-aws-batch");
  await allocateAddress("doeks-aws-batch");
  foreignAddress = await allocateAddress("another-cluster");
});

afterAll(async () => {
  await providers?.stop();
  await emulator?.stop();
  process.env = before;
  rmSync(root, { recursive: true, force: true });
});

it("brings what was lost back into the state, parts once their whole is known", async () => {
  // The gateway's VPC is known only to the second plan.
  expect(await adoptAll()).toBe(2);
  const planned = plan.changes.map(({ resource, action }) => `${action} ${resource.addr}`);
  const present = ["aws_eip", ...LOST];
  expect(
    planned.filter((change) => present.some((address) => change.startsWith(`create ${address}`))),
  ).toEqual([]);
  expect(planned.filter((change) => /^(delete|replace)/.test(change))).toEqual([]);
  expect(said.filter((line) => line.startsWith("adopted"))).toHaveLength(present.length);
});

it("removes a double, and touches nothing of another cluster", async () => {
  const { Addresses = [] } = await clients.ec2.send(new DescribeAddressesCommand({}));
  const left = Addresses.map(({ AllocationId }) => AllocationId);
  expect(left).toHaveLength(2);
  expect(left).toContain(foreignAddress);
  expect(said.filter((line) => line.startsWith("removed eipalloc-"))).toHaveLength(1);
});

describe("cleanup.sh without any state", () => {
  const cleanup = (answer: string): Promise<Finished> => {
    const program = [process.execPath, "--require", "./src/typescript.cjs", "src/cli/cleanup.ts"];
    return piped([...program, "--logs", join(root, "logs")], `${answer}\n`, process.env);
  };

  beforeAll(() => rmSync(rehearsal.stateRoot, { recursive: true }));

  it("offers what it finds by name and tag, and removes nothing without the cluster's name", async () => {
    const { status, output } = await cleanup("yes");
    expect(output).toContain("There is no state here, but this exists:");
    expect(output).toMatch(/leftover log groups: log group \/aws\/eks\/doeks-aws-batch\/cluster exists/);
    expect(output).toMatch(/leftover tag: vpc vpc-\S+ carries the tag Blueprint=doeks-aws-batch/);
    expect(output).toContain("Not confirmed: nothing was destroyed.");
    expect(status).toBe(1);
  });

  it("removes all that the stacks make, and ends with status 3 for what only carries the tag", async () => {
    const own = await allocateAddress("doeks-aws-batch", "made by hand");
    const { status, output } = await cleanup("doeks-aws-batch");
    expect(output).toMatch(/^\d+ resources were destroyed\.$/m);
    expect(output.match(/^left: .*/gm)).toEqual([
      `left: leftover tag: elastic-ip ${own} carries the tag Blueprint=doeks-aws-batch`,
    ]);
    expect(output).toMatch(
      /-> Remove it in the console; .*https:\/\/us-east-1\.console\.aws\.amazon\.com\/\S+/,
    );
    expect(status).toBe(3);
    const left = await new ControlClient(emulator).inventory();
    expect(left.map(({ id }) => id).sort()).toEqual([own, foreignAddress].sort());
  });
});

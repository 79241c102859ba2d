import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Installation } from "../support/lives/installation";
import { killTree } from "../support/lives/process-tree";
import { UserShell } from "../support/lives/user-shell";

/*
 * An environment that comes up, and goes, on a bad day: AWS throttles, breaks and hangs up, things end in their failed
 * state, and the script is killed. A script that is told to end is in e2e/interruptions, and in e2e/rehearsal. The tests
 * build on each other in order.
 */

// Transitions that fail do so whatever they take.
process.env.EMULATOR_DELAY = "0.2";

const shell = new UserShell();

type Fault = readonly [
  service: string,
  action: string,
  error: "throttling" | "500" | "503" | "connection-reset",
];

const FAULTS_OF_INSTALL: readonly Fault[] = [
  ["sts", "GetCallerIdentity", "500"],
  ["ec2", "CreateVpc", "throttling"],
  ["ec2", "CreateSubnet", "500"],
  ["ec2", "AllocateAddress", "503"],
  ["ec2", "CreateNatGateway", "503"],
  ["ec2", "AuthorizeSecurityGroupIngress", "connection-reset"],
  ["ec2", "CreateLaunchTemplate", "throttling"],
  ["iam", "CreateRole", "500"],
  ["iam", "AttachRolePolicy", "throttling"],
  ["iam", "CreateOpenIDConnectProvider", "connection-reset"],
  ["kms", "CreateKey", "500"],
  ["logs", "CreateLogGroup", "throttling"],
  ["eks", "CreateCluster", "throttling"],
  ["eks", "CreateAccessEntry", "500"],
  ["eks", "CreateAddon", "connection-reset"],
  ["eks", "CreateNodegroup", "503"],
  ["batch", "CreateComputeEnvironment", "throttling"],
  ["batch", "CreateJobQueue", "500"],
  ["batch", "RegisterJobDefinition", "connection-reset"],
];

const FAULTS_OF_CLEANUP: readonly Fault[] = [
  ["batch", "UpdateJobQueue", "throttling"],
  ["batch", "DeleteJobQueue", "500"],
  ["batch", "UpdateComputeEnvironment", "503"],
  ["batch", "DeleteComputeEnvironment", "connection-reset"],
  ["batch", "DeregisterJobDefinition", "throttling"],
  ["eks", "DeleteNodegroup", "500"],
  ["eks", "DeleteAddon", "throttling"],
  ["eks", "DeleteAccessEntry", "connection-reset"],
  ["eks", "DeleteCluster", "503"],
  ["ec2", "DeleteNatGateway", "throttling"],
  ["ec2", "ReleaseAddress", "500"],
  ["ec2", "DeleteSubnet", "503"],
  ["ec2", "DeleteVpc", "throttling"],
  ["iam", "DeleteRole", "500"],
  ["logs", "DeleteLogGroup", "throttling"],
  ["kms", "ScheduleKeyDeletion", "503"],
];

async function order(faults: readonly Fault[]): Promise<void> {
  for (const [service, action, error] of faults) await shell.control.orderFault({ service, action, error });
}

/** Of the emulator; it stands for a user's. */
let secretAccessKey: string;

beforeAll(async () => {
  await shell.start();
  ({ secretAccessKey } = shell.rehearsal.instance()!);
  await order(FAULTS_OF_INSTALL);
});

afterAll(() => shell.leave());

it("survives every failing call, tries again what may pass, and tells of what ended in a failed state", async () => {
  await shell.control.orderFault({
    transition: "eks.addon.create",
    reason: "Throttling: Rate exceeded",
  });
  await shell.control.orderFault({
    transition: "batch.compute-environment.create",
    reason: "access denied",
  });
  const { status, output } = await shell.run("install.sh", "--local", "--yes");
  expect(status).toBe(1);
  expect(output).toMatch(/^batch +FAILED aws_batch_compute_environment\.\S+$/m);
  expect(output).toContain("terraform apply of stack batch failed.");
  expect(output).toContain("unexpected state 'INVALID', wanted target 'VALID'. last error: access denied");
  expect(output).toContain("start again to go on from there");
  expect(output).toMatch(/Resources that exist now: .*cluster 55/);
  const log = /All that Terraform said: (.*)/.exec(output)![1]!;
  expect(readFileSync(log, "utf8")).toContain("last error: access denied");
  expect(output).toMatch(/^system +This may pass: again in 10 s\.$/m);
  expect(output).toMatch(/^system +done, \d+ s$/m);
  expect(output).not.toMatch(/^batch +This may pass/m);
  expect(await shell.control.pendingFaults()).toEqual([]);
});

// That it goes on with an installation after a kill, is in test:faults.
it("cleans up through every failing call after script and Terraform were killed, whatever the variables say now, and leaves nothing", async () => {
  const installation = new Installation(shell.environment);
  // The attached provider goes on with its calls: what it makes is in no state.
  await installation.prints(/^(system|batch) .* created/m);
  killTree(installation.pid);
  expect(shell.locks()).toContain("run.lock");
  // As after cdktf deploy, which keeps no variables beside the state.
  rmSync(join(dirname(shell.stateFile("us-east-1", "cluster")), "variables.json"));
  const others = { aws_region: "eu-west-1", aws_batch_doeks_jq_name: "another" };
  writeFileSync(shell.rehearsal.variablesFile, JSON.stringify(others));
  await order(FAULTS_OF_CLEANUP);
  // The script stops the emulator at its end: until then, see which faults are still to come.
  const { control } = shell;
  let pending: unknown[] = FAULTS_OF_CLEANUP.slice();
  const watch = setInterval(
    () =>
      void control.pendingFaults().then(
        (faults) => (pending = faults),
        () => undefined,
      ),
    250,
  );
  const cleanup = await shell.run("cleanup.sh", "--local", "--yes");
  clearInterval(watch);
  expect(cleanup.output).toMatch(/^The last install\.sh that began at .* was ended before it was done/m);
  expect(cleanup.output).not.toContain(secretAccessKey);
  expect(cleanup.output).toMatch(/^Region +us-east-1$/m);
  expect(cleanup).toMatchObject({
    status: 0,
    output: expect.stringContaining("Nothing is left") as string,
  });
  expect(pending).toEqual([]);
});

it("leaves no secret access key behind, and can be run again", async () => {
  expect(secretAccessKey).not.toBe("");
  expect(shell.filesWith(secretAccessKey)).toEqual([]);
  expect(shell.rehearsal.instance()).toBeUndefined();
  expect(await shell.run("cleanup.sh", "--local", "--yes")).toMatchObject({
    status: 0,
    output: expect.stringContaining("nothing to remove") as string,
  });
});

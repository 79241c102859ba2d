import { setTimeout as sleep } from "node:timers/promises";
import { spawn } from "node:child_process";
import { UserShell, type Finished } from "../support/user-shell";

/*
 * An environment that comes up, and goes, on a bad day: AWS throttles, breaks and hangs up, things
 * end in their failed state, and the script is killed. The tests build on each other in order.
 */

const MINUTES = 60_000;
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

const install = (): Promise<Finished> => shell.run("install.sh", "--local", "--yes");

beforeAll(async () => {
  expect(await shell.local("start")).toMatchObject({ status: 0 });
}, MINUTES);

afterAll(() => shell.leave(), MINUTES);

it(
  "survives every failing call, and tells of what ended in a failed state",
  async () => {
    await order(FAULTS_OF_INSTALL);
    await shell.control.orderFault({
      transition: "batch.compute-environment.create",
      reason: "access denied",
    });
    const { status, output } = await install();
    expect(status).toBe(1);
    expect(output).toMatch(/^batch +FAILED aws_batch_compute_environment\.\S+$/m);
    expect(output).toContain("terraform apply of stack batch failed.");
    expect(output).toContain("unexpected state 'INVALID', wanted target 'VALID'. last error: access denied");
    expect(output).toContain("start again to go on from there");
    expect(output).toMatch(/Resources that exist now: .*cluster 54/);
    expect(await shell.control.pendingFaults()).toEqual([]);
  },
  5 * MINUTES,
);

it(
  "goes on, when started again, after script and Terraform were killed in the middle",
  async () => {
    const script = spawn("/bin/sh", ["install.sh", "--local", "--yes"], {
      detached: true,
      env: shell.environment,
      stdio: ["ignore", "pipe", "ignore"],
    });
    let output = "";
    script.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    while (!/^(system|batch) .* created/m.test(output)) await sleep(20);
    process.kill(-script.pid!, "SIGKILL");
    expect(await install()).toMatchObject({
      status: 0,
      output: expect.stringContaining("rehearsal is complete") as string,
    });
  },
  5 * MINUTES,
);

it(
  "cleans up through every failing call, and leaves nothing",
  async () => {
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
      100,
    );
    const cleanup = await shell.run("cleanup.sh", "--local", "--yes");
    clearInterval(watch);
    expect(cleanup).toMatchObject({
      status: 0,
      output: expect.stringContaining("Nothing is left") as string,
    });
    expect(pending).toEqual([]);
  },
  8 * MINUTES,
);

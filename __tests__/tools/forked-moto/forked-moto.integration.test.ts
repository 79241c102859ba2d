import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateVpcCommand, DescribeSecurityGroupsCommand, DescribeVpcsCommand } from "@aws-sdk/client-ec2";
import { ListRulesCommand } from "@aws-sdk/client-eventbridge";
import {
  CreateRoleCommand,
  ListPoliciesCommand,
  ListRolesCommand,
  ListUsersCommand,
} from "@aws-sdk/client-iam";
import { ListKeysCommand } from "@aws-sdk/client-kms";
import { ListBucketsCommand } from "@aws-sdk/client-s3";
import { ListTopicsCommand } from "@aws-sdk/client-sns";
import { Moto } from "../../../local/moto/moto";
import { MOTO_PROGRAM } from "../../../local/moto/moto-server";
import { pythonOfMoto } from "../../../tools/forked-moto/forked-moto";

/* What the tests have in the place of `moto_server`: each fork is as a server that was started alone. */

const FORKING = join(__dirname, "..", "..", "..", "tools", "forked-moto", "fork-moto.py");
const program = process.env[MOTO_PROGRAM];

const directory = mkdtempSync(join(tmpdir(), "forked-moto-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Processes whose working directory it is. */
function processesIn(path: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`) === path;
      } catch {
        return false;
      }
    })
    .map(Number);
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** A fork in a directory, and the process that asked for it, once the fork listens. */
async function startFork(path: string): Promise<ChildProcess> {
  const command = 'umask 077 && exec "$0" "$@"';
  const asking = spawn("sh", ["-c", command, program!, "-H", `unix://${join(path, "socket")}`, "-p", "0"], {
    cwd: path,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let output = "";
  for await (const chunk of asking.stderr.iterator({ destroyOnReturn: false })) {
    output += String(chunk);
    if (output.includes("Running on unix://")) return asking;
  }
  throw new Error(output);
}

const whereItForks = program === undefined ? describe.skip : describe;

whereItForks("a fork", () => {
  let forks: readonly [Moto, Moto];

  beforeAll(async () => {
    forks = await Promise.all([Moto.start(directory), Moto.start(directory)]);
  });

  afterAll(() => Promise.all(forks.map((fork) => fork.stop())));

  it("begins with what AWS puts into an account, and nothing else", async () => {
    const { ec2, iam, events, kms, logs, s3, sns } = forks[0].clients("us-east-1");
    expect((await ec2.send(new DescribeVpcsCommand({}))).Vpcs).toMatchObject([{ IsDefault: true }]);
    expect((await ec2.send(new DescribeSecurityGroupsCommand({}))).SecurityGroups).toHaveLength(1);
    expect((await iam.send(new ListPoliciesCommand({ Scope: "AWS" }))).Policies).not.toEqual([]);
    expect((await iam.send(new ListPoliciesCommand({ Scope: "Local" }))).Policies).toEqual([]);
    expect((await iam.send(new ListUsersCommand({}))).Users).toMatchObject([{ UserName: "emulator" }]);
    expect((await iam.send(new ListRolesCommand({}))).Roles).toEqual([]);
    expect((await events.send(new ListRulesCommand({}))).Rules).toEqual([]);
    expect((await kms.send(new ListKeysCommand({}))).Keys).toEqual([]);
    expect((await logs.send(new DescribeLogGroupsCommand({}))).logGroups).toEqual([]);
    expect((await s3.send(new ListBucketsCommand({}))).Buckets ?? []).toEqual([]);
    expect((await sns.send(new ListTopicsCommand({}))).Topics ?? []).toEqual([]);
  });

  it("has nothing of another fork", async () => {
    const [filled, other] = forks.map((fork) => fork.clients("us-east-1"));
    await filled!.ec2.send(new CreateVpcCommand({ CidrBlock: "10.9.0.0/16" }));
    await filled!.iam.send(new CreateRoleCommand({ RoleName: "role", AssumeRolePolicyDocument: "{}" }));
    expect((await filled!.ec2.send(new DescribeVpcsCommand({}))).Vpcs).toHaveLength(2);
    expect((await filled!.iam.send(new ListRolesCommand({}))).Roles).toHaveLength(1);
    expect((await other!.ec2.send(new DescribeVpcsCommand({}))).Vpcs).toMatchObject([{ IsDefault: true }]);
    expect((await other!.iam.send(new ListRolesCommand({}))).Roles).toEqual([]);
  });

  it("draws ids of its own", async () => {
    const found = await Promise.all(
      forks.map((fork) => fork.clients("eu-west-1").ec2.send(new DescribeVpcsCommand({}))),
    );
    const ids = found.flatMap(({ Vpcs = [] }) => Vpcs.map(({ VpcId }) => VpcId));
    expect(new Set(ids).size).toBe(2);
  });
});

whereItForks("a fork", () => {
  let own: string;
  let asking: ChildProcess;

  beforeEach(async () => {
    own = mkdtempSync(join(directory, "own-"));
    asking = await startFork(own);
    expect(processesIn(own)).toHaveLength(2);
  });

  afterEach(() => asking.kill("SIGKILL"));

  it("writes for its owner only, where the process that asked for it does", () => {
    expect(statSync(join(own, "socket")).mode & 0o077).toBe(0);
  });

  it("ends with the process that asked for it", async () => {
    asking.kill("SIGKILL");
    await until(() => processesIn(own).length === 0);
  });

  it("takes the process that asked for it along", async () => {
    const fork = processesIn(own).find((pid) => pid !== asking.pid)!;
    process.kill(fork, "SIGKILL");
    expect(await once(asking, "exit")).toEqual([1, null]);
  });
});

whereItForks("the process that forks", () => {
  it("ends with its standard input", async () => {
    const own = mkdtempSync(join(directory, "forking-"));
    const forking = spawn(pythonOfMoto(), [FORKING, own], { stdio: ["pipe", "pipe", "inherit"] });
    await once(forking.stdout.resume(), "end");
    expect(existsSync(join(own, "moto_server"))).toBe(true);
    forking.stdin.end();
    expect(await once(forking, "exit")).toEqual([0, null]);
  });
});

import {
  CreateLogGroupCommand,
  type CloudWatchLogsClient,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { CreateVpcCommand, DescribeSubnetsCommand } from "@aws-sdk/client-ec2";
import { CreateClusterCommand, waitUntilClusterActive } from "@aws-sdk/client-eks";
import { CreateRoleCommand } from "@aws-sdk/client-iam";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  renameSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { hostname } from "node:os";
import { join } from "node:path";
import { ENVIRONMENT_TAG } from "../../src/model/names";
import { execute, piped as runPiped, UserShell, type Finished } from "../support/lives/user-shell";

/*
 * What install.sh and cleanup.sh say and do before anything is created: started as a user starts
 * them, under each shell, on a terminal and in a pipe, against the emulator instead of AWS.
 */

const shell = new UserShell();
const path = (name: string): string => shell.rehearsal.path(name);
const variables = path("user.json");

beforeAll(async () => {
  expect(await shell.local("start")).toMatchObject({ status: 0 });
});

afterAll(() => shell.leave());

beforeEach(() => writeFileSync(variables, "{}\n"));

/** Directory with tools that only tell their version: the real ones take half a second for it. */
function quickTools(): string {
  const bin = path("quick-tools");
  if (existsSync(bin)) return bin;
  mkdirSync(bin);
  for (const [name, version] of [
    ["aws", "aws-cli/2.31.0"],
    ["npm", "11.0.0"],
  ] as const)
    // Asked for anything else, such as a profile's region, they know nothing.
    writeFileSync(join(bin, name), `#!/bin/sh\n[ "$1" = --version ] && echo '${version}'\n`, { mode: 0o755 });
  return bin;
}

/** A shell that is logged in to "AWS", and names no region. */
function loggedIn(changes: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {
    ...shell.rehearsalEnvironment,
    VARIABLES_FILE: variables,
    STATE_ROOT: path("own-state"),
    WITHOUT_KUBERNETES: undefined,
    PATH: `${quickTools()}:${process.env.PATH}`,
    ...changes,
  };
  for (const name of ["AWS_REGION", "AWS_DEFAULT_REGION"]) if (!(name in changes)) delete env[name];
  return env;
}

/** Runs a script with a pipe as its input. */
const piped = (command: readonly string[], input: string, env = loggedIn()): Promise<Finished> =>
  runPiped(command, input, env);

/** Runs a script on a terminal, and types an answer once a text was shown. */
function onTerminal(
  command: readonly string[],
  shown: string,
  answer: string,
  env = loggedIn(),
): Promise<Finished> {
  return execute(
    "python3",
    [join(__dirname, "..", "support", "lives", "terminal.py"), shown, answer, ...command],
    env,
  );
}

interface HandMadeResource {
  readonly type: string;
  readonly attributes?: object;
}

/** Writes a state as Terraform would. */
function handMadeState(
  root: string,
  environment: string,
  stack: string,
  resources: readonly HandMadeResource[],
  header: object = { version: 4 },
): void {
  mkdirSync(join(root, environment), { recursive: true });
  const managed = resources.map(({ type, attributes = {} }) => ({
    mode: "managed",
    type,
    instances: [{ attributes }],
  }));
  const file = join(root, environment, `${stack}.tfstate`);
  writeFileSync(file, JSON.stringify({ serial: 1, ...header, resources: managed }));
}

/** Root may write everywhere, unless it has no privileges. */
const WITHOUT_PRIVILEGES =
  process.getuid?.() === 0 ? ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] : [];

/** What STS answers to credentials that were valid once. */
const EXPIRED =
  "<ErrorResponse><Error><Type>Sender</Type><Code>ExpiredToken</Code>" +
  "<Message>The security token included in the request is expired</Message></Error></ErrorResponse>";

const IDLE_TERRAFORM = `#!/bin/sh
case $1 in
  version) echo 'Terraform v1.11.4' ;;
  show) echo '{}' ;;
esac
`;

const STUCK_TERRAFORM = `#!/bin/sh
case "$*" in
  version) echo 'Terraform v1.11.4' ;;
  show*) echo '{}' ;;
  plan*-destroy*) exit 2 ;;
  apply*)
    echo '{"@level":"error","type":"diagnostic","diagnostic":{"severity":"error","address":"aws_vpc.vpc","summary":"deleting EC2 VPC (vpc-1)","detail":"DependencyViolation: it has dependencies"}}'
    exit 1
    ;;
esac
`;

/** A Terraform for what the scripts do around it: it has nothing to do, or cannot destroy anything. */
function fakeTerraform(text: string): string {
  const program = path(text === IDLE_TERRAFORM ? "idle-terraform" : "stuck-terraform");
  writeFileSync(program, text, { mode: 0o755 });
  return program;
}

const nothingWasCreated = (): void => {
  expect(readFileSync(variables, "utf8")).toBe("{}\n");
  expect(existsSync(path("own-state/us-east-1"))).toBe(false);
};

describe.each([
  ["sh", "install.sh"],
  ["bash", "install.sh"],
  ["sh", "cleanup.sh"],
  ["bash", "cleanup.sh"],
])("%s %s", (interpreter, script) => {
  it("shows its usage", async () => {
    const help = await piped([interpreter, script, "--help"], "");
    expect(help).toMatchObject({
      status: 0,
      output: expect.stringContaining(`Usage: ./${script}`) as string,
    });
  });

  it("refuses an argument that it does not know, with its usage", async () => {
    const { status, output } = await piped([interpreter, script, "--frobnicate"], "");
    expect(status).toBe(2);
    expect(output).toContain(`Usage: ./${script}`);
    expect(output).toContain("unknown option '--frobnicate'");
  });
});

describe.each(["sh", "bash"])("install.sh under %s", (interpreter) => {
  const install = [interpreter, "install.sh"];

  it("changes nothing when the input ends at the question for the region", async () => {
    const { status, output } = await piped(install, "");
    expect(status).toBe(1);
    expect(output).toContain("AWS region [us-east-1]: ");
    expect(output).toContain("No answer: nothing was changed.");
    nothingWasCreated();
  });

  it("changes nothing on Ctrl-C at the question for the region", async () => {
    const { status, output } = await onTerminal(install, "AWS region", "\\x03");
    expect(status).not.toBe(0);
    expect(output).toContain("AWS region [us-east-1]: ");
    expect(output).not.toContain("Account");
    nothingWasCreated();
  });

  it("takes the answer, tells what it is about to do and where, and takes no for no", async () => {
    const { status, output } = await piped(install, "eu-west-2\nn\n");
    expect(status).toBe(1);
    expect(output).toMatch(/Account +123456789012/);
    expect(output).toMatch(/Region +eu-west-2/);
    expect(output).toMatch(/Cluster +doeks-aws-batch/);
    expect(output).toMatch(/takes about 15 minutes.* cost money also while no job runs \(docs\/costs\.md\)/);
    expect(output).toContain("Not confirmed: nothing was created.");
    expect(existsSync(path("own-state/eu-west-2"))).toBe(false);
  });

  it("asks on a terminal too", async () => {
    const { status, output } = await onTerminal(
      [...install, "--region", "eu-west-3"],
      "Go on? [y/N]",
      "n\\n",
    );
    expect(status).toBe(1);
    expect(output).toContain("Not confirmed: nothing was created.");
  });
});

describe("bad input ends with a sentence, not with a stack trace:", () => {
  const TRACE = /^ +at /m;

  async function refused(env: NodeJS.ProcessEnv, message: RegExp, ...args: string[]): Promise<void> {
    const { status, output } = await piped(["sh", "install.sh", "--yes", ...args], "", env);
    expect(output).toMatch(message);
    expect(output).not.toMatch(TRACE);
    expect(status).toBe(1);
  }

  it("not a region", () =>
    refused(loggedIn(), /"mars" is not the name of an AWS region/, "--region", "mars"));

  it("no credentials", () =>
    refused(
      loggedIn({ AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined }),
      /failed +credentials +there are none/,
    ));

  it("a region that is not enabled", () =>
    refused(
      loggedIn(),
      /failed +region +eu-south-2 is not enabled for this account\n.*enable-region --region-name eu-south-2/,
      ...["--region", "eu-south-2"],
    ));

  it("credentials that have expired", async () => {
    const aws = createServer((_, response) => response.writeHead(403).end(EXPIRED)).listen(0, "127.0.0.1");
    await once(aws, "listening");
    const { port } = aws.address() as AddressInfo;
    const env = { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`, AWS_SESSION_TOKEN: "old" };
    await refused(loggedIn(env), /failed +credentials +they have expired[^]*-> Log in again: aws sso login/);
    aws.closeAllConnections();
    aws.close();
  });

  it("credentials that AWS refuses", () =>
    refused(loggedIn({ AWS_ACCESS_KEY_ID: "AKIASOMEBODYELSE" }), /failed +credentials/));

  it("another account than the one that is allowed", () =>
    refused(
      loggedIn({ ALLOWED_ACCOUNT_ID: "210987654321" }),
      /account 123456789012 .*, but\s+ALLOWED_ACCOUNT_ID allows only 210987654321/,
    ));

  it("a broken variables file, with line and column", () => {
    writeFileSync(variables, '{\n  "num_azs" 3\n}\n');
    return refused(loggedIn(), /user\.json:2:13: is not valid JSON/);
  });

  it("variables that AWS would refuse, all at once", () => {
    writeFileSync(variables, '{"num_azs": 1, "aws_batch_max_vcpus": 0}');
    return refused(loggedIn(), /num_azs must be .*\n.*aws_batch_max_vcpus must be/);
  });

  it("a state directory that cannot be made", () =>
    refused(loggedIn({ STATE_ROOT: "/dev/null/state" }), /\/dev\/null/));

  it("a directory that cannot be written", async () => {
    const readOnly = path("read-only");
    mkdirSync(readOnly, { recursive: true, mode: 0o555 });
    const script = [...WITHOUT_PRIVILEGES, "sh", "install.sh", "--yes"];
    const { status, output } = await piped(script, "", loggedIn({ STATE_ROOT: join(readOnly, "state") }));
    expect(output).toMatch(/EACCES: permission denied, mkdir .*Run this in a directory that you can write/);
    expect(output).not.toMatch(TRACE);
    expect(status).toBe(1);
  });

  it("a full disk", () => {
    const root = path("full-disk");
    mkdirSync(join(root, "us-east-1/doeks-aws-batch"), { recursive: true });
    symlinkSync("/dev/full", join(root, "us-east-1/doeks-aws-batch/variables.json.new"));
    return refused(loggedIn({ STATE_ROOT: root }), /The disk is full: ENOSPC.* Make room, then start again/);
  });

  it.each(["install.sh", "cleanup.sh"])("a state of a newer Terraform, at %s", async (script) => {
    const root = path(`newer-${script}`);
    handMadeState(root, "us-east-1/doeks-aws-batch", "cluster", [{ type: "aws_vpc" }], {
      version: 5,
      terraform_version: "2.0.0",
    });
    const { status, output } = await piped(["sh", script, "--yes"], "", loggedIn({ STATE_ROOT: root }));
    expect(output).toMatch(/format 5 of Terraform 2\.0\.0, newer than 4/);
    expect(output).toMatch(/Update Terraform/);
    expect(output).not.toMatch(TRACE);
    expect(status).toBe(1);
  });

  it("a state that Terraform was killed at while it wrote it, whose copy is put back", async () => {
    const root = path("torn");
    const state = join(root, "us-east-1/doeks-aws-batch/cluster.tfstate");
    handMadeState(root, "us-east-1/doeks-aws-batch", "cluster", [{ type: "aws_vpc" }]);
    renameSync(state, `${state}.backup`);
    writeFileSync(state, '{"version": 4, "ser');
    const { output } = await piped(
      ["sh", "install.sh"],
      "n\n",
      loggedIn({ STATE_ROOT: root, AWS_REGION: "us-east-1" }),
    );
    expect(output).toContain(
      "cluster.tfstate was torn while Terraform wrote it: its last whole copy was put back.",
    );
    expect(output).toContain("Not confirmed: nothing was created.");
    expect(readFileSync(state, "utf8")).toBe(readFileSync(`${state}.backup`, "utf8"));
  });

  it("another region than that of the environment that exists, named only by the shell", () => {
    handMadeState(path("own-state"), "us-east-1/doeks-aws-batch", "cluster", [{ type: "aws_vpc" }]);
    return refused(
      loggedIn({ AWS_REGION: "eu-west-1" }),
      /Your shell or profile names eu-west-1, but there is an environment in us-east-1/,
    );
  });

  it("two at once in one working copy", () => {
    const root = path("locked-state");
    mkdirSync(root, { recursive: true });
    writeFileSync(
      join(root, "run.lock"),
      JSON.stringify({ pid: process.pid, host: hostname(), command: "install.sh", since: "now" }),
    );
    return refused(
      loggedIn({ STATE_ROOT: root }),
      /Another install\.sh \(process \d+, since now\) works on this state/,
    );
  });
});

describe("cleanup.sh without a state", () => {
  const logGroupName = "/aws/eks/doeks-aws-batch/cluster";
  const env = (): NodeJS.ProcessEnv => loggedIn({ STATE_ROOT: path("no-state") });

  it("has nothing to do where nothing of these names exists", async () => {
    const { status, output } = await piped(["sh", "cleanup.sh", "--yes"], "", env());
    expect(output).toContain("There is no state, and nothing of these names: nothing to remove.");
    expect(status).toBe(0);
  });

  describe("finds what exists by its name, and", () => {
    const logs = (): CloudWatchLogsClient => shell.clients("us-east-1").logs;
    beforeAll(() => logs().send(new CreateLogGroupCommand({ logGroupName })));
    afterAll(() => logs().send(new DeleteLogGroupCommand({ logGroupName })));

    it("removes nothing when nobody can be asked: it may be another working copy's", async () => {
      const { status, output } = await piped(["sh", "cleanup.sh", "--yes"], "", env());
      expect(output).toContain("log group /aws/eks/doeks-aws-batch/cluster exists");
      expect(output).toContain("It may belong to another working copy.");
      expect(status).toBe(1);
    });

    it("removes nothing when the cluster's name is not typed", async () => {
      const { status, output } = await piped(["sh", "cleanup.sh"], "yes\n", env());
      expect(output).toContain("Type the name of the cluster to go on");
      expect(output).toContain("Not confirmed: nothing was destroyed.");
      expect(status).toBe(1);
      const { logGroups = [] } = await logs().send(new DescribeLogGroupsCommand());
      expect(logGroups.map((group) => group.logGroupName)).toContain(logGroupName);
    });
  });
});

describe("cleanup.sh with several environments", () => {
  const root = path("several");
  const env = (): NodeJS.ProcessEnv =>
    loggedIn({ STATE_ROOT: root, TERRAFORM_BINARY_NAME: fakeTerraform(IDLE_TERRAFORM) });

  beforeAll(() => {
    handMadeState(root, "us-east-1/first", "cluster", [{ type: "aws_vpc" }]);
    handMadeState(root, "eu-west-1/second", "cluster", [{ type: "aws_vpc" }]);
    handMadeState(root, "eu-west-1/second", "kubernetes", [{ type: "kubernetes_namespace" }]);
    const deployed = { eks_cluster_name: "second", aws_region: "eu-west-1" };
    writeFileSync(join(root, "eu-west-1/second/variables.json"), JSON.stringify(deployed));
  });

  it("removes none when nobody can be asked which, and none is that of the variables", async () => {
    const { status, output } = await piped(["sh", "cleanup.sh", "--yes"], "", env());
    expect(output).toContain("these have: second in eu-west-1, first in us-east-1.");
    expect(output).toContain("Set aws_region and eks_cluster_name to the one to remove");
    expect(status).toBe(1);
  });

  it.each(["0", "3", "second"])("removes none for the answer %s", async (answer) => {
    const { status, output } = await piped(["sh", "cleanup.sh"], `${answer}\n`, env());
    expect(output).toContain(`"${answer}" is none of them: nothing was destroyed.`);
    expect(status).toBe(1);
  });

  it("removes the one that is chosen, as it was deployed, and lets objects go that went with a cluster", async () => {
    const { status, output } = await piped(["sh", "cleanup.sh"], "1\nsecond\n", env());
    expect(output).toContain("  1  second in eu-west-1\n  2  first in us-east-1\n");
    expect(output).toMatch(/Region +eu-west-1\nCluster +second\nResources cluster 1, kubernetes 1/);
    expect(output).toContain(
      "The objects of stack kubernetes go with the cluster, which cannot be reached: the cluster does not exist.",
    );
    expect(existsSync(join(root, "eu-west-1/second/kubernetes.tfstate"))).toBe(false);
    expect(existsSync(join(root, "us-east-1/first/cluster.tfstate"))).toBe(true);
    expect(output).toContain("Nothing of the environment is left.");
    expect(status).toBe(0);
  });
});

describe("cleanup.sh where AWS does not let something go", () => {
  it("says what and why, what else is left, and ends with status 3", async () => {
    const root = path("stuck");
    handMadeState(root, "us-east-1/doeks-aws-batch", "cluster", [
      { type: "aws_vpc" },
      { type: "aws_subnet" },
    ]);
    const env = loggedIn({ STATE_ROOT: root, TERRAFORM_BINARY_NAME: fakeTerraform(STUCK_TERRAFORM) });
    const { status, output } = await piped(["sh", "cleanup.sh", "--yes"], "", env);
    expect(output).toContain(
      "aws_vpc.vpc: deleting EC2 VPC (vpc-1)\nDependencyViolation: it has dependencies",
    );
    expect(output).toMatch(
      /^left: stack cluster: 2 resources\n {2}-> Remove them in the console .*: https:\/\/us-east-1\.console\.aws\.amazon\.com\/\S+$/m,
    );
    expect(output).not.toContain("Nothing of the environment is left");
    expect(status).toBe(3);
  });
});

describe("a cluster whose Kubernetes API cannot be reached from here", () => {
  const root = path("private");
  const name = "private";
  const inState = { type: "aws_eks_cluster", attributes: { id: name, name } };
  const env = (): NodeJS.ProcessEnv =>
    loggedIn({ STATE_ROOT: root, TERRAFORM_BINARY_NAME: fakeTerraform(IDLE_TERRAFORM) });
  beforeAll(async () => {
    handMadeState(root, `us-east-1/${name}`, "cluster", [inState]);
    const { ec2, eks, iam } = shell.clients("us-east-1");
    const trust = {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "eks.amazonaws.com" }, Action: "sts:AssumeRole" }],
    };
    const { Role } = await iam.send(
      new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: JSON.stringify(trust) }),
    );
    const { Subnets } = await ec2.send(new DescribeSubnetsCommand());
    await eks.send(
      new CreateClusterCommand({
        name,
        roleArn: Role!.Arn,
        resourcesVpcConfig: {
          subnetIds: Subnets!.slice(0, 2).map(({ SubnetId }) => SubnetId!),
          endpointPublicAccess: false,
          endpointPrivateAccess: true,
        },
      }),
    );
    await waitUntilClusterActive({ client: eks, maxWaitTime: 600, minDelay: 1 }, { name });
  });

  beforeEach(() =>
    writeFileSync(variables, JSON.stringify({ eks_cluster_name: name, eks_public_cluster_endpoint: false })),
  );

  it("stops an installation before stack kubernetes, with the ways out", async () => {
    const { status, output } = await piped(["sh", "install.sh", "--yes"], "", env());
    expect(output).toMatch(/^cluster +nothing to change/m);
    expect(output).toContain("The Kubernetes API of private cannot be reached from here: ");
    expect(output).toContain("With eks_public_cluster_endpoint false it answers only inside the VPC");
    expect(output).toContain("or set the variable to true");
    expect(output).toContain("Resources that exist now: cluster 1.");
    expect(output).not.toMatch(/^(kubernetes|system|batch) /m);
    expect(status).toBe(1);
  });

  it("does not stop a clean-up", async () => {
    handMadeState(root, `us-east-1/${name}`, "kubernetes", [{ type: "kubernetes_namespace" }]);
    const { status, output } = await piped(["sh", "cleanup.sh", "--yes"], "", env());
    expect(output).toMatch(/objects of stack kubernetes go with the cluster, which cannot be reached: \S+/);
    expect(existsSync(join(root, `us-east-1/${name}/kubernetes.tfstate.abandoned`))).toBe(true);
    expect(status).toBe(0);
  });
});

describe("tools", () => {
  const SHELLS = ["sh", "bash"];

  /** A PATH with only what the script itself needs, and these. */
  function pathWith(tools: Readonly<Record<string, string>>): string {
    const bin = path(`bin-${Object.keys(tools).join("-") || "none"}`);
    mkdirSync(bin, { recursive: true });
    const passed = [
      ...SHELLS,
      "dirname",
      "sed",
      "cut",
      "tr",
      "head",
      "find",
      "node",
      "npm",
      "env",
      "cat",
      "printf",
      "mkdir",
      "rmdir",
    ];
    for (const name of passed) {
      const found = (process.env.PATH ?? "")
        .split(":")
        .map((directory) => join(directory, name))
        .find(existsSync);
      if (found && !existsSync(join(bin, name))) symlinkSync(found, join(bin, name));
    }
    for (const [name, version] of Object.entries(tools)) {
      writeFileSync(join(bin, name), `#!/bin/sh\necho '${version}'\n`);
      chmodSync(join(bin, name), 0o755);
    }
    return bin;
  }

  it.each(SHELLS)("that are missing are named, with where to get them, under %s", async (shell) => {
    const { status, output } = await piped([shell, "install.sh"], "", { ...loggedIn(), PATH: pathWith({}) });
    expect(status).toBe(1);
    expect(output).toContain(
      "terraform is missing; get it from https://developer.hashicorp.com/terraform/install",
    );
  });

  it.each(SHELLS)("that are too old are named, with the version that is needed, under %s", async (shell) => {
    const PATH = pathWith({ terraform: "Terraform v1.5.7" });
    const { status, output } = await piped([shell, "install.sh"], "", { ...loggedIn(), PATH });
    expect(status).toBe(1);
    expect(output).toContain("terraform 1.9 or newer is needed, this is 1.5");
  });
});

describe("cleanup.sh --local with two environments", () => {
  // With nothing of the other tests.
  const own = new UserShell();
  beforeAll(() => own.start());
  afterAll(() => own.leave());

  const PROVIDER = 'provider["registry.terraform.io/hashicorp/aws"]';

  /** The least that an installation can have made: a network, its state and the variables of it. */
  async function beginEnvironment(aws_region: string, eks_cluster_name: string): Promise<void> {
    const Tags = [{ Key: ENVIRONMENT_TAG, Value: eks_cluster_name }];
    const { Vpc } = await own.clients(aws_region).ec2.send(
      new CreateVpcCommand({
        CidrBlock: "10.1.0.0/16",
        TagSpecifications: [{ ResourceType: "vpc", Tags }],
      }),
    );
    const id = Vpc!.VpcId;
    const directory = own.rehearsal.path(join("state", aws_region, eks_cluster_name));
    mkdirSync(directory, { recursive: true });
    const instances = [{ schema_version: 1, attributes: { id } }];
    const vpc = { mode: "managed", type: "aws_vpc", name: "vpc", provider: PROVIDER, instances };
    const state = {
      version: 4,
      terraform_version: "1.9.0",
      serial: 1,
      lineage: eks_cluster_name,
      outputs: {},
    };
    writeFileSync(join(directory, "cluster.tfstate"), JSON.stringify({ ...state, resources: [vpc] }));
    writeFileSync(join(directory, "variables.json"), JSON.stringify({ aws_region, eks_cluster_name }));
  }

  it("removes one after the other, and stops the emulator when nothing is left", async () => {
    await beginEnvironment("us-east-1", "first");
    await beginEnvironment("eu-west-1", "second");
    writeFileSync(
      own.rehearsal.variablesFile,
      JSON.stringify({ aws_region: "us-east-1", eks_cluster_name: "first" }),
    );
    const { status, output } = await own.run("cleanup.sh", "--local", "--yes");
    expect(output).toMatch(
      /Cluster +first[^]*More is left in the emulator: looking for another environment\.[^]*Cluster +second/,
    );
    expect(output).toContain("Nothing is left, and the emulator is stopped.");
    expect(status).toBe(0);
  });
});

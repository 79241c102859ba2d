import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { execute, UserShell, type Finished } from "../support/user-shell";

/*
 * What install.sh and cleanup.sh say and do before anything is created: started as a user starts
 * them, under each shell, on a terminal and in a pipe, against the emulator instead of AWS.
 */

jest.setTimeout(60_000);

const shell = new UserShell();
const path = (name: string): string => shell.rehearsal.path(name);
const variables = path("user.json");

beforeAll(async () => {
  expect(await shell.local("start")).toMatchObject({ status: 0 });
});

afterAll(() => shell.leave());

beforeEach(() => writeFileSync(variables, "{}\n"));

/** A shell that is logged in to "AWS", and names no region. */
function loggedIn(changes: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {
    ...shell.rehearsalEnvironment,
    VARIABLES_FILE: variables,
    STATE_ROOT: path("own-state"),
    ...changes,
  };
  for (const name of ["AWS_REGION", "AWS_DEFAULT_REGION"]) if (!(name in changes)) delete env[name];
  return env;
}

/** Runs a script with a pipe as its input. */
function piped(command: readonly string[], input: string, env = loggedIn()): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(command[0]!, command.slice(1), { env, stdio: ["pipe", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.once("close", (code) => resolve({ status: code ?? 128, output }));
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}

/** Runs a script on a terminal, and types an answer once a text was shown. */
function onTerminal(
  command: readonly string[],
  shown: string,
  answer: string,
  env = loggedIn(),
): Promise<Finished> {
  return execute(
    "python3",
    [join(__dirname, "..", "support", "terminal.py"), shown, answer, ...command],
    env,
  );
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
    expect(output).toContain("unknown argument --frobnicate");
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

  it("another region than that of the environment that exists, named only by the shell", () => {
    const directory = path("own-state/us-east-1/doeks-aws-batch");
    mkdirSync(directory, { recursive: true });
    const state = { version: 4, resources: [{ mode: "managed", instances: [{}] }] };
    writeFileSync(join(directory, "cluster.tfstate"), JSON.stringify(state));
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
  const group = ["--log-group-name", "/aws/eks/doeks-aws-batch/cluster", "--region", "us-east-1"];
  const aws = (...args: string[]): Promise<Finished> => execute("aws", args, loggedIn());
  const env = (): NodeJS.ProcessEnv => loggedIn({ STATE_ROOT: path("no-state") });

  it("has nothing to do where nothing of these names exists", async () => {
    const { status, output } = await piped(["sh", "cleanup.sh", "--yes"], "", env());
    expect(output).toContain("There is no state, and nothing of these names: nothing to remove.");
    expect(status).toBe(0);
  });

  describe("finds what exists by its name, and", () => {
    beforeAll(() => aws("logs", "create-log-group", ...group));
    afterAll(() => aws("logs", "delete-log-group", ...group));

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
      expect((await aws("logs", "describe-log-groups", "--region", "us-east-1")).output).toContain(group[1]);
    });
  });
});

describe("tools", () => {
  /** A PATH with only what the script itself needs, and these. */
  function pathWith(tools: Readonly<Record<string, string>>): string {
    const bin = path(`bin-${Object.keys(tools).join("-") || "none"}`);
    mkdirSync(bin, { recursive: true });
    const passed = [
      "sh",
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

  it("that are missing are named, with where to get them", async () => {
    const { status, output } = await piped(["sh", "install.sh"], "", { ...loggedIn(), PATH: pathWith({}) });
    expect(status).toBe(1);
    expect(output).toContain(
      "terraform is missing; get it from https://developer.hashicorp.com/terraform/install",
    );
  });

  it("that are too old are named, with the version that is needed", async () => {
    const PATH = pathWith({ terraform: "Terraform v1.5.7" });
    const { status, output } = await piped(["sh", "install.sh"], "", { ...loggedIn(), PATH });
    expect(status).toBe(1);
    expect(output).toContain("terraform 1.9 or newer is needed, this is 1.5");
  });
});

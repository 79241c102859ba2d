import fs, {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SynthesizedStack } from "../../../src/operations/terraform/synthesized-stacks";
import { Terraform, TerraformError } from "../../../src/operations/terraform/terraform";
import type {
  Diagnostic,
  PlannedChange,
  TerraformEvent,
} from "../../../src/operations/terraform/events/terraform-events";
import { FakeTerraform } from "../../support/terraform/fake-terraform";

const root = mkdtempSync(join(tmpdir(), "terraform-"));
let fake: FakeTerraform;
let cluster: SynthesizedStack;
let terraform: Terraform;
let logDirectory: string;
const onEvent = jest.fn<void, [SynthesizedStack, TerraformEvent]>();

beforeEach(() => {
  const directory = mkdtempSync(join(root, "run-"));
  fake = new FakeTerraform(directory);
  cluster = fake.stack("cluster");
  logDirectory = join(directory, "logs");
  terraform = new Terraform({ logDirectory, onEvent });
  onEvent.mockClear();
});

afterAll(() => rmSync(root, { recursive: true }));

const changed = (action: PlannedChange["action"], addr: string): TerraformEvent => ({
  "@message": "",
  type: "planned_change",
  change: { action, resource: { addr } },
});

const diagnosed = (severity: Diagnostic["severity"], summary: string): TerraformEvent => ({
  "@message": "",
  type: "diagnostic",
  diagnostic: { severity, summary, detail: "because" },
});

describe("the commands", () => {
  it("run without questions, in the directory of the stack", async () => {
    await terraform.init(cluster);
    await terraform.apply(cluster, await terraform.plan(cluster, "apply"));
    expect(fake.calls()).toEqual([
      "cluster init -input=false -no-color -reconfigure",
      "cluster plan -json -input=false -detailed-exitcode -out=deployment.tfplan -lock-timeout=20m",
      "cluster apply -json -input=false -lock-timeout=20m deployment.tfplan",
    ]);
  });

  it("plan a destruction when told so", async () => {
    await terraform.plan(cluster, "destroy");
    expect(fake.calls()).toEqual([
      "cluster plan -json -input=false -detailed-exitcode -out=deployment.tfplan -lock-timeout=20m -destroy",
    ]);
  });

  it("import a resource under its address", async () => {
    await terraform.import(cluster, "aws_vpc.vpc", "vpc-1");
    expect(fake.calls()).toEqual([
      "cluster import -input=false -no-color -lock-timeout=20m aws_vpc.vpc vpc-1",
    ]);
  });

  it("fail when there is no such program", async () => {
    process.env.TERRAFORM_BINARY_NAME = "/nonexistent/terraform";
    await expect(terraform.init(cluster)).rejects.toThrow("ENOENT");
  });
});

it("a plan tells what would change, and not what stays", async () => {
  fake.plans(cluster, changed("create", "a"), changed("noop", "b"), changed("replace", "c"));
  const { changes, isEmpty } = await terraform.plan(cluster, "apply");
  expect(changes).toEqual([
    { action: "create", resource: { addr: "a" } },
    { action: "replace", resource: { addr: "c" } },
  ]);
  expect(isEmpty).toBe(false);
});

it("a plan is empty when it changes no resource and no output", async () => {
  fake.keeps(cluster);
  expect((await terraform.plan(cluster, "apply")).isEmpty).toBe(true);
  // Only an output: no resource is named.
  fake.plans(cluster);
  expect((await terraform.plan(cluster, "apply")).isEmpty).toBe(false);
});

it("events are handed on with their stack, text is not", async () => {
  fake.prints(cluster, "plan", "Terraform is warming up", changed("create", "a"));
  await terraform.plan(cluster, "apply");
  expect(onEvent.mock.calls).toMatchObject([[cluster, changed("create", "a")]]);
});

it("outputs are read by name", async () => {
  fake.prints(cluster, "output", '{ "queue": { "value": "doeks-JQ1_OD", "type": "string" } }');
  expect(await terraform.outputs(cluster)).toEqual({ queue: "doeks-JQ1_OD" });
  expect(fake.calls()).toEqual(["cluster output -json"]);
});

describe("show", () => {
  it("tells of the state", async () => {
    fake.prints(cluster, "show", '{ "values": {} }');
    expect(await terraform.show(cluster)).toEqual({ values: {} });
    expect(fake.calls()).toEqual(["cluster show -json"]);
  });

  it("tells of a plan", async () => {
    fake.prints(cluster, "show", "{}");
    await terraform.show(cluster, await terraform.plan(cluster, "apply"));
    expect(fake.calls().at(-1)).toBe("cluster show -json deployment.tfplan");
  });
});

describe("the log", () => {
  it("holds all that Terraform says, for its owner only", async () => {
    fake.prints(cluster, "init", "Initializing the backend...");
    fake.prints(cluster, "plan", changed("create", "a"));
    await terraform.init(cluster);
    await terraform.plan(cluster, "apply");
    const log = readFileSync(terraform.logFile(cluster), "utf8");
    expect(log).toContain("Initializing the backend...");
    expect(log).toContain('"planned_change"');
    expect(statSync(terraform.logFile(cluster)).mode & 0o777).toBe(0o600);
    expect(statSync(logDirectory).mode & 0o777).toBe(0o700);
  });

  it("begins anew with each init", async () => {
    fake.prints(cluster, "init", "Initializing the backend...");
    await terraform.init(cluster);
    await terraform.init(cluster);
    expect(readFileSync(terraform.logFile(cluster), "utf8").match(/Initializing/g)).toHaveLength(1);
  });
});

describe("a failure", () => {
  const failure = async (): Promise<TerraformError> => {
    const error: unknown = await terraform.plan(cluster, "apply").catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TerraformError);
    return error as TerraformError;
  };

  it("names stack, command and log, and carries the errors, not the warnings", async () => {
    fake.fails(cluster, "plan", 1, diagnosed("warning", "Deprecated"), diagnosed("error", "No such zone"));
    expect(await failure()).toMatchObject({
      message: "terraform plan of stack cluster failed.",
      stackName: "cluster",
      command: "plan",
      logFile: terraform.logFile(cluster),
      diagnostics: [{ severity: "error", summary: "No such zone", detail: "because" }],
    });
  });

  it("is about the resource that could not be destroyed, which Terraform does not name then", async () => {
    const errored = (addr: string): TerraformEvent => ({
      ...{ "@message": "", type: "apply_errored" },
      hook: { resource: { addr }, action: "delete" },
    });
    const namespace = "kubernetes_namespace_v1.batch_namespace_58B2A2FD";
    fake.fails(cluster, "plan", 1, errored(namespace), diagnosed("error", "context deadline exceeded"));
    expect((await failure()).diagnostics).toMatchObject([{ address: namespace }]);
    fake.fails(cluster, "plan", 1, errored("a.b"), diagnosed("error", "one"), diagnosed("error", "two"));
    expect((await failure()).diagnostics.map(({ address }) => address)).toEqual([undefined, undefined]);
  });

  it("without an error of its own tells the last 20 lines", async () => {
    const lines = Array.from({ length: 25 }, (_, index) => `line ${index + 1}`);
    fake.fails(cluster, "plan", 1, ...lines);
    const { message } = await failure();
    expect(message).toBe(`terraform plan of stack cluster failed.\n${lines.slice(5).join("\n")}`);
  });

  it("of a Terraform that was killed says so", async () => {
    const program = join(root, "killed-terraform");
    writeFileSync(program, "#!/bin/sh\nkill -9 $$\n", { mode: 0o755 });
    process.env.TERRAFORM_BINARY_NAME = program;
    expect(await failure()).toMatchObject({
      message: "terraform plan of stack cluster was killed.",
      isKilled: true,
    });
  });

  it("on a full disk names the directory, and shows no event that was cut off", async () => {
    jest.spyOn(fs, "statfsSync").mockImplementation((path) => ({
      ...statfsSync("/"),
      bavail: path === logDirectory ? 1 : 1 << 20,
      bsize: 4096,
    }));
    fake.fails(cluster, "plan", 1, "no space left on device");
    appendFileSync(join(cluster.directory, "plan.failure"), '{"@level":"info","@mess');
    expect(await failure()).toMatchObject({
      message: "terraform plan of stack cluster failed.\nno space left on device",
      fullDirectory: logDirectory,
    });
    jest.restoreAllMocks();
    fake.fails(cluster, "plan", 1, "another reason");
    expect(await failure()).toMatchObject({ fullDirectory: undefined });
  });
});

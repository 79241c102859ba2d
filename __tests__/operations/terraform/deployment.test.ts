import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CliError } from "../../../src/operations/terminal/cli-error";
import { Deployment, type DeploymentProps } from "../../../src/operations/terraform/deployment";
import type { SynthesizedStack } from "../../../src/operations/terraform/synthesized-stacks";
import { TerraformError } from "../../../src/operations/terraform/terraform";
import type {
  PlannedChange,
  TerraformEvent,
} from "../../../src/operations/terraform/events/terraform-events";
import { FakeClock } from "../../support/fake-clock";
import { FakeTerraform } from "../../support/terraform/fake-terraform";

const root = mkdtempSync(join(tmpdir(), "deployment-"));
let fake: FakeTerraform;
let cluster: SynthesizedStack;
let batch: SynthesizedStack;
let directory: string;
let printed: string[];

beforeEach(() => {
  directory = mkdtempSync(join(root, "run-"));
  fake = new FakeTerraform(directory);
  cluster = fake.stack("cluster");
  batch = fake.stack("batch", "cluster");
  for (const stack of [cluster, batch]) fake.plans(stack);
  printed = [];
  jest.spyOn(console, "log").mockImplementation((line: string) => printed.push(line));
});

afterEach(() => jest.restoreAllMocks());

afterAll(() => rmSync(root, { recursive: true }));

function deploymentOf(props: Partial<DeploymentProps> = {}): Deployment {
  return new Deployment({ stacks: [batch, cluster], logDirectory: join(directory, "logs"), ...props });
}

const planned = (action: PlannedChange["action"]): TerraformEvent => ({
  "@message": "",
  type: "planned_change",
  change: { action, resource: { addr: "aws_vpc.vpc" } },
});

const created: TerraformEvent = {
  "@message": "",
  type: "apply_complete",
  hook: { action: "create", resource: { addr: "aws_vpc.vpc" }, elapsed_seconds: 13 },
};

const failed = (detail: string): TerraformEvent => ({
  "@message": "",
  type: "diagnostic",
  diagnostic: { severity: "error", summary: "creating VPC", detail },
});

describe("deploy", () => {
  it("makes ready, plans and applies each stack, in their order", async () => {
    await deploymentOf().deploy();
    expect(fake.commands()).toEqual([
      "cluster init",
      "cluster plan",
      "cluster apply",
      "batch init",
      "batch plan",
      "batch apply",
    ]);
  });

  it("counts what was changed, and says so of each stack", async () => {
    fake.prints(cluster, "apply", created);
    expect(await deploymentOf().deploy()).toBe(1);
    expect(printed.map((line) => line.replace(/\d+ s$/, "N s"))).toEqual([
      "cluster     deploying",
      "cluster     1/1 aws_vpc.vpc created (13 s)",
      "cluster     done, N s",
      "batch       deploying",
      "batch       nothing to change, N s",
    ]);
  });

  it("goes on when no copy of the state can be kept, and says so once", async () => {
    const state = join(directory, "cluster.tfstate");
    writeFileSync(state, JSON.stringify({ serial: 1 }));
    mkdirSync(`${state}.kept.new`);
    fake.prints(cluster, "apply", created, created);
    expect(await deploymentOf({ stacks: [cluster] }).deploy()).toBe(2);
    expect(printed.filter((line) => line.includes("no copy of the state"))).toEqual([
      expect.stringMatching(/^cluster {5}no copy of the state is kept: EISDIR/),
    ]);
  });

  it("applies no empty plan", async () => {
    fake.keeps(cluster);
    await deploymentOf().deploy();
    expect(fake.commands()).toEqual([
      "cluster init",
      "cluster plan",
      "batch init",
      "batch plan",
      "batch apply",
    ]);
  });

  it("stops at a stack that fails", async () => {
    fake.fails(cluster, "apply", 1, failed("VpcLimitExceeded"));
    await expect(deploymentOf().deploy()).rejects.toThrow(TerraformError);
    expect(fake.commands()).toEqual(["cluster init", "cluster plan", "cluster apply"]);
  });
});

it("tells what AWS says of what failed, before Terraform's error ends the run", async () => {
  const addr = "aws_eks_node_group.nodes";
  const errored: TerraformEvent = {
    "@message": "",
    type: "apply_errored",
    hook: { action: "create", resource: { addr } },
  };
  fake.fails(cluster, "apply", 1, errored, failed("unexpected state 'CREATE_FAILED'"));
  const askAws = (address: string): Promise<string[]> =>
    Promise.resolve([`NodeCreationFailure of ${address}`]);
  await expect(deploymentOf({ askAws }).deploy()).rejects.toThrow(TerraformError);
  expect(printed).toContain(`cluster     ${addr}: AWS says: NodeCreationFailure of ${addr}`);
  expect(printed.some((line) => line.startsWith("cluster     What may help: They need a way out"))).toBe(
    true,
  );
});

it("deploy prepares each stack first, and leaves alone what cannot be prepared", async () => {
  const before = (stack: SynthesizedStack): Promise<void> => {
    printed.push(`prepare ${stack.name}`);
    return stack === batch ? Promise.reject(new CliError("no way there")) : Promise.resolve();
  };
  await expect(deploymentOf({ before }).deploy()).rejects.toThrow("no way there");
  expect(printed.filter((line) => line.startsWith("prepare"))).toEqual(["prepare cluster", "prepare batch"]);
  expect(fake.commands()).not.toContain("batch init");
  expect(fake.commands()).toContain("cluster init");
});

describe("destroy, where a stack cannot be destroyed", () => {
  const destroy = (mayStay: boolean): Promise<number> => {
    fake.fails(batch, "apply", 1, failed("stuck"));
    return deploymentOf({
      goOnWithout: ({ name }) => Promise.resolve(mayStay && name === "batch"),
    }).destroy();
  };

  it("goes on with the others when it may stay", async () => {
    await destroy(true);
    expect(fake.commands()).toContain("cluster apply");
  });

  it("stops when it may not", async () => {
    await expect(destroy(false)).rejects.toThrow(TerraformError);
    expect(fake.commands()).not.toContain("cluster init");
  });
});

it("adopts once more after the plan was carried out, when something was in the way of a removal", async () => {
  const stuck = new Set(["cluster"]);
  const adopt = jest.fn(() => Promise.resolve(0));
  fake.prints(cluster, "show", "{}");
  await deploymentOf({ stacks: [cluster], adopt, mustAdoptAgain: ({ name }) => stuck.delete(name) }).deploy();
  expect(fake.commands()).toEqual(["init", "plan", "apply", "plan", "show"].map((word) => `cluster ${word}`));
  expect(adopt).toHaveBeenCalledTimes(1);
});

describe("a stack of which something is there in part only", () => {
  const missing: TerraformEvent = {
    "@message": "",
    type: "diagnostic",
    diagnostic: { severity: "error", summary: "Invalid index", detail: "the collection has no elements" },
  };

  it("is destroyed as the state knows it: Terraform cannot evaluate its outputs", async () => {
    fake.fails(cluster, "plan", 1, missing);
    await deploymentOf({ stacks: [cluster] }).destroy();
    expect(fake.commands()).toEqual(["cluster init", "cluster plan", "cluster plan", "cluster apply"]);
    const [first, second] = fake.calls().filter((call) => call.startsWith("cluster plan"));
    expect(first).toContain(" -destroy");
    expect(first).not.toContain("-refresh=false");
    expect(second).toContain(" -destroy -refresh=false");
  });

  it("does not end a search for leftovers, whether it shows in the plan or in the outputs", async () => {
    fake.plans(cluster);
    fake.fails(cluster, "plan", 1, missing);
    await deploymentOf({ stacks: [cluster] }).recover();
    fake.fails(cluster, "apply", 1, missing);
    await deploymentOf({ stacks: [cluster] }).recover();
    expect(printed).toContain("cluster     not searched for leftovers: some of it is there in part only");
    expect(printed).toContain("cluster     some of it is there in part only: its outputs stay as they are");
  });

  it("is not taken for one when anything else is wrong as well", async () => {
    fake.fails(cluster, "plan", 1, missing, failed("VpcLimitExceeded"));
    await expect(deploymentOf({ stacks: [cluster] }).destroy()).rejects.toThrow(TerraformError);
    expect(fake.commands()).toEqual(["cluster init", "cluster plan"]);
  });
});

describe("a plan with more environments at a time than AWS Batch allows", () => {
  const environment = (name: string): string => `aws_batch_compute_environment.${name}`;
  const names = ["od", "spot", "a", "b"];

  beforeEach(() => {
    const change = { action: "replace" as const, resource: { addr: environment("od") } };
    fake.plans(batch, { "@message": "", type: "planned_change", change });
    const shown = names.map((name) => ({
      address: environment(name),
      type: "aws_batch_compute_environment",
      change: { actions: ["create", "delete"], before: { arn: name } },
    }));
    fake.prints(batch, "show", JSON.stringify({ resource_changes: shown }));
  });

  it("is confirmed once, then planned and applied in parts, and then as a whole", async () => {
    const confirm = jest.fn().mockResolvedValue(true);
    await deploymentOf({ stacks: [batch], confirm }).deploy();
    const targets = fake.calls().flatMap((call) => call.match(/(?<=-target=)\S+/) ?? []);
    expect(targets).toEqual(names.map(environment));
    const parts = names.flatMap(() => ["batch plan", "batch apply"]);
    expect(fake.commands()).toEqual([
      "batch init",
      "batch plan",
      "batch show",
      ...parts,
      "batch plan",
      "batch apply",
    ]);
    expect(confirm).toHaveBeenCalledTimes(1);
    expect(printed).toContain(
      "batch       AWS Batch allows 5 environments of a cluster: the plan is carried out in 5 steps",
    );
  });

  it("is not begun when it is not confirmed", async () => {
    const confirm = jest.fn().mockResolvedValue(false);
    await expect(deploymentOf({ stacks: [batch], confirm }).deploy()).rejects.toThrow("left as it is");
    expect(fake.commands()).toEqual(["batch init", "batch plan"]);
  });
});

describe("a plan", () => {
  const confirm = jest.fn<Promise<boolean>, Parameters<NonNullable<DeploymentProps["confirm"]>>>();

  beforeEach(() => confirm.mockReset());

  it.each(["delete", "replace"] as const)("with a %s is carried out once it is confirmed", async (action) => {
    fake.plans(cluster, planned(action));
    confirm.mockResolvedValue(true);
    await deploymentOf({ stacks: [cluster], confirm }).deploy();
    expect(confirm).toHaveBeenCalledWith(
      cluster,
      expect.objectContaining({ changes: [planned(action).change] }),
    );
    expect(fake.commands()).toContain("cluster apply");
  });

  it("that is not confirmed is not carried out", async () => {
    fake.plans(cluster, planned("delete"));
    confirm.mockResolvedValue(false);
    await expect(deploymentOf({ confirm }).deploy()).rejects.toThrow(
      new CliError("Stack cluster was left as it is: the plan was not confirmed."),
    );
    expect(fake.commands()).toEqual(["cluster init", "cluster plan"]);
  });

  it.each(["create", "update"] as const)("with a %s needs no confirmation", async (action) => {
    fake.plans(cluster, planned(action));
    await deploymentOf({ stacks: [cluster], confirm }).deploy();
    expect(confirm).not.toHaveBeenCalled();
    expect(fake.commands()).toContain("cluster apply");
  });

  it("with a deletion is carried out where nobody is to be asked", async () => {
    fake.plans(cluster, planned("delete"));
    await deploymentOf({ stacks: [cluster] }).deploy();
    expect(fake.commands()).toContain("cluster apply");
  });
});

describe("a failure that may pass", () => {
  let clock: FakeClock;

  beforeEach(() => (clock = new FakeClock()));

  it("is followed by another attempt, from init on", async () => {
    fake.fails(cluster, "apply", 1, failed("Throttling: Rate exceeded"));
    await deploymentOf({ stacks: [cluster], clock }).deploy();
    const attempt = ["cluster init", "cluster plan", "cluster apply"];
    expect(fake.commands()).toEqual([...attempt, ...attempt]);
    expect(clock.pausesSeconds).toEqual([10]);
    expect(printed).toContain("cluster     This may pass: again in 10 s.");
  });

  it("is a failure after the fourth attempt", async () => {
    fake.fails(cluster, "apply", 9, failed("Throttling: Rate exceeded"));
    await expect(deploymentOf({ stacks: [cluster], clock }).deploy()).rejects.toThrow(TerraformError);
    expect(clock.pausesSeconds).toEqual([10, 30, 60]);
    expect(fake.commands().filter((command) => command === "cluster apply")).toHaveLength(4);
  });

  it("is told from one that stays, which is not tried again", async () => {
    fake.fails(cluster, "apply", 1, failed("VpcLimitExceeded"));
    await expect(deploymentOf({ stacks: [cluster], clock }).deploy()).rejects.toThrow(TerraformError);
    expect(clock.pausesSeconds).toEqual([]);
  });
});

describe("destroy", () => {
  it("destroys each stack before those that it depends on, without a question", async () => {
    const confirm = jest.fn(() => Promise.resolve(false));
    fake.plans(batch, planned("delete"));
    await deploymentOf({ confirm }).destroy();
    expect(fake.commands()).toEqual([
      "batch init",
      "batch plan",
      "batch apply",
      "cluster init",
      "cluster plan",
      "cluster apply",
    ]);
    expect(fake.calls().filter((call) => call.includes(" plan ") && !call.includes(" -destroy"))).toEqual([]);
    expect(confirm).not.toHaveBeenCalled();
  });

  it("prepares each stack first", async () => {
    const prepared: string[] = [];
    const before = (stack: SynthesizedStack): Promise<void> => {
      prepared.push(`${stack.name} after ${fake.calls().length} calls`);
      return Promise.resolve();
    };
    await deploymentOf({ before }).destroy();
    expect(prepared).toEqual(["batch after 0 calls", "cluster after 3 calls"]);
  });
});

describe("recover", () => {
  const adopt = jest.fn<Promise<number>, Parameters<NonNullable<DeploymentProps["adopt"]>>>();
  const recovery = (stacks = [cluster, batch]): Promise<void> =>
    deploymentOf({ stacks, adopt, clock: new FakeClock() }).recover();

  beforeEach(() => {
    adopt.mockReset().mockResolvedValue(0);
    for (const stack of [cluster, batch]) fake.prints(stack, "show", "{}");
  });

  it("adopts until nothing more is found, and applies nothing", async () => {
    adopt.mockResolvedValueOnce(2);
    await recovery([cluster]);
    const repeated = ["cluster plan", "cluster show"];
    expect(fake.commands()).toEqual(["cluster init", ...repeated, ...repeated, "cluster apply"]);
    expect(fake.calls().at(-1)).toContain("-refresh-only");
  });

  it("does no more than look where the state is whole", async () => {
    fake.keeps(cluster);
    await recovery([cluster]);
    expect(fake.commands()).toEqual(["cluster init", "cluster plan", "cluster show"]);
  });

  it("looks for leftovers of each stack", async () => {
    await recovery();
    expect(adopt).toHaveBeenCalledTimes(2);
  });

  it("tries again after what may pass by itself", async () => {
    fake.fails(batch, "plan", 1, failed("RequestError: send request failed"));
    await recovery();
    expect(fake.commands().filter((command) => command === "batch plan")).toHaveLength(2);
    expect(adopt).toHaveBeenCalledTimes(2);
  });

  it("leaves out a stack that cannot be planned: what it needs was never completed", async () => {
    fake.fails(batch, "plan", 1, failed("Null values are not allowed"));
    await recovery();
    expect(adopt).toHaveBeenCalledTimes(1);
    expect(printed).toContain(
      "batch       not searched for leftovers: it needs cluster, not all of which is complete",
    );
  });

  it("fails for a stack that needs no other", async () => {
    fake.fails(cluster, "plan", 1, failed("AccessDenied"));
    await expect(recovery()).rejects.toThrow(TerraformError);
  });
});

describe("outputs", () => {
  it("are those of stack batch", async () => {
    fake.prints(batch, "output", '{ "queue": { "value": "doeks-JQ1_OD" } }');
    expect(await deploymentOf().outputs()).toEqual({ queue: "doeks-JQ1_OD" });
  });

  it("do not exist without stack batch", async () => {
    await expect(deploymentOf({ stacks: [cluster] }).outputs()).rejects.toThrow("There is no stack batch.");
  });
});

import { Progress } from "../../../../src/operations/terraform/events/progress";
import type { SynthesizedStack } from "../../../../src/operations/terraform/synthesized-stacks";
import type { TerraformEvent } from "../../../../src/operations/terraform/events/terraform-events";

const stack = (name: string): SynthesizedStack => ({ name, directory: "/", dependencies: [] });
const CLUSTER = stack("cluster");
const KUBERNETES = stack("kubernetes");

let lines: string[];
let time: number;
let progress: Progress;
let isEnding: boolean;

beforeEach(() => {
  lines = [];
  time = 0;
  isEnding = false;
  progress = new Progress(
    (line) => lines.push(line),
    () => time,
    () => isEnding,
  );
});

function planned(add: number, change: number, remove: number): TerraformEvent {
  return { type: "change_summary", "@message": "", changes: { add, change, remove, operation: "plan" } };
}

function completed(action: string, addr: string, elapsed_seconds?: number): TerraformEvent {
  const seconds = elapsed_seconds === undefined ? {} : { elapsed_seconds };
  return { type: "apply_complete", "@message": "", hook: { resource: { addr }, action, ...seconds } };
}

const waiting = (message: string): TerraformEvent => ({ type: "apply_progress", "@message": message });

it("names the stack in each line, in a column", () => {
  progress.say(CLUSTER, "deploying");
  progress.say(KUBERNETES, "one\ntwo");
  expect(lines).toEqual(["cluster     deploying", "kubernetes  one", "kubernetes  two"]);
});

it("shows from time to time that a command lives which tells nothing", () => {
  for (time = 0; time <= 65_000; time += 5_000) progress.running(CLUSTER, "init", time / 1000);
  expect(lines).toEqual([
    "cluster     terraform init runs, 30 s so far: it fetches what Terraform needs",
    "cluster     terraform init runs, 60 s so far: it fetches what Terraform needs",
  ]);
});

it("tells the plan", () => {
  progress.handle(CLUSTER, planned(57, 1, 2));
  expect(lines).toEqual(["cluster     57 to add, 1 to change, 2 to destroy"]);
});

it.each([
  ["create", "created"],
  ["update", "updated"],
  ["delete", "destroyed"],
])("tells what was done to a resource, %s as %s, with its number and seconds", (action, done) => {
  progress.handle(CLUSTER, planned(2, 0, 0));
  progress.handle(CLUSTER, completed(action, "aws_vpc.vpc", 13));
  expect(lines.at(-1)).toBe(`cluster     1/2 aws_vpc.vpc ${done} (13 s)`);
});

it("counts up to the plan, and further where Terraform does more", () => {
  progress.handle(CLUSTER, planned(1, 0, 0));
  progress.handle(CLUSTER, completed("create", "a"));
  progress.handle(CLUSTER, completed("create", "b"));
  expect(lines.slice(1)).toEqual(["cluster     1/1 a created (0 s)", "cluster     2/2 b created (0 s)"]);
});

it("counts on after a second plan", () => {
  progress.handle(CLUSTER, planned(3, 0, 0));
  progress.handle(CLUSTER, completed("create", "a"));
  progress.handle(CLUSTER, planned(2, 0, 0));
  progress.handle(CLUSTER, completed("create", "b"));
  expect(lines.at(-1)).toBe("cluster     2/3 b created (0 s)");
});

it("counts on through the steps of a plan", () => {
  progress.handle(CLUSTER, planned(4, 0, 0));
  progress.handle(CLUSTER, planned(1, 0, 0));
  progress.handle(CLUSTER, completed("create", "a"));
  progress.handle(CLUSTER, planned(3, 0, 0));
  progress.handle(CLUSTER, completed("create", "b"));
  expect(lines.filter((line) => /created/.test(line))).toEqual([
    "cluster     1/4 a created (0 s)",
    "cluster     2/4 b created (0 s)",
  ]);
});

it("speaks of a clean-up in its words, and tells no plan of what it only looks at", () => {
  progress.begin(CLUSTER, "look");
  progress.handle(CLUSTER, planned(56, 0, 0));
  progress.begin(CLUSTER, "destroy");
  progress.handle(CLUSTER, planned(0, 0, 55));
  progress.handle(CLUSTER, completed("delete", "aws_vpc.vpc_6776A399", 1));
  expect(lines).toEqual(["cluster     55 to destroy", "cluster     1/55 aws_vpc.vpc destroyed (1 s)"]);
});

it("tells what was done in a word", () => {
  expect(progress.done).toBe("changed");
  progress.handle(CLUSTER, completed("create", "a"));
  progress.handle(KUBERNETES, completed("create", "b"));
  expect(progress.done).toBe("created");
  progress.handle(CLUSTER, completed("delete", "c"));
  expect(progress.done).toBe("changed");
});

const errored = (addr: string): TerraformEvent => ({
  ...{ type: "apply_errored", "@message": "", hook: { resource: { addr }, action: "create" } },
});

it("tells what failed, and nothing of what the user stopped", () => {
  progress.handle(CLUSTER, errored("aws_vpc.vpc_6776A399"));
  isEnding = true;
  progress.handle(CLUSTER, errored("aws_kms_key.key_6776A399"));
  expect(lines).toEqual(["cluster     FAILED aws_vpc.vpc"]);
});

it("counts changes by stack and in all", () => {
  expect([progress.changed, progress.changedIn(CLUSTER)]).toEqual([0, 0]);
  progress.handle(CLUSTER, completed("create", "a"));
  progress.handle(CLUSTER, completed("delete", "b"));
  progress.handle(KUBERNETES, completed("update", "c"));
  expect(progress.changed).toBe(3);
  expect(progress.changedIn(CLUSTER)).toBe(2);
  expect(progress.changedIn(KUBERNETES)).toBe(1);
});

it("says nothing of what changes nothing", () => {
  progress.handle(CLUSTER, completed("read", "data.aws_caller_identity.caller"));
  progress.handle(CLUSTER, completed("noop", "aws_vpc.vpc"));
  progress.handle(CLUSTER, { type: "version", "@message": "Terraform 1.11.0" });
  progress.handle(CLUSTER, {
    type: "change_summary",
    "@message": "",
    changes: { add: 1, change: 0, remove: 0, operation: "apply" },
  });
  expect(lines).toEqual([]);
  expect(progress.changed).toBe(0);
});

describe("while nothing is done", () => {
  it("tells after half a minute what Terraform waits for, and not before", () => {
    progress.say(CLUSTER, "deploying");
    time = 29_999;
    progress.handle(CLUSTER, waiting("cluster: Still creating... [20s elapsed]"));
    expect(lines).toHaveLength(1);
    time = 30_000;
    progress.handle(CLUSTER, waiting("cluster: Still creating... [30s elapsed]"));
    expect(lines.at(-1)).toBe("cluster     cluster: Still creating... [30s elapsed]");
  });

  const started = (addr: string, action = "create"): TerraformEvent => ({
    ...{ type: "apply_start", "@message": "", hook: { resource: { addr }, action } },
  });

  it("names what takes longest, since when, and how long it usually takes", () => {
    progress.handle(CLUSTER, started("aws_eks_cluster.eks_cluster_55B0C966"));
    progress.handle(CLUSTER, started("aws_kms_alias.alias_0A1B2C3D"));
    time = 35_000;
    progress.running(CLUSTER, "apply", 35);
    progress.handle(CLUSTER, completed("create", "aws_kms_alias.alias_0A1B2C3D"));
    time = 240_000;
    progress.running(CLUSTER, "apply", 240);
    progress.handle(CLUSTER, completed("create", "aws_eks_cluster.eks_cluster_55B0C966"));
    time = 280_000;
    progress.running(CLUSTER, "apply", 280);
    expect(lines.filter((line) => !/created/.test(line))).toEqual([
      "cluster     waiting 35 s for aws_eks_cluster.eks_cluster and 1 more, usually about 9 min",
      "cluster     waiting 4 min for aws_eks_cluster.eks_cluster, usually about 9 min",
      "cluster     terraform apply runs, 280 s so far",
    ]);
  });

  it("knows that a destruction takes another time, and of some resources none", () => {
    progress.handle(CLUSTER, started("aws_eks_cluster.eks_cluster_55B0C966", "delete"));
    progress.handle(KUBERNETES, started("kubernetes_namespace.batch_55B0C966", "delete"));
    time = 70_000;
    progress.handle(CLUSTER, waiting("Still destroying"));
    time = 100_000;
    progress.running(KUBERNETES, "apply", 100);
    expect(lines).toEqual([
      "cluster     waiting 70 s for aws_eks_cluster.eks_cluster, usually about 3 min",
      "kubernetes  waiting 100 s for kubernetes_namespace.batch",
    ]);
  });

  it("tells again only half a minute later, whichever stack waits", () => {
    time = 30_000;
    progress.handle(CLUSTER, waiting("first"));
    time = 40_000;
    progress.handle(KUBERNETES, waiting("second"));
    expect(lines).toEqual(["cluster     first"]);
  });
});

describe("a plan without a change", () => {
  const NOTHING = "cluster     0 to add, 0 to change, 0 to destroy";

  it("is told before what follows", () => {
    progress.handle(CLUSTER, planned(0, 0, 0));
    progress.say(CLUSTER, "nothing to change");
    progress.say(CLUSTER, "done");
    expect(lines).toEqual([NOTHING, "cluster     nothing to change", "cluster     done"]);
  });

  it("is not told of one that failed: Terraform sums it up before it says why", () => {
    progress.handle(CLUSTER, planned(0, 0, 0));
    progress.handle(CLUSTER, {
      type: "diagnostic",
      "@message": "",
      diagnostic: { severity: "error", summary: "no such host", detail: "" },
    });
    progress.say(CLUSTER, "trying again");
    expect(lines).toEqual(["cluster     trying again"]);
  });
});

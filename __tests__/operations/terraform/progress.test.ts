import { Progress } from "../../../src/operations/terraform/progress";
import type { SynthesizedStack } from "../../../src/operations/terraform/synthesized-stacks";
import type { TerraformEvent } from "../../../src/operations/terraform/terraform-events";

const stack = (name: string): SynthesizedStack => ({ name, directory: "/", dependencies: [] });
const CLUSTER = stack("cluster");
const KUBERNETES = stack("kubernetes");

let lines: string[];
let time: number;
let progress: Progress;

beforeEach(() => {
  lines = [];
  time = 0;
  progress = new Progress(
    (line) => lines.push(line),
    () => time,
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
    "cluster     terraform init runs, 30 s so far",
    "cluster     terraform init runs, 60 s so far",
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

  it("tells again only half a minute later, whichever stack waits", () => {
    time = 30_000;
    progress.handle(CLUSTER, waiting("first"));
    time = 40_000;
    progress.handle(KUBERNETES, waiting("second"));
    expect(lines).toEqual(["cluster     first"]);
  });
});

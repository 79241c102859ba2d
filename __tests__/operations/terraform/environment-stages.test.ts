import { environmentStages } from "../../../src/operations/terraform/environment-stages";

type Actions = readonly ("no-op" | "create" | "update" | "delete")[];

const REPLACED: Actions = ["create", "delete"];
const KEPT: Actions = ["no-op"];

const environment = (name: string, actions: Actions): object => ({
  address: `aws_batch_compute_environment.${name}-environment_0A1B2C3D`,
  type: "aws_batch_compute_environment",
  change: {
    actions,
    before: actions[0] === "create" && actions.length === 1 ? null : { arn: `arn:${name}` },
  },
});

/** A queue that leads to some environments. */
const queue = (name: string, leadsTo: readonly string[], actions: Actions = ["update"]): object => ({
  address: `aws_batch_job_queue.${name}-queue_0A1B2C3D`,
  type: "aws_batch_job_queue",
  change: {
    actions,
    before: { compute_environment_order: leadsTo.map((to) => ({ compute_environment: `arn:${to}` })) },
  },
});

/** Environments, each with its queue. */
const pairs = (actions: Actions, ...names: string[]): object[] =>
  names.flatMap((name) => [environment(name, actions), queue(name, [name])]);

/** What the stages name, without types and the ends that CDKTF appends. */
function stages(...changes: object[]): string[][] {
  return environmentStages({ resource_changes: changes }).map((stage) =>
    stage.map((address) => address.replace(/^.*\.|_0A1B2C3D$/g, "")),
  );
}

it("there are none for a plan without resources", () => expect(environmentStages({})).toEqual([]));

it.each([
  ["two are replaced", pairs(REPLACED, "od", "spot")],
  ["one of four is replaced", [...pairs(REPLACED, "od"), ...pairs(KEPT, "spot", "a", "b")]],
  ["five are created", pairs(["create"], "od", "spot", "a", "b", "c")],
  ["five stay", pairs(["update"], "od", "spot", "a", "b", "c")],
])("there are none when %s: all fit at once", (_, changes) => expect(stages(...changes)).toEqual([]));

it("of three that are replaced, two go first, with their queues", () =>
  expect(stages(...pairs(REPLACED, "od", "spot", "a"))).toEqual([
    ["od-environment", "od-queue", "spot-environment", "spot-queue"],
    ["a-environment", "a-queue"],
  ]));

it("four that are replaced go one by one", () =>
  expect(stages(...pairs(REPLACED, "od", "spot", "a", "b"))).toEqual(
    ["od", "spot", "a", "b"].map((name) => [`${name}-environment`, `${name}-queue`]),
  ));

it("those that one queue leads to go together", () =>
  expect(stages(...pairs(REPLACED, "od", "a", "spot"), queue("fallback", ["spot", "od"]))).toEqual([
    ["a-environment", "a-queue"],
    ["od-environment", "spot-environment", "od-queue", "fallback-queue", "spot-queue"],
  ]));

it("what goes makes room first, its queues with it", () =>
  expect(
    stages(
      ...pairs(REPLACED, "od", "spot"),
      environment("a", ["delete"]),
      queue("a", ["a"], ["delete"]),
      ...pairs(["create"], "b", "c"),
    ),
  ).toEqual([
    ["a-environment", "a-queue"],
    ["od-environment", "od-queue", "spot-environment", "spot-queue"],
  ]));

it("a queue that goes no longer holds its environments together", () =>
  expect(
    stages(
      ...pairs(REPLACED, "od", "spot"),
      queue("fallback", ["spot", "od"], ["delete"]),
      ...pairs(KEPT, "a", "b"),
    ),
  ).toEqual([["fallback-queue"], ["od-environment", "od-queue"], ["spot-environment", "spot-queue"]]));

describe("an old environment that an ended run left", () => {
  const left = { ...environment("od", ["delete"]), deposed: "0a1b2c3d" };

  it("goes first", () =>
    expect(stages(...pairs(KEPT, "od"), left, ...pairs(REPLACED, "spot", "a"), ...pairs(KEPT, "b"))).toEqual([
      ["od-environment"],
      ["spot-environment", "spot-queue"],
      ["a-environment", "a-queue"],
    ]));

  it("goes with its successor, where that is replaced in turn, and takes its room until then", () =>
    expect(stages(...pairs(REPLACED, "od", "spot"), left, ...pairs(KEPT, "a"))).toEqual([
      ["od-environment", "od-queue"],
      ["spot-environment", "spot-queue"],
    ]));
});

describe("what never fits is refused, with the way out", () => {
  it("where there is no room at all", () =>
    expect(() => stages(...pairs(REPLACED, "od"), ...pairs(KEPT, "spot", "a", "b", "c"))).toThrow(
      "od-environment would be replaced, new before old, which takes 1 beside the 5 environments that stay. " +
        "AWS Batch allows 5 of a cluster.\n" +
        "Until that is done, take one out of aws_batch_compute_environments, whose queue goes with it; " +
        "then run ./install.sh again. Afterwards it may be as it was.",
    ));

  const fallback = [...pairs(REPLACED, "od", "spot"), queue("fallback", ["spot", "od"])];

  it("where the fallback queue holds two together", () =>
    expect(() => stages(...fallback, ...pairs(KEPT, "a", "b"))).toThrow(
      "od-environment and spot-environment would be replaced, new before old, which takes 2 beside the 4 environments that stay. " +
        "AWS Batch allows 5 of a cluster.\n" +
        "Until that is done, set aws_batch_spot_fallback to false; then run ./install.sh again. Afterwards it may be as it was.",
    ));

  it("where it is both", () =>
    expect(() => stages(...fallback, ...pairs(KEPT, "a", "b", "c"))).toThrow(
      "set aws_batch_spot_fallback to false, and take one out of aws_batch_compute_environments",
    ));
});

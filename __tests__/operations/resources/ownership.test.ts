import { ownerOfAutoScalingGroup } from "../../../src/operations/resources/batch/auto-scaling-groups";
import type { Found } from "../../../src/operations/resources/found";
import { ownerOf, type Evidence } from "../../../src/operations/resources/ownership";

const BEGAN = new Date("2026-11-26T12:00:00Z");
const REGIONAL = { type: "aws_batch_job_queue" };
const GLOBAL = { type: "aws_iam_role", isGlobal: true };

const found = (rest: Partial<Found> = {}): Found => ({
  id: "it",
  tags: { Blueprint: "doeks" },
  phase: "ready",
  attributes: {},
  ...rest,
});

/** @param own ids in the environment's states, @param others those in the states of `eu-west-1/doeks` */
const evidence = (own: readonly string[] = [], others: readonly string[] = []): Evidence => ({
  clusterName: "doeks",
  states: {
    holds: (_, { id }) => own.includes(id),
    otherHolder: (_, { id }) => (others.includes(id) ? "eu-west-1/doeks" : undefined),
  },
  interruptedSince: BEGAN,
});

describe("what is of one region", () => {
  it.each<[string, Partial<Found>, Evidence, string]>([
    ["a state that holds it, whatever its tag", { tags: { Blueprint: "theirs" } }, evidence(["it"]), "ours"],
    ["another environment's state", {}, evidence([], ["it"]), "another's"],
    ["its tag", {}, evidence(), "ours"],
    ["another environment's tag", { tags: { Blueprint: "theirs" } }, evidence(), "another's"],
    ["nothing, without a tag", { tags: {} }, evidence(), "undecided"],
    [
      "what it is part of",
      { tags: {}, partOf: { type: "aws_kms_key", id: "key" } },
      evidence(["key"]),
      "ours",
    ],
    [
      "what it is part of, when that is another's",
      { tags: undefined, partOf: { type: "aws_kms_key", id: "key" } },
      evidence([], ["key"]),
      "another's",
    ],
    [
      "nothing, when what it is part of is unknown",
      { tags: {}, partOf: { type: "t", id: "x" } },
      evidence(),
      "undecided",
    ],
  ])("is decided by %s", (_, rest, known, owner) =>
    expect(ownerOf(REGIONAL, found(rest), known).is).toBe(owner),
  );
});

describe("what knows no regions is not decided by its tag alone", () => {
  it.each<[string, Partial<Found>, Evidence, string]>([
    ["what uses it in this region", { use: "here" }, evidence(), "ours"],
    ["nothing, when something else uses it", { use: "elsewhere" }, evidence(), "undecided"],
    ["the state of another region", { use: "here" }, evidence([], ["it"]), "another's"],
    [
      "nothing, when it is not used and older than the run",
      { use: "nowhere", createdAt: new Date(0) },
      evidence(),
      "undecided",
    ],
    ["nothing, when nobody knows how old it is", { use: "nowhere" }, evidence(), "undecided"],
    [
      "the run that was interrupted, when nothing uses it",
      { use: "nowhere", createdAt: BEGAN },
      evidence(),
      "ours",
    ],
    ["another's tag", { use: "here", tags: { Blueprint: "theirs" } }, evidence(), "another's"],
    [
      "its role, which a state holds",
      { use: "elsewhere", partOf: { type: "aws_iam_role", id: "role" } },
      evidence(["role"]),
      "ours",
    ],
  ])("but by %s", (_, rest, known, owner) => expect(ownerOf(GLOBAL, found(rest), known).is).toBe(owner));
});

describe("an Auto Scaling group", () => {
  const names = {
    clusterName: "prod",
    own: ["doeks-CE1_OD-1-01"],
    existing: ["doeks-CE1_OD-1-01", "doeks-CE1_OD-1-02"],
    prefixes: ["doeks-CE1_OD-"],
  };

  it.each<[string, string, string | undefined, string | undefined]>([
    ["of a compute environment of the state is ours", "AWSBatch-doeks-CE1_OD-1-01-asg-1", undefined, "ours"],
    [
      "of another's living compute environment is left alone",
      "AWSBatch-doeks-CE1_OD-1-02-asg-1",
      undefined,
      "undecided",
    ],
    ["of another's, by its tag", "AWSBatch-doeks-CE1_OD-1-02-asg-1", "prod-2", "another's"],
    ["of a compute environment that is gone is ours", "AWSBatch-doeks-CE1_OD-1-00-asg-1", undefined, "ours"],
    [
      "of one that is gone, with another's tag, is another's",
      "AWSBatch-doeks-CE1_OD-1-00-asg-1",
      "prod-2",
      "another's",
    ],
    ["of other names is nothing to us", "AWSBatch-other_OD-1-asg-1", undefined, undefined],
    ["of nobody's name is nothing to us", "web-servers", undefined, undefined],
  ])("%s", (_, group, tag, owner) => expect(ownerOfAutoScalingGroup(group, tag, names)?.is).toBe(owner));

  it("is that of the longest name that it carries", () => {
    const alike = { ...names, own: ["a-1"], existing: ["a-1", "a-1-2"], prefixes: ["a-"] };
    expect(ownerOfAutoScalingGroup("AWSBatch-a-1-2-asg", undefined, alike)?.is).toBe("undecided");
    expect(ownerOfAutoScalingGroup("AWSBatch-a-1-asg", undefined, alike)?.is).toBe("ours");
  });
});

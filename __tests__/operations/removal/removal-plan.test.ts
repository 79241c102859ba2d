import {
  describePlan,
  isEmpty,
  outsider,
  planRemoval,
  type RemovalFacts,
} from "../../../src/operations/removal/removal-plan";
import type { Owner } from "../../../src/operations/resources/ownership";
import { RESOURCE_KINDS } from "../../../src/operations/resources/registry";
import type { Stray } from "../../../src/operations/resources/stray";

const OURS: Owner = { is: "ours" };
const THEIRS: Owner = { is: "another's", environment: "theirs" };
const UNDECIDED: Owner = { is: "undecided", why: "it has no tag Blueprint" };

const NOTHING: RemovalFacts = {
  region: "us-east-1",
  stacks: {},
  isUnfinished: false,
  queues: [],
  resources: [],
  strays: [],
  volumes: [],
  obstacles: [],
};

const stray = (id: string, owner: Owner): Stray => ({
  id,
  what: `log group ${id}`,
  owner,
  command: `logs delete-log-group --log-group-name ${id}`,
  remove: () => Promise.reject(new Error("A plan removes nothing.")),
});

const key = (id: string, owner: Owner, isInState = false): RemovalFacts["resources"][number] => ({
  kind: RESOURCE_KINDS.find(({ type }) => type === "aws_kms_key")!,
  found: { id, tags: {}, phase: "ready", attributes: {} },
  owner,
  isInState,
  isOnCluster: false,
});

const volume: Stray = { ...stray("vol-1", OURS), what: "volume vol-1 (8 GiB), made for claim data," };

it("has nothing to do where nothing is, or nothing of one's own", () => {
  expect(isEmpty(planRemoval(NOTHING, false))).toBe(true);
  const foreign = {
    ...NOTHING,
    queues: [{ name: "JQ", owner: THEIRS, jobs: ["job-1"] }],
    resources: [key("key-1", UNDECIDED)],
    strays: [stray("/aws/eks/x/cluster", THEIRS)],
  };
  expect(isEmpty(planRemoval(foreign, false))).toBe(true);
});

it("closes own queues only, and counts a job once", () => {
  const plan = planRemoval(
    {
      ...NOTHING,
      queues: [
        { name: "own", owner: OURS, jobs: ["job-1", "job-1"] },
        { name: "prod-JQ", owner: THEIRS, jobs: ["job-2"] },
        { name: "old", owner: UNDECIDED, jobs: [] },
      ],
    },
    false,
  );
  expect(plan).toMatchObject({ queues: ["own"], jobs: ["job-1"] });
  expect(plan.stays.map(({ what, why }) => `${what}: ${why}`)).toEqual([
    "job queue prod-JQ: it belongs to environment theirs",
    "job queue old: not decided: it has no tag Blueprint",
  ]);
});

it("holds what is ours outside the states, and tells what is not decided with its command", () => {
  const plan = planRemoval(
    { ...NOTHING, resources: [key("ours", OURS), key("known", OURS, true), key("unknown", UNDECIDED)] },
    false,
  );
  expect(["ours", "known", "unknown"].map((id) => outsider(plan, "aws_kms_key", id)?.found.id)).toEqual([
    "ours",
    undefined,
    undefined,
  ]);
  expect(outsider(plan, "aws_vpc", "ours")).toBeUndefined();
  expect(describePlan(plan, "us-east-1")).toEqual([
    "Jobs      none",
    "Besides   KMS key ours, which is in no state",
    "Stays     KMS key unknown: not decided: it has no tag Blueprint\n" +
      "  -> aws kms schedule-key-deletion --key-id unknown --region us-east-1",
  ]);
});

it("holds a queue of ours that is in no state: its compute environments cannot go before it", () => {
  const kind = RESOURCE_KINDS.find(({ type }) => type === "aws_batch_job_queue")!;
  const queue = (id: string, owner: Owner): RemovalFacts["resources"][number] => ({
    ...key(id, owner),
    kind,
  });
  const queues = [
    { name: "own", owner: OURS, jobs: [] },
    { name: "theirs", owner: THEIRS, jobs: [] },
  ];
  const resources = [queue("arn:own", OURS), queue("arn:theirs", THEIRS)];
  const plan = planRemoval({ ...NOTHING, queues, resources }, false);
  expect(outsider(plan, "aws_batch_job_queue", "arn:own")).toBeDefined();
  expect(outsider(plan, "aws_batch_job_queue", "arn:theirs")).toBeUndefined();
  expect(plan.stays.map(({ what }) => what)).toEqual(["job queue theirs"]);
});

it("gives no command for what somebody uses, perhaps in another region", () => {
  const role = {
    ...key("role-1", UNDECIDED),
    found: { ...key("role-1", UNDECIDED).found, use: "elsewhere" as const },
  };
  const { stays } = planRemoval({ ...NOTHING, resources: [role] }, false);
  expect(stays).toHaveLength(1);
  expect(stays[0]).not.toHaveProperty("command");
});

it("keeps volumes of claims unless the user says otherwise", () => {
  const facts = { ...NOTHING, volumes: [volume] };
  const kept = planRemoval(facts, false);
  expect(kept.volumes).toEqual([]);
  expect(isEmpty(kept)).toBe(true);
  expect(kept.stays).toMatchObject([{ id: "vol-1", what: "volume vol-1 (8 GiB), made for claim data" }]);
  const gone = planRemoval(facts, true);
  expect(gone).toMatchObject({ volumes: [{ id: "vol-1" }], stays: [] });
});

it("tells before the question what of others stands in the way, with one command each", () => {
  const obstacles = [
    {
      id: "vpce-1",
      what: "GuardDuty's endpoint vpce-1",
      command: "ec2 delete-vpc-endpoints --vpc-endpoint-ids vpce-1",
    },
  ];
  expect(describePlan(planRemoval({ ...NOTHING, obstacles }, false), "us-east-1").at(-1)).toBe(
    "In the way: GuardDuty's endpoint vpce-1 is not this environment's; its network cannot go before it\n" +
      "  -> aws ec2 delete-vpc-endpoints --vpc-endpoint-ids vpce-1 --region us-east-1",
  );
});

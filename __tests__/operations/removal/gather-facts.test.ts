import { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import type { ComputeEnvironmentDetail, JobQueueDetail } from "@aws-sdk/client-batch";
import { parse } from "../../support/variables";
import { gatherFacts } from "../../../src/operations/removal/gather-facts";
import { planRemoval, type RemovalPlan } from "../../../src/operations/removal/removal-plan";
import { StateContents } from "../../../src/operations/state/state-contents";
import { fakeAws } from "../adoption/fake-aws";

/*
 * Of AWS Batch, people may have made more than the stacks did, under the environment's tag. Without its variables and
 * its state only what lives on the cluster is surely the environment's.
 */

const CLUSTER = "arn:aws:eks:us-east-1:123456789012:cluster/doeks-aws-batch";
const TAGS = { Blueprint: "doeks-aws-batch" };

beforeEach(() => void jest.spyOn(AutoScalingClient.prototype, "send").mockResolvedValue({} as never));
afterEach(() => jest.restoreAllMocks());

const environment = (
  computeEnvironmentName: string,
  eksClusterArn?: string,
  tags: Record<string, string> = TAGS,
): Partial<ComputeEnvironmentDetail> => ({
  computeEnvironmentName,
  tags,
  status: "VALID",
  state: "ENABLED",
  ...(eksClusterArn && { eksConfiguration: { eksClusterArn, kubernetesNamespace: "batch" } }),
});

const queue = (
  jobQueueName: string,
  environments: readonly string[],
  tags: Record<string, string> = TAGS,
): Partial<JobQueueDetail> => ({
  jobQueueName,
  jobQueueArn: `arn:${jobQueueName}`,
  tags,
  status: "VALID",
  state: "ENABLED",
  computeEnvironmentOrder: environments.map((name, order) => ({
    order,
    computeEnvironment: `arn:aws:batch:us-east-1:123456789012:compute-environment/${name}`,
  })),
});

/** What a clean-up without a state decides, whose variables name queue `JQ`. */
async function planFor(
  computeEnvironments: readonly Partial<ComputeEnvironmentDetail>[],
  jobQueues: readonly Partial<JobQueueDetail>[],
): Promise<RemovalPlan> {
  const answers = {
    DescribeComputeEnvironments: { computeEnvironments },
    DescribeJobQueues: { jobQueues },
    ListJobs: ({ jobQueue }: { jobQueue: string }) => ({ jobSummaryList: [{ jobId: `job of ${jobQueue}` }] }),
  };
  const wanted = ["aws_batch_compute_environment", "aws_batch_job_queue"].map((type) => ({
    type,
    address: `${type}.it`,
    isNew: true,
    value: (path: string) => (path === "name" ? "JQ" : undefined),
  }));
  const facts = await gatherFacts({
    variables: parse({ aws_batch_doeks_jq_name: "JQ" }),
    clients: fakeAws(answers).clients,
    states: await StateContents.in([], "us-east-1/doeks-aws-batch"),
    interruptedSince: undefined,
    wanted,
  });
  return planRemoval({ ...facts, stacks: {}, isUnfinished: false }, false);
}

const outside = ({ outside: facts }: RemovalPlan): string[] =>
  facts.map(({ found, isOnCluster }) => `${found.id}${isOnCluster ? ", on the cluster" : ""}`);

it("closes and removes a queue that leads to compute environments on the cluster, whatever its name", async () => {
  const plan = await planFor([environment("OD-1", CLUSTER)], [queue("before", ["OD-1"])]);
  expect(outside(plan)).toEqual(["OD-1, on the cluster", "arn:before, on the cluster"]);
  expect(plan.queues).toEqual(["before"]);
  expect(plan.jobs).toEqual(["job of before"]);
});

it.each([
  ["Fargate", environment("OTHER")],
  ["another cluster", environment("OTHER", `${CLUSTER}-2`)],
  ["somebody else's compute environment on the cluster", environment("OTHER", CLUSTER, {})],
])("leaves a queue with the environment's tag that leads to %s, and its jobs", async (_, other) => {
  const own = environment("OD-1", CLUSTER);
  for (const names of [["OTHER"], ["OD-1", "OTHER"]]) {
    const plan = await planFor([own, other], [queue("by-hand", names)]);
    expect(outside(plan)).toEqual(["OD-1, on the cluster"]);
    expect([plan.queues, plan.jobs]).toEqual([[], []]);
    expect(plan.stays).toContainEqual(
      expect.objectContaining({
        what: "job queue by-hand",
        why: expect.stringContaining("is not on its cluster") as string,
      }),
    );
  }
});

it("leaves a queue of SageMaker, which leads to no compute environment", async () => {
  const plan = await planFor([], [queue("training", [])]);
  expect([outside(plan), plan.queues]).toEqual([[], []]);
});

it("takes a queue that the variables name for the environment's by its tag alone, as before", async () => {
  const plan = await planFor([], [queue("JQ_OD", []), queue("JQ_SPOT", [], { Blueprint: "another" })]);
  expect(plan.queues).toEqual(["JQ_OD"]);
});

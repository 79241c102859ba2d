import type { ComputeResource, JobStateTimeLimitAction } from "@aws-sdk/client-batch";
import { BatchEvents } from "../../../../local/batch/events";
import { BatchState, type JobQueue } from "../../../../local/batch/store";
import type { Happening } from "../../../../local/events/event";
import type { Job } from "../../../../local/batch/job";
import { newJob } from "../../../../local/batch/jobs/request";
import { Scheduler } from "../../../../local/batch/scheduling/scheduler";
import { CLUSTER_ARN, REGION, shellContainer } from "../fixtures";

const LIMIT: JobStateTimeLimitAction = {
  action: "CANCEL",
  state: "RUNNABLE",
  reason: "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE",
  maxTimeSeconds: 600,
};

let state: BatchState;
let scheduler: Scheduler;
let told: Happening[];

beforeEach(() => {
  jest.useFakeTimers();
  state = new BatchState();
  const cluster = { name: "c", status: "ACTIVE", version: "1.35", activeAddons: [] };
  told = [];
  scheduler = new Scheduler(
    state,
    { find: () => ({ ...cluster, admitsNodeRole: () => true }) },
    new BatchEvents((_, happening) => told.push(happening)),
  );
});

afterEach(() => {
  scheduler.close();
  jest.useRealTimers();
});

function addEnvironment(
  name: string,
  type: "EC2" | "SPOT",
  maxvCpus: number,
  more: Partial<ComputeResource> = {},
): void {
  state.region(REGION).environments.set(name, {
    name,
    arn: name,
    region: REGION,
    nodeRoleArn: "role",
    detail: {
      computeEnvironmentName: name,
      computeEnvironmentArn: name,
      state: "ENABLED",
      status: "VALID",
      eksConfiguration: { eksClusterArn: CLUSTER_ARN, kubernetesNamespace: "n" },
      computeResources: { type, maxvCpus, subnets: [], ...more },
    },
  });
}

function addQueue(name: string, environments: string[], priority = 1): JobQueue {
  const queue: JobQueue = {
    name,
    arn: name,
    region: REGION,
    detail: {
      jobQueueName: name,
      jobQueueArn: name,
      state: "ENABLED",
      priority,
      computeEnvironmentOrder: environments.map((computeEnvironment, order) => ({
        order,
        computeEnvironment,
      })),
      jobStateTimeLimitActions: [LIMIT],
    },
  };
  state.region(REGION).queues.set(name, queue);
  return queue;
}

function jobOf(queue: JobQueue, cpu: string, numNodes?: number, gpus?: string): Job {
  const limits = { cpu, memory: "4Mi", ...(gpus !== undefined && { "nvidia.com/gpu": gpus }) };
  const containers = [shellContainer("true", { resources: { limits } })];
  const eksProperties = { podProperties: { containers } };
  return newJob({ jobName: "job", jobQueue: queue.name, jobDefinition: "d" }, queue, {
    jobDefinitionName: "d",
    jobDefinitionArn: "d:1",
    revision: 1,
    type: numNodes ? "multinode" : "container",
    eksProperties,
    nodeProperties: { numNodes, mainNode: 0, nodeRangeProperties: [{ targetNodes: "0:", eksProperties }] },
  });
}

/** Lets the job wait, and tells what becomes of it. */
function enqueue(job: Job): { startedIn?: string; cancelled?: string } {
  const fate: { startedIn?: string; cancelled?: string } = {};
  scheduler.enqueue({
    job,
    start: ({ name }) => (fate.startedIn = name),
    cancel: (reason) => {
      fate.cancelled = reason;
      scheduler.dequeue(job);
    },
  });
  return fate;
}

test("a job that is stuck longer than its queue allows is cancelled, and the next one has its turn", () => {
  addEnvironment("e", "EC2", 2);
  const queue = addQueue("q", ["e"]);
  const large = enqueue(jobOf(queue, "4"));
  const small = enqueue(jobOf(queue, "1"));
  jest.advanceTimersByTime(599_000);
  expect([large, small]).toEqual([{}, {}]);
  expect(told).toMatchObject([
    {
      source: "aws.batch",
      detailType: "Batch Job Queue Blocked",
      resources: [expect.stringContaining(":job/") as string, "q"],
      detail: { statusReason: expect.stringContaining(LIMIT.reason!) as string },
    },
  ]);
  jest.advanceTimersByTime(3_000);
  expect(large.cancelled).toBe(`Canceled by JobStateTimeLimit action due to reason: ${LIMIT.reason}`);
  expect(small.startedIn).toBe("e");
});

test("the queue of higher priority has its turn first", () => {
  addEnvironment("e", "EC2", 1);
  const low = enqueue(jobOf(addQueue("low", ["e"], 1), "1"));
  const high = enqueue(jobOf(addQueue("high", ["e"], 10), "1"));
  jest.advanceTimersByTime(1);
  expect([low.startedIn, high.startedIn]).toEqual([undefined, "e"]);
});

test("a job goes to the next environment when the first one is full", () => {
  addEnvironment("first", "SPOT", 1);
  addEnvironment("second", "EC2", 1);
  const queue = addQueue("q", ["first", "second"]);
  const fates = [1, 2, 3].map(() => enqueue(jobOf(queue, "1")));
  jest.advanceTimersByTime(1);
  expect(fates.map(({ startedIn }) => startedIn)).toEqual(["first", "second", undefined]);
});

test("a multi-node parallel job takes the vCPUs of all its nodes, and never Spot capacity", () => {
  addEnvironment("spot", "SPOT", 16);
  addEnvironment("on-demand", "EC2", 4);
  const queue = addQueue("q", ["spot", "on-demand"]);
  const job = jobOf(queue, "1", 4);
  expect(job.vcpus).toBe(4);
  const fate = enqueue(job);
  jest.advanceTimersByTime(1);
  expect(fate.startedIn).toBe("on-demand");
});

test("a job with GPUs goes where instances and image have them, and is stuck where none do", () => {
  addEnvironment("without-drivers", "EC2", 16, {
    instanceTypes: ["g5"],
    ec2Configuration: [{ imageType: "EKS_AL2023" }],
  });
  addEnvironment("without-gpus", "EC2", 16, {
    instanceTypes: ["m5", "g4ad"],
    ec2Configuration: [{ imageType: "EKS_AL2023_NVIDIA" }],
  });
  const stuck = jobOf(addQueue("stuck", ["without-drivers", "without-gpus"]), "1", undefined, "2");
  const waiting = enqueue(stuck);
  addEnvironment("gpu", "EC2", 16, {
    instanceTypes: ["m5", "g6.xlarge"],
    ec2Configuration: [{ imageType: "EKS_AL2023_NVIDIA" }],
  });
  const placed = enqueue(jobOf(addQueue("gpus", ["without-gpus", "gpu"]), "1", undefined, "2"));
  jest.advanceTimersByTime(1);
  expect([waiting.startedIn, placed.startedIn]).toEqual([undefined, "gpu"]);
  expect(stuck.detail.statusReason).toMatch(/^MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT - .*GPU/);
});

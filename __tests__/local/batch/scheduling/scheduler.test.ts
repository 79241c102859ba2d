import type { ComputeResource, JobStateTimeLimitAction } from "@aws-sdk/client-batch";
import { BatchEvents } from "../../../../local/batch/events";
import { Instances } from "../../../../local/batch/pods/instances";
import { BatchState, type JobQueue } from "../../../../local/batch/store";
import type { Happening } from "../../../../local/events/event";
import type { Job } from "../../../../local/batch/job";
import { newJob } from "../../../../local/batch/jobs/request";
import { Scheduler } from "../../../../local/batch/scheduling/scheduler";
import { EnvironmentLife } from "../../../../local/batch/compute-environments/life";
import { Faults } from "../../../../local/gateway/faults";
import { Lifecycle } from "../../../../local/lifecycle";
import { AGREEABLE_CLIENTS, CLUSTER_ARN, LARGE_NODE, REGION, shellContainer } from "../fixtures";

const LIMIT: JobStateTimeLimitAction = {
  action: "CANCEL",
  state: "RUNNABLE",
  reason: "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE",
  maxTimeSeconds: 600,
};

let state: BatchState;
let scheduler: Scheduler;
let lifecycle: Lifecycle;
let admitsNodes: boolean;
let told: Happening[];

beforeEach(() => {
  jest.useFakeTimers();
  state = new BatchState();
  const cluster = {
    name: "c",
    status: "ACTIVE",
    version: "1.35",
    oidcIssuer: "issuer",
    activeAddons: [],
    identityOf: () => Promise.resolve(undefined),
  };
  told = [];
  admitsNodes = true;
  const clusters = {
    find: () => ({ ...cluster, admitsNodeRole: (role: string) => admitsNodes || role === "admitted" }),
  };
  scheduler = new Scheduler(state, clusters, new BatchEvents((_, happening) => told.push(happening)));
  lifecycle = new Lifecycle(new Faults(), { default: 60 });
  const context = { lifecycle, clients: () => AGREEABLE_CLIENTS };
  new EnvironmentLife(state, context, clusters, scheduler, new Instances(context, clusters));
});

afterEach(() => {
  scheduler.close();
  lifecycle.close();
  jest.useRealTimers();
});

function addEnvironment(
  name: string,
  type: "EC2" | "SPOT",
  maxvCpus: number,
  more: Partial<ComputeResource> = {},
  sizes = [LARGE_NODE],
): void {
  state.region(REGION).environments.set(name, {
    name,
    arn: name,
    region: REGION,
    sizes,
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

function jobOf(queue: JobQueue, cpu: string, numNodes?: number, gpus?: string, memory = "4Mi"): Job {
  const limits = { cpu, memory, ...(gpus !== undefined && { "nvidia.com/gpu": gpus }) };
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
    ec2Configuration: [{ imageType: "EKS_AL2023" }],
  });
  const drivers = { ec2Configuration: [{ imageType: "EKS_AL2023_NVIDIA" }] };
  addEnvironment("without-gpus", "EC2", 16, drivers, [{ ...LARGE_NODE, gpus: 0 }]);
  const stuck = jobOf(addQueue("stuck", ["without-drivers", "without-gpus"]), "1", undefined, "2");
  const waiting = enqueue(stuck);
  addEnvironment("gpu", "EC2", 16, drivers, [{ ...LARGE_NODE, gpus: 0 }, LARGE_NODE]);
  const placed = enqueue(jobOf(addQueue("gpus", ["without-gpus", "gpu"]), "1", undefined, "2"));
  jest.advanceTimersByTime(1);
  expect([waiting.startedIn, placed.startedIn]).toEqual([undefined, "gpu"]);
  expect(stuck.detail.statusReason).toMatch(/^MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT - .*GPU/);
});

test.each([
  ["memory that no instance type has", "1", "8000Mi"],
  ["vCPUs that no instance type has", "2", "4Mi"],
])("a job that asks for %s stays RUNNABLE, with the reason", (_what, cpu, memory) => {
  // An m5.large, of which the kubelet keeps a part.
  addEnvironment("small", "EC2", 16, {}, [
    { type: "m5.large", vcpus: 2, memoryMiB: 8192, gpus: 0, maxPods: 29 },
  ]);
  const queue = addQueue("q", ["small"]);
  const job = jobOf(queue, cpu, undefined, undefined, memory);
  const fate = enqueue(job);
  jest.advanceTimersByTime(1);
  expect(fate).toEqual({});
  expect(job.detail.statusReason).toMatch(/^MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT - .*vCPU.memory/);
  scheduler.dequeue(job);
  const large = enqueue(jobOf(queue, "1.75", undefined, undefined, "7000Mi"));
  jest.advanceTimersByTime(1);
  expect(large.startedIn).toBe("small");
});

test("one that is UPDATING gives new jobs its new instances, but not one that is disabled", () => {
  addEnvironment("e", "EC2", 4);
  const { detail } = state.environment(REGION, "e")!;
  detail.status = "UPDATING";
  const queue = addQueue("q", ["e"]);
  const placed = enqueue(jobOf(queue, "1"));
  jest.advanceTimersByTime(1);
  expect(placed.startedIn).toBe("e");
  detail.state = "DISABLED";
  const waiting = enqueue(jobOf(queue, "1"));
  jest.advanceTimersByTime(1);
  expect(waiting.startedIn).toBeUndefined();
});

describe("an environment whose nodes cannot join", () => {
  const status = (): string | undefined => state.environment(REGION, "e")!.detail.status;

  beforeEach(() => {
    admitsNodes = false;
    addEnvironment("e", "EC2", 4);
  });

  test("becomes INVALID in its time, not before it starts nodes for a job", () => {
    jest.advanceTimersByTime(600_000);
    expect(status()).toBe("VALID");
    const job = jobOf(addQueue("q", ["e"]), "1");
    enqueue(job);
    jest.advanceTimersByTime(59_000);
    expect([status(), job.detail.statusReason]).toEqual(["VALID", expect.stringMatching(/^UNDETERMINED/)]);
    jest.advanceTimersByTime(2_000);
    expect([status(), job.detail.statusReason]).toEqual([
      "INVALID",
      expect.stringMatching(/^ACTION_REQUIRED/),
    ]);
  });

  test("is spared where one before it has room, and tried where that one has none", () => {
    addEnvironment("healthy", "EC2", 2);
    state.environment(REGION, "healthy")!.nodeRoleArn = "admitted";
    const queue = addQueue("q", ["healthy", "e"]);
    const first = enqueue(jobOf(queue, "2"));
    jest.advanceTimersByTime(61_000);
    expect([first.startedIn, status()]).toEqual(["healthy", "VALID"]);
    enqueue(jobOf(queue, "2"));
    jest.advanceTimersByTime(62_000);
    expect(status()).toBe("INVALID");
  });

  test.each<[string, () => void]>([
    ["they can before the time has passed", () => (admitsNodes = true)],
    [
      "it is DISABLED before the time has passed",
      () => (state.environment(REGION, "e")!.detail.state = "DISABLED"),
    ],
  ])("stays VALID where %s", (_what, change) => {
    enqueue(jobOf(addQueue("q", ["e"]), "1"));
    jest.advanceTimersByTime(50_000);
    change();
    jest.advanceTimersByTime(5_000);
    admitsNodes = false;
    jest.advanceTimersByTime(60_000);
    expect(status()).toBe("VALID");
  });
});

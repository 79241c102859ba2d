import type { DiagnosisFacts } from "../../../../src/operations/jobs/diagnosis/diagnosis-facts";
import { demandOf } from "../../../../src/operations/jobs/model/demand";
import { parseJob } from "../../../../src/operations/jobs/model/job";
import { FactGatherer } from "../../../../src/operations/jobs/diagnosis/gather-facts";
import { awsError, ENVIRONMENT, FakeAws, job, JOB_ID, START } from "../fixtures";

const ARN = "arn:aws:batch:us-east-1:123456789012:";

function aws(): FakeAws {
  return new FakeAws()
    .on("DescribeJobQueues", () => ({
      jobQueues: [
        {
          jobQueueName: "JQ",
          state: "ENABLED",
          status: "VALID",
          computeEnvironmentOrder: [{ computeEnvironment: `${ARN}compute-environment/CE` }],
        },
      ],
    }))
    .on("DescribeComputeEnvironments", () => ({
      computeEnvironments: [
        {
          computeEnvironmentName: "CE",
          computeEnvironmentArn: `${ARN}compute-environment/CE`,
          state: "ENABLED",
          status: "VALID",
          computeResources: {
            type: "SPOT",
            desiredvCpus: 4,
            maxvCpus: 8,
            instanceTypes: ["optimal", "g5.xlarge"],
            instanceRole: "profile",
          },
        },
      ],
    }))
    .on("GetJobQueueSnapshot", () => ({
      frontOfQueue: {
        jobs: ["other", `${JOB_ID}:0`, `${JOB_ID}:1`].map((id) => ({ jobArn: `${ARN}job/${id}` })),
      },
    }))
    .on("DescribeInstanceTypes", () => ({
      InstanceTypes: [
        { InstanceType: "m5.large", VCpuInfo: { DefaultVCpus: 2 }, MemoryInfo: { SizeInMiB: 8192 } },
        {
          InstanceType: "g5.xlarge",
          VCpuInfo: { DefaultVCpus: 4 },
          MemoryInfo: { SizeInMiB: 16_384 },
          GpuInfo: { Gpus: [{ Count: 1 }] },
        },
      ],
    }))
    .on("DescribeInstances", () => ({ Reservations: [{ Instances: [{}, {}] }, { Instances: [{}] }] }))
    .on("ListNodegroups", () => ({ nodegroups: ["core"] }))
    .on("DescribeNodegroup", () => ({
      nodegroup: { status: "DEGRADED", health: { issues: [{ code: "AccessDenied", message: "no" }] } },
    }));
}

function factsOf(fake: FakeAws, more: Parameters<typeof job>[0] = {}): Promise<DiagnosisFacts> {
  return new FactGatherer(fake.clients, ENVIRONMENT).factsOf(parseJob(job(more)), START + 360_000);
}

test("everything that may hold a job up is looked at", async () => {
  const fake = aws();
  const facts = await factsOf(fake, { jobId: `${JOB_ID}:1` });
  expect(facts).toMatchObject({
    job: { inStateMs: 360_000, vcpus: 1, podMemoryMiB: 1024 },
    queue: { name: "JQ", environmentCount: 1 },
    environments: [
      {
        name: "CE",
        isSpot: true,
        desiredVcpus: 4,
        runningInstances: 3,
        sizes: [
          { type: "m5.large", vcpus: 2, memoryMiB: 8192, gpus: 0 },
          { type: "g5.xlarge", gpus: 1 },
        ],
      },
    ],
    head: "other",
    position: 1,
    nodeGroups: [{ name: "core", status: "DEGRADED", issues: ["AccessDenied: no"] }],
    unknown: [],
  });
  const types = fake.calls.find(({ action }) => action === "DescribeInstanceTypes")!.input;
  expect(types.Filters).toMatchObject([{ Values: ["c6i.*", "c7i.*", "m6i.*", "r6i.*", "g5.xlarge"] }]);
});

test("what may not be looked at is named, and the rest is told all the same", async () => {
  const fake = aws();
  for (const action of ["DescribeInstances", "GetJobQueueSnapshot", "ListNodegroups"]) {
    fake.on(action, () => {
      throw awsError("AccessDeniedException", `not ${action}`);
    });
  }
  const { unknown, environments, position } = await factsOf(fake);
  expect([...unknown].sort()).toEqual([
    "instances (not allowed: not DescribeInstances)",
    "the node groups (not allowed: not ListNodegroups)",
    "the queue's head (not allowed: not GetJobQueueSnapshot)",
  ]);
  expect([environments.length, position]).toEqual([1, undefined]);
});

test("a pending job names those it waits for, and costs two calls", async () => {
  const fake = aws().on("DescribeJobs", () => ({
    jobs: [job({ jobId: "a", status: "SUCCEEDED" }), job({ jobId: "b", status: "RUNNING" })],
  }));
  const facts = await factsOf(fake, { status: "PENDING", dependsOn: [{ jobId: "a" }, { jobId: "b" }] });
  expect(facts.job.waitsFor).toEqual(["b"]);
  expect(fake.counts()).toEqual({ DescribeJobQueues: 1, DescribeJobs: 1 });
});

test("a multi-node job asks for all of its nodes together", () => {
  const pod = (cpu: string, memory: string): object => ({
    podProperties: { containers: [{ resources: { requests: { cpu, memory } } }] },
  });
  const nodeRangeProperties = [
    { targetNodes: "0", eksProperties: pod("2", "512Mi") },
    { targetNodes: "1:", eksProperties: pod("0.5", "2048Mi") },
  ];
  const nodeProperties = { numNodes: 5, mainNode: 0, nodeRangeProperties };
  expect(demandOf(job({ eksProperties: undefined, nodeProperties }))).toEqual({
    vcpus: 4,
    podVcpus: 2,
    podMemoryMiB: 2048,
    podGpus: 0,
  });
});

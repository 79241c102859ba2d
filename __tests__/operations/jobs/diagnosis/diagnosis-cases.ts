import { JOB_ID } from "../fixtures";
import type { Changes } from "./waiting-job";

const OTHER = "00000000-0000-4000-8000-000000000002";

/** Cause, what the facts are, what the text says of the cause, and of the fix. */
export const CAUSES: [string, Changes, string, string][] = [
  [
    "environment-invalid",
    { environment: { status: "INVALID", statusReason: "CLIENT_ERROR - Unauthorized" } },
    "the compute environment CE_OD of its queue is INVALID: CLIENT_ERROR - Unauthorized.",
    "aws batch update-compute-environment --region eu-west-1 --compute-environment CE_OD --state DISABLED",
  ],
  [
    "environment-disabled",
    { environment: { state: "DISABLED" } },
    "the compute environment CE_OD of its queue is DISABLED",
    "Enable it: aws batch update-compute-environment --region eu-west-1 --compute-environment CE_OD --state ENABLED.",
  ],
  [
    "environment-changing",
    { environment: { status: "CREATING" } },
    "CE_OD of its queue is CREATING",
    "Wait until it is VALID",
  ],
  [
    "queue-invalid",
    {
      facts: {
        queue: {
          name: "JQ_OD",
          environmentCount: 1,
          isFairShare: false,
          state: "ENABLED",
          status: "INVALID",
          statusReason: "broken",
        },
      },
    },
    "its queue JQ_OD is INVALID: broken.",
    "./install.sh repairs the queue.",
  ],
  [
    "no-environment",
    {
      facts: {
        queue: { name: "JQ_OD", environmentCount: 0, isFairShare: false, state: "ENABLED", status: "VALID" },
        environments: [],
      },
    },
    "its queue JQ_OD has no compute environment.",
    "./install.sh",
  ],
  [
    "too-many-vcpus",
    { job: { vcpus: 512 } },
    "it asks for 512 vCPUs, and no environment of its queue may have more than 256.",
    "(aws_batch_max_vcpus, or the environment's own max_vcpus)",
  ],
  [
    "too-large-for-instances",
    { job: { podMemoryMiB: 65_536 } },
    "its pod asks for 4 vCPUs and 65536 MiB, and no instance of m5 is large enough (the largest, m5.4xlarge, has 16 vCPUs",
    "give the environment larger instance types",
  ],
  [
    "no-gpus",
    { job: { podGpus: 1 } },
    "its pod asks for GPUs, and no instance of m5 has any",
    "--queue gpu; aws_batch_gpu_instance_types",
  ],
  [
    "too-large-for-instances",
    {
      job: { podGpus: 8 },
      environment: { sizes: [{ type: "g5.xlarge", vcpus: 4, memoryMiB: 16_384, gpus: 1 }] },
    },
    "8192 MiB and 8 GPUs, and no instance of m5 is large enough",
    "give the environment larger instance types",
  ],
  [
    "too-large-for-instances",
    {
      job: { statusReason: "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT - x" },
      environment: { sizes: undefined },
    },
    "no instance of m5 is large enough.",
    "give the environment larger instance types",
  ],
  [
    "multi-node-on-spot",
    { job: { isMultiNode: true }, environment: { isSpot: true } },
    "AWS Batch runs those on no Spot environment",
    "Submit it to the On-Demand queue.",
  ],
  [
    "behind-others",
    { facts: { head: OTHER, position: 3 } },
    "3 jobs are before it in its queue JQ_OD",
    `npm run job -- why ${OTHER}`,
  ],
  [
    "behind-others",
    { facts: { head: OTHER, position: undefined } },
    "more than 100 jobs are before it",
    `npm run job -- why ${OTHER}`,
  ],
  [
    "no-spot-capacity",
    {
      job: { statusReason: "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY - no." },
      environment: { isSpot: true },
    },
    "AWS has no Spot capacity for the instance types m5",
    "submit it to the On-Demand queue (without --spot)",
  ],
  [
    "no-capacity",
    { job: { statusReason: "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY - no." } },
    "AWS has no On-Demand capacity for the instance types m5",
    "check the account's vCPU quota",
  ],
  [
    "environment-full",
    { environment: { desiredVcpus: 254 } },
    "the compute environment CE_OD has 254 of its at most 256 vCPUs, and the job needs 4.",
    "It starts when others have ended",
  ],
  [
    "nodes-do-not-join",
    { job: { inStateMs: 20 * 60_000 }, environment: { desiredVcpus: 4, runningInstances: 2 } },
    "2 instances of CE_OD run, but after 20 m 00 s none has taken the job",
    "access entry of type EC2_LINUX",
  ],
  [
    "nodes-starting",
    { environment: { desiredVcpus: 4 } },
    "AWS Batch has ordered nodes for it",
    "2 to 4 minutes",
  ],
  [
    "unknown",
    { job: { statusReason: "UNDETERMINED - Batch job is blocked, root cause is undetermined." } },
    "AWS Batch says: UNDETERMINED - Batch job is blocked, root cause is undetermined.",
    "npm run doctor -- --deployed",
  ],
  [
    "dependency",
    { job: { status: "PENDING", waitsFor: [OTHER] } },
    `it waits for ${OTHER}`,
    `status ${OTHER}`,
  ],
  ["array", { job: { status: "PENDING", arraySize: 9 } }, "all of its 9 children have ended", `${JOB_ID}:0`],
  [
    "starting",
    { job: { status: "STARTING", podName: "p" } },
    "the image is being pulled",
    "kubectl describe pod -n batch p",
  ],
  ["running", { job: { status: "RUNNING" } }, "it has been running for 6 m 00 s", "logs"],
  ["succeeded", { job: { status: "SUCCEEDED" } }, "it succeeded", "nothing to do"],
];

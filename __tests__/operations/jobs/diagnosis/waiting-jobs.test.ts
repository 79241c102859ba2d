import { diagnosis, healthy } from "./waiting-job";

const OPTIMAL = {
  instanceTypes: ["optimal"],
  maxVcpus: 4,
  sizes: [
    { type: "m6i.large", vcpus: 2, memoryMiB: 8192, gpus: 0 },
    { type: "r6i.2xlarge", vcpus: 8, memoryMiB: 65_536, gpus: 0, maxPods: 58 },
    { type: "c6i.32xlarge", vcpus: 128, memoryMiB: 262_144, gpus: 0, maxPods: 250 },
  ],
};
const LARGE = { vcpus: 1, podVcpus: 1, podMemoryMiB: 60_000 };
const MAX_RESOURCE =
  "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE - CE(s) associated with the job queue cannot meet the CPU requirement of the job.";

test.each([undefined, MAX_RESOURCE])(
  "a pod whose smallest node has more vCPUs than the maximum gets the number and the type (AWS says %s)",
  (statusReason) => {
    const { cause, text } = diagnosis({ job: { ...LARGE, statusReason }, environment: OPTIMAL });
    expect(cause).toBe("too-many-vcpus");
    expect(text).toContain(
      "r6i.2xlarge, with 8 vCPUs and 65536 MiB, is the smallest of optimal that its pod fits on",
    );
    expect(text).toContain("to at least 8 and run ./install.sh");
  },
);

test("what AWS states is the cause also where the numbers speak against it, which is shown", () => {
  const { cause, certainty, text } = diagnosis({ job: { statusReason: MAX_RESOURCE } });
  expect([cause, certainty]).toEqual(["too-many-vcpus", "likely"]);
  expect(text).toContain("from here it looks as if 256 were enough");
});

test.each([
  [
    "MISCONFIGURATION:SERVICE_ROLE_PERMISSIONS – Batch service role has a permission issue.",
    "service-role",
    "AWSServiceRoleForBatch",
  ],
  [
    "MISCONFIGURATION:EC2_INSTANCE_CONFIGURATION_UNSUPPORTED - Your compute environment associated with this job queue has an unsupported instance type configuration.",
    "instance-configuration",
    "aws_batch_instance_types",
  ],
  [
    "ACTION_REQUIRED - CE(s) associated with the job queue are invalid.",
    "environments-invalid",
    "npm run job -- queues",
  ],
  ["MISCONFIGURATION:SOMETHING_NEW - x", "other-misconfiguration", "job_stuck_in_runnable"],
])("%s is the cause", (statusReason, cause, help) => {
  const told = diagnosis({ job: { statusReason } });
  expect(told.cause).toBe(cause);
  expect(told.text).toContain(help);
  expect(told.text.split(statusReason.slice(0, 30))).toHaveLength(2);
});

test("what the system of a node keeps is reckoned with, and a type that is large enough is named", () => {
  const told = diagnosis({
    job: { vcpus: 1, podVcpus: 1, podMemoryMiB: 32_000 },
    environment: {
      instanceTypes: ["m5.2xlarge"],
      sizes: [{ type: "m5.2xlarge", vcpus: 8, memoryMiB: 32_768, gpus: 0, maxPods: 58 }],
    },
    facts: { alternatives: [{ type: "r6i.2xlarge", vcpus: 8, memoryMiB: 65_536, gpus: 0 }] },
  });
  expect(told).toMatchObject({ cause: "too-large-for-instances", certainty: "certain" });
  expect(told.text).toContain("larger instance types, such as r6i.2xlarge (8 vCPUs and 65536 MiB)");
});

test("nothing known: what was looked at, and what not", () => {
  const { text, certainty } = diagnosis({});
  expect(certainty).toBe("possible");
  expect(text).toMatch(/Looked at: .*; not at the nodes' own logs\./);
});

test.each([
  [
    "Your compute environment has been INVALIDATED and scaled down because none of the nodes joined the underlying Amazon EKS Cluster. Common issues preventing nodes joining are the following: incorrect Amazon EKS Instance Profile or Kubernetes RBAC policy",
    "EC2_LINUX",
    "instance profile is gone",
  ],
  [
    "CLIENT_ERROR - Access Entry setup incomplete on cluster [x]. Retry by calling UpdateComputeEnvironment.",
    "eks:AssociateAccessPolicy",
    "aws-auth",
  ],
])("an INVALID environment is told by what AWS says first: %s", (statusReason, help, not) => {
  const { cause, text } = diagnosis({
    facts: { environments: [{ ...healthy, status: "INVALID", statusReason }] },
  });
  expect(cause).toBe("environment-invalid");
  expect(text).toContain(help);
  expect(text).not.toContain(not);
});

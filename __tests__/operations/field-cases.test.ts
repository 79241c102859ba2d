import type { JobDetail } from "@aws-sdk/client-batch";
import { remediesOf, isPassing } from "../../src/operations/diagnosis/failures";
import { explainCredentials } from "../../src/operations/doctor/account/credentials";
import { checkPrincipals } from "../../src/operations/doctor/account/principals";
import { checkQuotas } from "../../src/operations/doctor/account/quotas";
import { checkInstanceTypes } from "../../src/operations/doctor/region/instance-types";
import { VariablesError, parseVariables } from "../../src/model/load-variables";
import { ACCOUNT, awsError as doctorError, context, told } from "./doctor/fakes";
import { FakeAws, job, JOB_ID, Program, START } from "./jobs/fixtures";

/*
 * What people reported in public, with the smallest input: what the answer must say, and what it must not. Names and
 * ids are invented.
 */

interface Told {
  readonly cause: string;
  readonly text: string;
}

const QUEUE = "doeks-JQ1_OD";

/** An EKS job that failed, in the words of DescribeJobs. */
function failed(statusReason: string | undefined, more: Partial<JobDetail> = {}): JobDetail {
  return job({ status: "FAILED", statusReason, stoppedAt: START + 60_000, ...more });
}

const attemptOf = (containers: object[], more: object = {}): JobDetail["eksAttempts"] => [
  { podName: "aws-batch.1", nodeName: "n", stoppedAt: START + 60_000, containers, ...more },
];

/** AWS of an environment with one queue, which leads to one compute environment. */
function aws(jobs: readonly JobDetail[], environment: object = {}, sizes: readonly object[] = []): FakeAws {
  const arn = "arn:aws:batch:us-east-1:1:compute-environment/doeks-CE1_OD-1";
  return new FakeAws()
    .on("DescribeJobs", ({ jobs: ids }) => ({
      jobs: jobs.filter(({ jobId }) => (ids as string[]).includes(jobId!)),
    }))
    .on("ListJobs", () => ({ jobSummaryList: jobs.slice(1).map(({ jobId }) => ({ jobId })) }))
    .on("DescribeJobQueues", () => ({
      jobQueues: [
        {
          ...{ jobQueueName: QUEUE, state: "ENABLED", status: "VALID" },
          computeEnvironmentOrder: [{ computeEnvironment: arn }],
        },
      ],
    }))
    .on("DescribeComputeEnvironments", () => ({
      computeEnvironments: [
        {
          ...{ computeEnvironmentName: "doeks-CE1_OD-1", computeEnvironmentArn: arn },
          ...{ state: "ENABLED", status: "VALID" },
          computeResources: { type: "EC2", instanceTypes: ["optimal"], maxvCpus: 256, ...environment },
        },
      ],
    }))
    .on("GetJobQueueSnapshot", () => ({
      frontOfQueue: { jobs: [{ jobArn: `arn:aws:batch:us-east-1:1:job/${JOB_ID}` }] },
    }))
    .on("DescribeInstanceTypes", () => ({ InstanceTypes: sizes }))
    .on("DescribeInstances", () => ({}))
    .on("ListNodegroups", () => ({ nodegroups: [] }));
}

async function why(fake: FakeAws): Promise<Told> {
  const program = new Program(fake.clients);
  expect(await program.run("why", JOB_ID, "--json")).toBe(0);
  return program.screen.json[0] as unknown as Told;
}

const size = (InstanceType: string, vcpus: number, gib: number): object => ({
  ...{ InstanceType, VCpuInfo: { DefaultVCpus: vcpus }, MemoryInfo: { SizeInMiB: gib * 1024 } },
  NetworkInfo: { MaximumNetworkInterfaces: 4, Ipv4AddressesPerInterface: 15 },
});
const waits = (cpu: string, memory: string, statusReason?: string): JobDetail =>
  job({
    status: "RUNNABLE",
    ...(statusReason !== undefined && { statusReason }),
    eksProperties: { podProperties: { containers: [{ resources: { requests: { cpu, memory } } }] } },
  });

test.each([
  ["Stopped by its user", "stopped"],
  ["Job attempt duration exceeded timeout", "timeout"],
  ["Host EC2 (instance i-0a1b2c3d4e5f60718) terminated.", "host-terminated"],
])("W1: %s outranks exit code 137", async (reason, cause) => {
  const eksAttempts = attemptOf([{ name: "main", exitCode: 137, reason: "Error" }]);
  const answer = await why(aws([failed(reason, { eksAttempts })]));
  expect(answer.cause).toBe(cause);
  expect(answer.text).not.toContain("give it more with --memory");
});

test("W2: why of a failed array names the failed child and its log, and logs of the array is no advice", async () => {
  const child = failed("Container main exited with code 1", {
    jobId: `${JOB_ID}:1`,
    arrayProperties: { index: 1 },
    eksAttempts: attemptOf([{ name: "main", exitCode: 1 }]),
  });
  const parent = failed("Array Child Job failed", { arrayProperties: { size: 3 } });
  const { text } = await why(aws([parent, child]));
  expect(text).toContain(`npm run job -- why ${JOB_ID}:1`);
  expect(text).toContain(`npm run job -- logs ${JOB_ID}:1`);
  expect(text).not.toMatch(new RegExp(`logs ${JOB_ID}(?!:)`));
});

test.each([
  ["Evicted: The node was low on resource: ephemeral-storage. Threshold quantity: 1", "root_volume_gib"],
  ["Evicted: Pod The node had condition: [DiskPressure].", "root_volume_gib"],
  ['CreateContainerConfigError: secret "db" not found', "Create the secret db in the namespace"],
  [
    'FailedMount: Unable to mount: persistentvolumeclaim "x" not found',
    "Create the claim x in the namespace",
  ],
  ['pods "p" is forbidden: serviceaccount "x" not found', "Create the service account x in the namespace"],
  ["Task failed to start", "kubectl get events"],
])("W3: %s of a pod that never ran sends to no log", async (reason, help) => {
  for (const eksAttempts of [attemptOf([]), []] as const) {
    const { text } = await why(aws([failed(reason, { eksAttempts: [...eksAttempts!] })]));
    expect(text).toContain(help);
    expect(text).not.toContain("npm run job -- logs");
  }
});

test.each([
  [
    "Task failed to start",
    [{ name: "main", reason: 'ImagePullBackOff: Back-off pulling image "x"' }],
    "image",
  ],
  [
    "Essential container in task exited",
    [
      { name: "main", exitCode: 1 },
      { name: "sidecar", exitCode: 137, reason: "OOMKilled" },
    ],
    "out-of-memory",
  ],
  [
    undefined,
    [{ name: "main", exitCode: 128, reason: "StartError: exec /app: exec format error" }],
    "exec-format",
  ],
])("W4: the container's own reason is read beside %s", async (reason, containers, cause) =>
  expect((await why(aws([failed(reason, { eksAttempts: attemptOf(containers) })]))).cause).toBe(cause),
);

test("W5: a job of another platform, cluster or queue is named as such", async () => {
  const fargate = failed("Essential container in task exited", {
    ...{ eksProperties: undefined, eksAttempts: undefined, platformCapabilities: ["FARGATE"] },
    container: { exitCode: 137, reason: "OutOfMemoryError: Container killed due to memory usage" },
    jobQueue: "arn:aws:batch:us-east-1:1:job-queue/own",
  });
  expect((await why(aws([fargate]))).text).toContain("It runs on Fargate, not on EKS");
  const eksClusterArn = "arn:aws:eks:us-east-1:1:cluster/another";
  const elsewhere = failed("x", {
    eksAttempts: attemptOf([{ name: "main", exitCode: 1 }], { eksClusterArn }),
  });
  expect((await why(aws([elsewhere]))).text).toContain(
    "It ran on the cluster another, not on doeks-aws-batch",
  );
});

test.each([
  [
    "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE - CE(s) associated with the job queue cannot meet the CPU requirement of the job.",
    ["too-many-vcpus", "to at least 8 and run ./install.sh"],
  ],
  ["MISCONFIGURATION:SERVICE_ROLE_PERMISSIONS - x", ["service-role", "AWSServiceRoleForBatch"]],
  [
    "MISCONFIGURATION:EC2_INSTANCE_CONFIGURATION_UNSUPPORTED - x",
    ["instance-configuration", "aws_batch_instance_types"],
  ],
  ["ACTION_REQUIRED - CE(s) associated with the job queue are invalid.", ["environments-invalid", "queues"]],
])("W6: what AWS states of a RUNNABLE job is its cause: %s", async (reason, [cause, help]) => {
  const sizes = [size("m6i.large", 2, 8), size("r6i.2xlarge", 8, 64)];
  const answer = await why(aws([waits("1", "60000Mi", reason)], { maxvCpus: 4 }, sizes));
  expect(answer.cause).toBe(cause);
  expect(answer.text).toContain(help);
  expect(answer.text).not.toContain("nothing that can be seen");
});

test("W6: 32000Mi does not fit on m5.2xlarge, of which the node keeps a part", async () => {
  const sizes = [size("m5.2xlarge", 8, 32)];
  const answer = await why(aws([waits("1", "32000Mi")], { instanceTypes: ["m5.2xlarge"] }, sizes));
  expect(answer.cause).toBe("too-large-for-instances");
});

test.each(["optimal", "default_x86_64"])(
  "W8: %s has the families of today, up to 192 vCPUs",
  async (type) => {
    const sizes = [size("c7i.48xlarge", 192, 384), size("m6i.32xlarge", 128, 512)];
    const fake = aws([waits("100", "1024Mi")], { instanceTypes: [type] }, sizes);
    expect((await why(fake)).cause).not.toBe("too-large-for-instances");
    const asked = fake.calls.find(({ action }) => action === "DescribeInstanceTypes")!.input;
    expect(asked.Filters).toMatchObject([{ Values: ["c6i.*", "c7i.*", "m6i.*", "r6i.*"] }]);
  },
);

const problemsOf = (values: object): string => {
  try {
    parseVariables(JSON.stringify(values), "variables.json");
    return "";
  } catch (error) {
    return (error as VariablesError).message;
  }
};

test("W11: types that AWS Batch or the zones do not have are refused before anything is made", async () => {
  const answers = {
    DescribeAvailabilityZones: {
      AvailabilityZones: ["a", "b"].map((zone) => ({
        ZoneName: `us-east-1${zone}`,
        ZoneId: `use1-az${zone}`,
      })),
    },
    DescribeInstanceTypeOfferings: {
      InstanceTypeOfferings: ["a", "b"].flatMap((zone) =>
        ["t3.medium", "t3a.large", "m5.large"].map((InstanceType) => ({
          InstanceType,
          Location: `us-east-1${zone}`,
        })),
      ),
    },
  };
  const variables = parseVariables(
    JSON.stringify({ aws_batch_instance_types: ["t3.medium", "t3a", "m9z.huge", "metal", "mac2.metal"] }),
    "variables.json",
  );
  const text = told(await checkInstanceTypes(context({ variables, answers })), "instance types");
  expect(text).toMatch(
    /^failed: AWS Batch takes no t3\.medium, t3a, mac2\.metal; none of .* has m9z\.huge, metal/,
  );
  const typo = { capacity: "SPOT", instance_types: ["default-arm64", "m7g"] };
  expect(problemsOf({ aws_batch_compute_environments: { typo } })).toMatch(/default_arm64/);
});

test("W13: quotas of Neuron, HPC, X and High Memory instances are asked for", async () => {
  const variables = parseVariables(
    JSON.stringify({
      aws_batch_compute_environments: {
        neuron: { capacity: "EC2", instance_types: ["trn1", "inf2"], max_vcpus: 256 },
        hpc: { capacity: "EC2", instance_types: ["hpc7a", "x2iedn", "u-6tb1.112xlarge"], max_vcpus: 512 },
      },
    }),
    "variables.json",
  );
  const answers = { GetServiceQuota: { Quota: { Value: 5 } }, DescribeAddresses: {}, DescribeVpcs: {} };
  const checks = (await checkQuotas(context({ variables, answers }))).map(({ check }) => check);
  for (const family of ["Inf", "Trn", "HPC", "X", "High Memory"])
    expect(checks).toContain(`vCPUs On-Demand ${family}`);
});

test("W14: a principal that does not exist fails beforehand, and is not tried again afterwards", async () => {
  const arn = `arn:aws:iam::${ACCOUNT}:role/aws-reserved/sso.amazonaws.com/ap-northeast-2/AWSReservedSSO_Admin_0123456789abcdef`;
  const variables = parseVariables(JSON.stringify({ eks_admin_principal_arns: [arn] }), "variables.json");
  const answers = { GetRole: doctorError("NoSuchEntityException") };
  const results = await checkPrincipals(context({ variables, answers }), ACCOUNT);
  expect(told(results, "principals")).toMatch(/^failed: there is no arn/);
  const failure = {
    summary: "creating EKS Access Entry",
    detail: "InvalidParameterException: The specified principalArn is invalid: invalid principal.",
    address: `aws_eks_access_entry.principals_entry["${arn}"]`,
  };
  expect(isPassing(failure)).toBe(false);
  expect(remediesOf(failure)).toHaveLength(1);
});

test.each([
  "NodeCreationFailure: Instances failed to join the kubernetes cluster",
  "waiting for EKS Add-On (x:coredns) create: timeout while waiting for state to become 'ACTIVE' (last state: 'DEGRADED', timeout: 20m0s)",
  "waiting for Batch Compute Environment (x) create: unexpected state 'INVALID', wanted target 'VALID'",
  "disabling Batch Compute Environment (x): unexpected state 'INVALID'",
  "ClientException: Error executing request, Exception : Instance type can only be one of [r3, r4]",
  "ClientException: arm-based instance type cannot be used with other instance types",
  "DependencyViolation: The subnet 'subnet-0a1b' has dependencies and cannot be deleted.",
  "DependencyViolation: resource sg-0a1b has a dependent object",
  "UnsupportedAvailabilityZoneException: Cannot create cluster 'x' because us-east-1e does not currently have sufficient capacity to support the cluster",
  "PendingVerification: Your request for accessing resources in this region is being validated",
  "Client.InvalidKMSKey.InvalidState: The KMS key provided is in an incorrect state",
  "InvalidParameterException: The following CIDRs are invalid in publicAccessCidrs: [10.0.0.0/8]",
  "NoSuchEntity: Policy arn:aws:iam::aws:policy/X does not exist or is not attachable.",
])("W15: something may help against %s", (detail) =>
  expect(remediesOf({ summary: "creating", detail })).toHaveLength(1),
);

test.each([
  "ResourceInUseException: Cannot EndpointAccessUpdate because cluster team-batch currently has update 408c2f31 in progress",
  "ResourceInUseException: Cannot delete because cluster team-batch currently has an update in progress",
])("W16: %s is waited for", (detail) => {
  expect(isPassing({ summary: "updating", detail })).toBe(true);
  expect(remediesOf({ summary: "updating", detail }).join()).not.toMatch(/remove it|terraform import/);
});

test("W16: node groups of others are told as what they are", () =>
  expect(
    remediesOf({ summary: "", detail: "ResourceInUseException: Cluster has nodegroups attached" }).join(),
  ).toContain("aws eks list-nodegroups"));

test("W23: a profile with a second factor is told how to get a session", () => {
  const error = doctorError(
    "CredentialsProviderError",
    "Profile mfa requires multi-factor authentication, but no MFA code callback was provided.",
  );
  const { todo } = explainCredentials(error, { AWS_PROFILE: "mfa" });
  expect(todo.join("\n")).toMatch(/export-credentials --profile mfa --format env[^]*--token-code CODE/);
  expect(todo.join("\n")).not.toContain("sso login");
});

test("N2: a second block of the VPC is told as what cannot be", () =>
  expect(problemsOf({ private_subnets: ["100.64.0.0/17", "100.64.128.0/18"] })).toContain(
    "private_subnets[0] must lie inside vpc_cidr (10.1.0.0/16), the VPC's only block, got 100.64.0.0/17",
  ));

test("N2: a whole VPC of 100.64.0.0/16 works", () =>
  expect(
    problemsOf({
      vpc_cidr: "100.64.0.0/16",
      public_subnets: ["100.64.255.128/26", "100.64.255.192/26"],
      private_subnets: ["100.64.0.0/17", "100.64.128.0/18"],
    }),
  ).toBe(""));

test.each(["vpc_id", "private_subnet_ids"])("N3: %s is no misspelt variable", (name) => {
  const problem = problemsOf({ [name]: "x" });
  expect(problem).toContain("an existing network cannot be used");
  expect(problem).not.toContain("did you mean");
});

test("N4: a bucket with dots, zones by name and regions of other partitions are refused as such", () => {
  expect(problemsOf({ state_bucket: "team.states" })).toContain(
    "3 to 63 lower-case letters, digits or hyphens",
  );
  expect(problemsOf({ availability_zones: ["us-east-1a"] })).toContain("zones cannot be chosen");
  expect(problemsOf({ aws_region: "us-isob-east-1" })).toContain("others cannot be deployed to");
});

test("N4: the European Sovereign Cloud is a partition that can be deployed to", () =>
  expect(problemsOf({ aws_region: "eusc-de-east-1" })).toBe(""));

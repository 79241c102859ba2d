import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import type { CheckResult } from "../../../../src/operations/doctor/check";
import type { DoctorContext } from "../../../../src/operations/doctor/context";
import { ADDONS } from "../../../../src/model/facts/eks";
import { connect } from "../../../../src/operations/aws/connect";
import { checkDeployed } from "../../../../src/operations/doctor/deployed/deployed";
import { logGroupNames } from "../../../../src/model/names";
import { defaultVariables } from "../../../../src/model/variables";
import { awsError, CLUSTER, context, fakeCommands, told, type Answers } from "../fakes";

const cluster = {
  name: CLUSTER,
  status: "ACTIVE",
  version: "1.36",
  endpoint: "https://abc.gr7.us-east-1.eks.amazonaws.com",
  certificateAuthority: { data: Buffer.from("the authority").toString("base64") },
  resourcesVpcConfig: { endpointPublicAccess: true, publicAccessCidrs: ["0.0.0.0/0"] },
};
const eksConfiguration = { eksClusterArn: `arn:aws:eks:us-east-1:111122223333:cluster/${CLUSTER}` };
const environment = (name: string, more: object = {}): object => ({
  computeEnvironmentName: name,
  status: "VALID",
  state: "ENABLED",
  eksConfiguration,
  ...more,
});
const queue = (jobQueueName: string, more: object = {}): object => ({
  jobQueueName,
  status: "VALID",
  state: "ENABLED",
  ...more,
});
const nodegroup = { nodegroupName: "default-1", status: "ACTIVE", scalingConfig: { desiredSize: 2 } };

const HEALTHY: Answers = {
  DescribeCluster: { cluster },
  ListNodegroups: { nodegroups: ["default-1", "somebody-elses"] },
  DescribeNodegroup: { nodegroup },
  ListAccessEntries: { accessEntries: ["arn:aws:iam::111122223333:role/admin"] },
  DescribeAddon: { addon: { status: "ACTIVE", addonVersion: "v1" } },
  DescribeComputeEnvironments: {
    computeEnvironments: [environment("doeks-CE1_OD-1"), environment("doeks-CE1_SPOT-1")],
  },
  DescribeJobQueues: { jobQueues: [queue("doeks-JQ1_OD"), queue("doeks-JQ1_SPOT")] },
  DescribeLogGroups: (input: { logGroupNamePrefix: string }) => ({
    logGroups: logGroupNames(defaultVariables())
      .filter((name) => name.startsWith(input.logGroupNamePrefix))
      .map((logGroupName) => ({ logGroupName, retentionInDays: 90 })),
  }),
};

const check = (answers: Answers = {}, props: Partial<DoctorContext> = {}): Promise<CheckResult[]> =>
  checkDeployed(
    context({
      answers: { ...HEALTHY, ...answers },
      connect: () => Promise.resolve(),
      run: fakeCommands([[/./, new Error("no kubectl here")]]),
      ...props,
    }),
  );

it("a healthy environment is fine throughout, but for what Kubernetes did not tell", async () => {
  const states = (await check()).map(({ check: name, state }) => `${name}: ${state}`);
  expect(states).toEqual([
    "cluster: ok",
    "node group: ok",
    ...ADDONS.map((name) => `add-on ${name}: ok`),
    "cluster endpoint: ok",
    "nodes: could not check",
    "RBAC of AWS Batch: could not check",
    "environment On-Demand: ok",
    "environment Spot: ok",
    "queue On-Demand: ok",
    "queue Spot: ok",
    "log groups: ok",
  ]);
});

describe("the cluster", () => {
  const of = async (more: object): Promise<string> =>
    told(await check({ DescribeCluster: { cluster: { ...cluster, ...more } } }), "cluster");

  it("that does not exist fails, and nothing in it is looked at", async () => {
    const results = await check({ DescribeCluster: awsError("ResourceNotFoundException") });
    expect(told(results, "cluster")).toMatch(/^failed: there is no EKS cluster doeks-aws-batch in us-east-1/);
    expect(results.map(({ check: name }) => name)).not.toContain("nodes");
  });

  it("is judged by its status, its health and its version", async () => {
    expect(await of({ status: "UPDATING" })).toMatch(/^warning: .* is UPDATING/);
    expect(await of({ status: "FAILED" })).toMatch(/^failed: .* is FAILED/);
    const health = { issues: [{ code: "Ec2SubnetNotFound", message: "gone" }] };
    expect(await of({ health })).toMatch(/^failed: .*Ec2SubnetNotFound: gone/);
    expect(await of({ version: "1.34" })).toMatch(/^warning: .* runs Kubernetes 1\.34, .* is 1\.36/);
  });

  it("could not be checked while AWS throttles", async () => {
    const results = await check({ DescribeCluster: awsError("ThrottlingException", "slow") });
    expect(told(results, "cluster")).toBe("could not check: ThrottlingException: slow");
    expect(told(results, "queue Spot")).toMatch(/^ok/);
  });
});

describe("the endpoint", () => {
  const refuse = { connect: () => Promise.reject(new Error("no answer in 5 s")) };
  const of = async (vpcConfig: object, props: Partial<DoctorContext> = refuse): Promise<string> =>
    told(
      await check({ DescribeCluster: { cluster: { ...cluster, resourcesVpcConfig: vpcConfig } } }, props),
      "cluster endpoint",
    );

  it("is reached with the cluster's own certificate authority", async () => {
    const targets: unknown[] = [];
    const remember = (target: unknown): Promise<void> => Promise.resolve(void targets.push(target));
    expect(await of(cluster.resourcesVpcConfig, { connect: remember })).toMatch(/^ok/);
    expect(targets).toEqual([
      { host: "abc.gr7.us-east-1.eks.amazonaws.com", port: 443, certificateAuthority: "the authority" },
    ]);
  });

  it("that is public and out of reach fails, with the addresses it is limited to", async () => {
    expect(await of(cluster.resourcesVpcConfig)).toMatch(/^failed: .*no answer in 5 s\)\nCheck the network/);
    const limited = { endpointPublicAccess: true, publicAccessCidrs: ["198.51.100.0/24"] };
    expect(await of(limited)).toContain("It answers only 198.51.100.0/24");
  });

  it("that is private could not be checked from outside, which is explained", async () => {
    expect(await of({ endpointPublicAccess: false })).toMatch(
      /^could not check: .*with eks_public_cluster_endpoint false .*\nRun this from inside the VPC/,
    );
  });

  it("that refuses a connection is not told as one that is limited to other addresses", async () => {
    const refused = Object.assign(new Error("connect ECONNREFUSED 10.0.0.1:443"), { code: "ECONNREFUSED" });
    const props = { connect: () => Promise.reject(refused) };
    const limited = { endpointPublicAccess: true, publicAccessCidrs: ["198.51.100.0/24"] };
    expect(await of(limited, props)).toMatch(/^failed: .*ECONNREFUSED.*\nSomething refuses the connection/);
    expect(await of(limited, props)).not.toContain("It answers only");
  });

  it("of a rehearsal is judged as on AWS", async () => {
    const env = { AWS_ENDPOINT_URL: "http://127.0.0.1:1", WITHOUT_KUBERNETES: "0" };
    expect(await of(cluster.resourcesVpcConfig, { connect: () => Promise.resolve(), env })).toMatch(/^ok/);
    expect(await of(cluster.resourcesVpcConfig, { ...refuse, env })).toMatch(/^failed: .*no answer in 5 s/);
  });

  it("is not there in a rehearsal without Kubernetes", async () => {
    const env = { AWS_ENDPOINT_URL: "http://127.0.0.1:1", WITHOUT_KUBERNETES: "1" };
    expect(await of(cluster.resourcesVpcConfig, { ...refuse, env })).toMatch(
      /^could not check: this rehearsal has no Kubernetes/,
    );
  });

  it("is refused or mute as the network says", async () => {
    const server = createServer((socket) => socket.resume().end("not TLS\n")).listen(0, "localhost");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const target = { host: "localhost", port, certificateAuthority: "" };
    await expect(connect(target)).rejects.toThrow();
    server.close();
    await once(server, "close");
    await expect(connect(target)).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });
});

it("the node group is judged by its status and its health", async () => {
  const of = async (more: object): Promise<string> =>
    told(await check({ DescribeNodegroup: { nodegroup: { ...nodegroup, ...more } } }), "node group");
  expect(await of({ status: "UPDATING" })).toMatch(/^warning/);
  expect(await of({ status: "CREATE_FAILED" })).toMatch(/^failed: default-1 is CREATE_FAILED/);
  const issues = [{ code: "NodeCreationFailure", message: "did not join" }];
  expect(await of({ health: { issues } })).toMatch(/^failed: .*NodeCreationFailure: did not join/);
  expect(told(await check({ ListNodegroups: { nodegroups: [] } }), "node group")).toMatch(
    /^failed: .*has none/,
  );
});

it("each add-on is judged by its status and its health", async () => {
  const of = async (addon: unknown): Promise<string> =>
    told(await check({ DescribeAddon: addon }), "add-on coredns");
  const addon = { addonVersion: "v1", status: "ACTIVE" };
  expect(await of(awsError("ResourceNotFoundException"))).toMatch(/^failed: is not installed/);
  expect(await of({ addon: { ...addon, status: "UPDATING" } })).toMatch(/^warning: v1 is UPDATING/);
  const health = { issues: [{ code: "InsufficientNumberOfReplicas", message: "no node" }] };
  expect(await of({ addon: { ...addon, status: "DEGRADED", health } })).toMatch(
    /^failed: v1 is DEGRADED; InsufficientNumberOfReplicas: no node/,
  );
  expect(await of(awsError("AccessDeniedException", "no"))).toBe("could not check: not allowed: no");
});

it("compute environments are judged by status, statusReason and state, on this cluster only", async () => {
  const of = async (...environments: object[]): Promise<string> =>
    told(
      await check({ DescribeComputeEnvironments: { computeEnvironments: environments } }),
      "environment On-Demand",
    );
  const statusReason = "CLIENT_ERROR - namespaces is forbidden";
  expect(await of(environment("doeks-CE1_OD-1", { status: "INVALID", statusReason }))).toMatch(
    /^failed: doeks-CE1_OD-1 is INVALID and ENABLED: CLIENT_ERROR - namespaces is forbidden\n.*invalid_compute/,
  );
  expect(await of(environment("doeks-CE1_OD-1", { status: "CREATING" }))).toMatch(/^warning/);
  expect(await of(environment("doeks-CE1_OD-1", { state: "DISABLED" }))).toMatch(
    /^failed: .*\nEnable it: .*us-east-1$/,
  );
  const elsewhere = { eksConfiguration: { eksClusterArn: "arn:aws:eks:us-east-1:1:cluster/other" } };
  expect(await of(environment("doeks-CE1_OD-1", elsewhere))).toMatch(
    /^failed: there is no compute environment/,
  );
});

it("of two compute environments of a name the one that the queue feeds counts, and nobody is told to enable the other", async () => {
  const arn = (name: string): string => `arn:aws:batch:us-east-1:111122223333:compute-environment/${name}`;
  const computeEnvironments = ["doeks-CE1_OD-1", "doeks-CE1_OD-2"].map((name, index) =>
    environment(name, { computeEnvironmentArn: arn(name), state: index === 0 ? "DISABLED" : "ENABLED" }),
  );
  const computeEnvironmentOrder = [{ order: 1, computeEnvironment: arn("doeks-CE1_OD-2") }];
  const results = await check({
    DescribeComputeEnvironments: { computeEnvironments },
    DescribeJobQueues: { jobQueues: [queue("doeks-JQ1_OD", { computeEnvironmentOrder })] },
  });
  const judged = results.filter(({ check: name }) => name === "environment On-Demand");
  expect(judged.map(({ state, found }) => `${state}: ${found}`)).toEqual([
    "ok: doeks-CE1_OD-2 is VALID and ENABLED",
    "warning: doeks-CE1_OD-1 is VALID and DISABLED, and no queue of this environment feeds it",
  ]);
  expect(judged.flatMap(({ todo }) => todo).join()).not.toContain("Enable it");
});

// The texts of https://docs.aws.amazon.com/batch/latest/userguide/batch_eks_invalid_compute_environment.html
it.each([
  ["At least one imageKubernetesVersion in EC2Configuration is not supported.", "eks_cluster_version"],
  ["reason=CLIENT_ERROR - EKS Cluster version [2.10] is unsupported", "eks_cluster_version"],
  [
    "CLIENT_ERROR - Instance profile arn:aws:iam::111122223333:instance-profile/x does not exist",
    "instance profile is gone",
  ],
  ["CLIENT_ERROR - Unable to validate Kubernetes Namespace", "namespace is missing"],
  ["CLIENT_ERROR - Access Entry setup incomplete on cluster [x].", "eks:AssociateAccessPolicy"],
  [
    "Your compute environment has been INVALIDATED and scaled down because none of the nodes joined the underlying Amazon EKS Cluster. Common issues preventing nodes joining are the following: networking configuration preventing communication to Amazon EKS Cluster, incorrect Amazon EKS Instance Profile or Kubernetes RBAC policy preventing authorization to Amazon EKS Cluster, customized AMI or LaunchTemplate configurations affecting Amazon EKS/Kubernetes node bootstrap.",
    "EC2_LINUX",
  ],
])("what AWS publishes of INVALID environments is explained: %s", async (statusReason, help) => {
  const computeEnvironments = [environment("doeks-CE1_OD-1", { status: "INVALID", statusReason })];
  const text = told(
    await check({ DescribeComputeEnvironments: { computeEnvironments } }),
    "environment On-Demand",
  );
  expect(text).toMatch(/^failed: /);
  expect(text.split("\n")[1]).toContain(help);
});

describe("the Kubernetes version of the nodes of AWS Batch", () => {
  const of = async (imageKubernetesVersion: string | undefined, more: Answers = {}): Promise<string> => {
    const computeResources = { ec2Configuration: [{ imageType: "EKS_AL2023", imageKubernetesVersion }] };
    const computeEnvironments = [environment("doeks-CE1_OD-1", { computeResources })];
    return told(
      await check({ DescribeComputeEnvironments: { computeEnvironments }, ...more }),
      "environment On-Demand",
    );
  };
  const older = { DescribeCluster: { cluster: { ...cluster, version: "1.35" } } };

  it("may be that of the cluster, an older one, or not told", async () => {
    for (const version of ["1.36", "1.35", undefined]) expect(await of(version)).toMatch(/^ok/);
  });

  it("must not be newer than that of the cluster", async () =>
    expect(await of("1.36", older)).toMatch(
      /^warning: .*nodes have Kubernetes 1\.36, and the cluster 1\.35[^]*Set eks_cluster_version to 1\.36/,
    ));

  it("is not judged where the cluster's is not known", async () =>
    expect(await of("1.36", { DescribeCluster: awsError("ThrottlingException") })).toMatch(/^ok/));
});

describe("an access entry of AWS Batch's own", () => {
  const ROLE = "arn:aws:iam::111122223333:role/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch";
  const policy = (name: string, namespaces?: string[]): object => ({
    policyArn: `arn:aws:eks::aws:cluster-access-policy/${name}`,
    accessScope: namespaces ? { type: "namespace", namespaces } : { type: "cluster" },
  });
  const of = async (...associatedAccessPolicies: object[]): Promise<string> =>
    told(
      await check({
        ListAccessEntries: { accessEntries: ["arn:aws:iam::111122223333:role/admin", ROLE] },
        ListAssociatedAccessPolicies: { associatedAccessPolicies },
      }),
      "access of AWS Batch",
    );

  it("is told, for roles and bindings say nothing then", async () =>
    expect(
      await of(policy("AWSBatchClusterPolicy"), policy("AWSBatchNamespacePolicy", ["doeks-aws-batch"])),
    ).toMatch(/^warning: .*access entry of its own, which takes precedence over aws-auth/));

  it("fails without the policy of the namespace, or of the cluster", async () => {
    expect(await of(policy("AWSBatchClusterPolicy"), policy("AWSBatchNamespacePolicy", ["another"]))).toMatch(
      /^failed: .*lacks AWSBatchNamespacePolicy in doeks-aws-batch\n/,
    );
    expect(await of()).toMatch(
      /lacks AWSBatchClusterPolicy and AWSBatchNamespacePolicy in doeks-aws-batch\n/,
    );
  });
});

it("queues are judged by status and state", async () => {
  const of = async (...queues: object[]): Promise<string> =>
    told(await check({ DescribeJobQueues: { jobQueues: queues } }), "queue Spot");
  expect(await of()).toMatch(/^failed: there is no job queue doeks-JQ1_SPOT/);
  // Another installation would find nothing to change.
  expect(await of(queue("doeks-JQ1_SPOT", { status: "INVALID" }))).toMatch(
    /^failed: .*INVALID.*\nHave AWS check it again: aws batch update-job-queue --job-queue doeks-JQ1_SPOT --state ENABLED/,
  );
  expect(await of(queue("doeks-JQ1_SPOT", { status: "UPDATING" }))).toMatch(/^warning/);
  expect(await of(queue("doeks-JQ1_SPOT", { state: "DISABLED" }))).toMatch(
    /^failed: .*\nEnable it: aws batch/,
  );
});

it("log groups must be there and keep logs as long as wanted", async () => {
  const of = async (logGroups: object[]): Promise<string> =>
    told(await check({ DescribeLogGroups: { logGroups } }), "log groups");
  expect(await of([])).toMatch(/^failed: missing: \/aws\/eks\/doeks-aws-batch\/cluster, /);
  const forever = logGroupNames(defaultVariables()).map((logGroupName) => ({ logGroupName }));
  expect(await of(forever)).toMatch(/^warning: .*\(90\): \/aws\/eks\/doeks-aws-batch\/cluster \(for ever\)/);
});

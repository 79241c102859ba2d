import { adopt, adoptInCleanup, cleanUpAfterEach, NOTHING, saveState } from "./adopt";
import { awsError, type Answers } from "./fake-aws";
import { FOUND_TYPES } from "./found-types";
import type { Change } from "./plans";

cleanUpAfterEach();

const cluster = (status: string): object => ({
  cluster: {
    name: "doeks",
    arn: "arn:cluster",
    status,
    tags: { Blueprint: "doeks" },
    createdAt: new Date("2026-11-23T12:30:00Z"),
    resourcesVpcConfig: { subnetIds: ["subnet-1"] },
  },
});

const NEW_CLUSTER: Change = {
  type: "aws_eks_cluster",
  values: { name: "doeks", vpc_config: [{ subnet_ids: ["subnet-1"] }] },
};

const LIST = [{ Key: "Blueprint", Value: "doeks" }];

it("waits for a cluster that AWS is still creating", async () => {
  const answers = [...Array<string>(15).fill("CREATING"), "ACTIVE"].map(cluster);
  const outcome = await adopt({ DescribeCluster: () => answers.shift()! }, NEW_CLUSTER);
  expect(outcome).toEqual({
    count: 1,
    imports: ["aws_eks_cluster.it doeks"],
    changes: [],
    said: [
      "waiting for doeks, which AWS works on",
      "waiting for doeks, which AWS works on, 1 min so far",
      "adopted doeks as aws_eks_cluster.it: it was in no state",
    ],
  });
});

it("removes a cluster that failed, and waits until it is gone", async () => {
  const answers = ["CREATING", "FAILED", "DELETING", ""].map((status) => (status ? cluster(status) : {}));
  const outcome = await adopt({ DescribeCluster: () => answers.shift()! }, NEW_CLUSTER);
  expect(outcome).toMatchObject({ count: 1, imports: [], changes: ['DeleteCluster {"name":"doeks"}'] });
  expect(outcome.said.at(-1)).toMatch("removed doeks, a leftover of aws_eks_cluster.it");
  expect(answers).toEqual([]);
});

it("finds no access entry in a cluster that failed, of which EKS tells nothing", async () => {
  const entry: Change = {
    type: "aws_eks_access_entry",
    values: { cluster_name: "doeks", principal_arn: "arn:aws:iam::1:role/r" },
  };
  const answers = {
    DescribeAccessEntry: () => {
      throw awsError("InvalidRequestException");
    },
  };
  expect(await adopt(answers, entry)).toEqual(NOTHING);
});

it("removes a security group that still has the rule that AWS makes with it", async () => {
  const group = {
    GroupId: "sg-1",
    GroupName: "doeks-node-20261123221630983600000002",
    VpcId: "vpc-1",
    Tags: LIST,
    IpPermissionsEgress: [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }],
  };
  const answers = [[group], []];
  const outcome = await adopt(
    { DescribeSecurityGroups: () => ({ SecurityGroups: answers.shift() }) },
    { type: "aws_security_group", values: { name_prefix: "doeks-node-", vpc_id: "vpc-1" } },
  );
  expect(outcome).toMatchObject({ count: 1, changes: ['DeleteSecurityGroup {"GroupId":"sg-1"}'] });
});

describe("a queue that no variable names any more", () => {
  const queue = (Blueprint: string): object => ({
    jobQueueName: "before",
    jobQueueArn: "arn:before",
    ...{ status: "VALID", state: "ENABLED", tags: { Blueprint } },
  });
  const wanted: Change = { type: "aws_batch_job_queue", values: { name: "now" } };
  // Once it is deleted, it is not found any more.
  const answers = (blueprint: string): Answers => {
    const queues = [queue(blueprint)];
    return {
      DescribeJobQueues: () => ({ jobQueues: queues }),
      DeleteJobQueue: () => queues.splice(0),
    };
  };

  it("goes in a clean-up, by its tag", async () => {
    expect(await adoptInCleanup(answers("doeks"), wanted)).toEqual({
      count: 1,
      imports: [],
      changes: [
        'UpdateJobQueue {"jobQueue":"arn:before","state":"DISABLED"}',
        'DeleteJobQueue {"jobQueue":"arn:before"}',
      ],
      said: ["removed arn:before, which no variable names: it was in no state, and there is no place for it"],
    });
  });

  it("stays in a clean-up of another environment, and in an installation", async () => {
    expect(await adoptInCleanup(answers("another"), wanted)).toEqual(NOTHING);
    expect(await adopt(answers("doeks"), wanted)).toEqual(NOTHING);
  });
});

it("removes a second rule of events with its targets, which would tell everything twice", async () => {
  const Name = "doeks-failed-jobs-20261123221630983600000002";
  saveState("aws_cloudwatch_event_rule", { id: "doeks-failed-jobs-20261123221630983600000001" });
  const answers = [[{ Name, Arn: "arn:rule" }], []];
  const outcome = await adopt(
    {
      ListRules: () => ({ Rules: answers.shift() }),
      ListTagsForResource: { Tags: LIST },
      ListTargetsByRule: { Targets: [{ Id: "topic", Arn: "arn:topic" }] },
    },
    { type: "aws_cloudwatch_event_rule", values: { name_prefix: "doeks-failed-jobs-" }, actions: ["no-op"] },
  );
  expect(outcome).toMatchObject({
    count: 1,
    imports: [],
    changes: [`RemoveTargets {"Rule":"${Name}","Ids":["topic"]}`, `DeleteRule {"Name":"${Name}"}`],
  });
});

it("deregisters the revisions of a job definition that the state does not have, and only those", async () => {
  saveState("aws_batch_job_definition", { id: "arn:jd:1", arn: "arn:jd:1" });
  const revision = (number: number, Blueprint = "doeks"): object => ({
    jobDefinitionArn: `arn:jd:${number}`,
    tags: { Blueprint },
  });
  const answers = [
    [revision(1), revision(2), revision(3, "other")],
    [revision(1), revision(3, "other")],
  ];
  const outcome = await adopt(
    { DescribeJobDefinitions: () => ({ jobDefinitions: answers.shift() }) },
    { type: "aws_batch_job_definition", values: { name: "hello" }, actions: ["no-op"] },
  );
  expect(outcome.changes).toEqual(['DeregisterJobDefinition {"jobDefinition":"arn:jd:2"}']);
});

describe("a second address", () => {
  const addresses = (...ids: string[]): object => ({
    Addresses: ids.map((AllocationId) => ({ AllocationId, Tags: [...LIST, { Key: "Name", Value: "nat" }] })),
  });
  const kept: Change = { type: "aws_eip", values: { tags: { Name: "nat" } }, actions: ["no-op"] };

  it("is released when the state has the first one", async () => {
    saveState("aws_eip", { id: "eipalloc-1" });
    const answers = [addresses("eipalloc-1", "eipalloc-2"), addresses("eipalloc-1")];
    const outcome = await adopt({ DescribeAddresses: () => answers.shift()! }, kept);
    expect(outcome.changes).toEqual(['ReleaseAddress {"AllocationId":"eipalloc-2"}']);
  });

  it("is left alone when something in the state uses it", async () => {
    saveState("aws_nat_gateway", { id: "nat-1", allocation_id: "eipalloc-2" });
    const outcome = await adopt({ DescribeAddresses: addresses("eipalloc-2") }, kept);
    expect(outcome).toMatchObject({ count: 0, changes: [] });
    expect(outcome.said[0]).toMatch("something in the state uses it");
  });

  it("stays, and is told of, when AWS refuses to release it", async () => {
    const outcome = await adopt(
      {
        DescribeAddresses: addresses("eipalloc-2"),
        ReleaseAddress: () => {
          throw awsError("InvalidIPAddress.InUse");
        },
      },
      kept,
    );
    expect(outcome.count).toBe(0);
    expect(outcome.said).toEqual([
      "could not remove eipalloc-2, a leftover of aws_eip.it: InvalidIPAddress.InUse: InvalidIPAddress.InUse of a test",
    ]);
  });
});

it("keeps of two keys the one with a name, and has the other deleted as late as AWS offers", async () => {
  const { planned, answers } = FOUND_TYPES.find((found) => found.planned.type === "aws_kms_key")!;
  const keys = [{ KeyId: "unnamed" }, { KeyId: "named" }];
  const answered = [keys, keys.slice(1)];
  const outcome = await adopt(
    {
      ...answers,
      ListKeys: () => ({ Keys: answered.shift() }),
      ListAliases: { Aliases: [{ AliasName: "alias/eks/doeks", TargetKeyId: "named" }] },
    },
    planned,
  );
  expect(outcome).toMatchObject({
    count: 2,
    imports: ["aws_kms_key.it named"],
    changes: ['ScheduleKeyDeletion {"KeyId":"unnamed","PendingWindowInDays":30}'],
  });
});

describe("a role with policies", () => {
  const { planned, answers } = FOUND_TYPES.find((found) => found.planned.type === "aws_iam_role")!;
  const AttachedPolicies = [{ PolicyArn: "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy" }];
  const used = { ...answers, ListAttachedRolePolicies: { AttachedPolicies } };
  const inUse = (Blueprint: string): object => ({
    cluster: { status: "ACTIVE", roleArn: "arn:other", tags: { Blueprint } },
  });
  const ListAccessEntries = { accessEntries: ["arn:aws:some:thing"] };

  it("is left alone: it is at work, perhaps in another region", async () => {
    expect(await adopt(used, planned)).toEqual(NOTHING);
  });

  it("is imported when it is at work in the environment's cluster", async () => {
    const outcome = await adopt({ ...used, DescribeCluster: inUse("doeks"), ListAccessEntries }, planned);
    expect(outcome.imports).toHaveLength(1);
  });

  it("is left alone when the cluster is not the environment's", async () => {
    const outcome = await adopt({ ...used, DescribeCluster: inUse("other"), ListAccessEntries }, planned);
    expect(outcome).toEqual(NOTHING);
  });
});

it("leaves alone a role that has no policy attached, but trusts another region than the planned one", async () => {
  const trust = (region: string): string =>
    JSON.stringify({ Condition: { ArnLike: { "aws:SourceArn": `arn:aws:ec2:${region}:1:vpc-flow-log/*` } } });
  const { planned, answers } = FOUND_TYPES.find((found) => found.planned.type === "aws_iam_role")!;
  const here = { ...planned, values: { ...planned.values, assume_role_policy: trust("us-east-1") } };
  const GetRole = (region: string) => (input: { RoleName: string }) => ({
    Role: {
      ...input,
      Arn: "arn:role",
      Tags: LIST,
      AssumeRolePolicyDocument: encodeURIComponent(trust(region)),
      CreateDate: new Date("2026-11-23T12:30:00Z"),
    },
  });
  expect(await adopt({ ...answers, GetRole: GetRole("eu-west-1") }, here)).toEqual(NOTHING);
  expect((await adopt({ ...answers, GetRole: GetRole("us-east-1") }, here)).imports).toHaveLength(1);
});

it("looks for nothing that the stack does not have", async () => {
  expect(await adopt({ DescribeCluster: cluster("ACTIVE") })).toEqual(NOTHING);
});

it("passes addresses on as they are", async () => {
  const address = String.raw`aws_eks_cluster.it["a 'b' \"c\" $d"]`;
  const { imports } = await adopt({ DescribeCluster: cluster("ACTIVE") }, { ...NEW_CLUSTER, address });
  expect(imports).toEqual([`${address} doeks`]);
});

it("goes on without what the caller may not look for", async () => {
  const DescribeCluster = (): never => {
    throw awsError("AccessDeniedException");
  };
  const outcome = await adopt({ DescribeCluster }, NEW_CLUSTER);
  expect(outcome).toMatchObject({
    count: 0,
    said: [expect.stringMatching(/^not looked for aws_eks_cluster/)],
  });
});

it("fails in one line on any other answer", async () => {
  const DescribeCluster = (): never => {
    throw awsError("ServerException");
  };
  await expect(adopt({ DescribeCluster }, NEW_CLUSTER)).rejects.toThrow(
    "Could not look for existing aws_eks_cluster: ServerException",
  );
});

describe("a second key", () => {
  const { planned, answers } = FOUND_TYPES.find((found) => found.planned.type === "aws_kms_key")!;
  const kept: Change = { ...planned, actions: ["no-op"] };
  const key = (CreationDate: Date): object => ({
    DescribeKey: {
      KeyMetadata: {
        KeyManager: "CUSTOMER",
        KeyState: "Enabled",
        Description: "doeks cluster encryption key",
        Arn: "arn:key",
        CreationDate,
      },
    },
  });
  const later = new Date("2026-11-23T12:30:00Z");

  it("is left alone while a cluster encrypts with it, whosever that is", async () => {
    const outcome = await adopt(
      {
        ...answers,
        ...key(later),
        ListClusters: { clusters: ["theirs"] },
        DescribeCluster: { cluster: { encryptionConfig: [{ provider: { keyArn: "arn:key" } }] } },
      },
      kept,
    );
    expect(outcome).toMatchObject({ count: 0, changes: [] });
    expect(outcome.said[0]).toMatch(/alone: cluster theirs encrypts with it$/);
  });

  it("is left alone while an alias names it", async () => {
    const KeyId = "1234abcd-12ab-34cd-56ef-1234567890ab";
    const aliases = { ListAliases: { Aliases: [{ AliasName: "alias/mine", TargetKeyId: KeyId }] } };
    const outcome = await adopt({ ...answers, ...key(later), ...aliases }, kept);
    expect(outcome).toMatchObject({ count: 0, changes: [] });
    expect(outcome.said[0]).toMatch(/alone: alias\/mine names it$/);
  });

  it("is left alone, with the command that removes it, when it is older than the interrupted run", async () => {
    const outcome = await adopt({ ...answers, ...key(new Date("2026-11-01T00:00:00Z")) }, kept);
    expect(outcome).toMatchObject({ count: 0, changes: [] });
    expect(outcome.said[0]).toMatch(
      /nothing shows that the interrupted run made it\. If nobody needs it: aws kms schedule-key-deletion --key-id \S+ --region us-east-1$/,
    );
  });
});

it("leaves alone a cluster on other subnets than those of the state", async () => {
  const elsewhere = { ...NEW_CLUSTER, values: { name: "doeks", vpc_config: [{ subnet_ids: ["subnet-9"] }] } };
  expect(await adopt({ DescribeCluster: cluster("ACTIVE") }, elsewhere)).toEqual(NOTHING);
  const unknown = {
    ...NEW_CLUSTER,
    values: { name: "doeks" },
    unknown: { vpc_config: [{ subnet_ids: true }] },
  };
  expect(await adopt({ DescribeCluster: cluster("ACTIVE") }, unknown)).toEqual(NOTHING);
});

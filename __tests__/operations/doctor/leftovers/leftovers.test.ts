import type { CheckResult } from "../../../../src/operations/doctor/check";
import { attempt, type Check } from "../../../../src/operations/doctor/context";
import { LEFTOVER_CHECKS } from "../../../../src/operations/doctor/leftovers/leftovers";
import { logGroupNames } from "../../../../src/model/names";
import { defaultVariables, type Variables } from "../../../../src/model/variables";
import { synthesize } from "../../../support/synthesize";
import { parse } from "../../../support/variables";
import { awsError, CLUSTER, context, told, type Answers } from "../fakes";
import { stateOf, type Resources } from "../states";

const called = (name: string): Check => LEFTOVER_CHECKS.find((each) => each.name === name)!.check;
const checkLeftoverCluster = called("leftover cluster");
const checkLeftoverLogGroups = called("leftover log groups");
const checkLeftoverKmsAlias = called("leftover KMS alias");
const checkLeftoverQueues = called("leftover job queues");
const checkLeftoverComputeEnvironments = called("leftover environments");
const checkLeftoverRoles = called("leftover IAM roles");
const checkLeftoverSchedulingPolicy = called("leftover scheduling policy");
const checkLeftoverVpc = called("leftover VPC");

const run = (
  check: Check,
  answers: Answers,
  owned: Resources = {},
  changes: Partial<Variables> = {},
): Promise<CheckResult[]> => {
  const variables = { ...defaultVariables(), ...changes };
  return attempt("check", () => check(context({ answers, variables, state: stateOf(owned) })));
};

/** State of the first result and all its text. */
async function first(check: Check, answers: Answers, owned: Resources = {}): Promise<string> {
  const results = await run(check, answers, owned);
  return told(results, results[0]!.check);
}

const queue = (tags: object = {}): object => ({
  jobQueueName: "doeks-JQ1_OD",
  jobQueueArn: "arn:q",
  state: "ENABLED",
  tags,
});
const alias = { AliasName: `alias/eks/${CLUSTER}`, TargetKeyId: "key-1" };
const group = (logGroupName: string): object => ({ logGroupName, logGroupArn: `arn:${logGroupName}` });
const prefixed = (names: string[]) => (input: { logGroupNamePrefix: string }) => ({
  logGroups: names.filter((name) => name.startsWith(input.logGroupNamePrefix)).map(group),
});

const NOTHING: Answers = {
  DescribeCluster: awsError("ResourceNotFoundException"),
  DescribeLogGroups: { logGroups: [] },
  ListAliases: { Aliases: [{ AliasName: "alias/aws/ebs" }] },
  DescribeJobQueues: { jobQueues: [] },
  DescribeComputeEnvironments: { computeEnvironments: [{ computeEnvironmentName: "other" }] },
  ListRoles: { Roles: [{ RoleName: "other", Path: "/" }] },
};

/** In a region without a cluster of the name. */
const role = (name: string, Tags: object[]): object => ({
  Role: { RoleName: name, Arn: `arn:${name}`, AssumeRolePolicyDocument: "", Tags },
});

const CHECKS = {
  cluster: checkLeftoverCluster,
  "log groups": checkLeftoverLogGroups,
  "KMS alias": checkLeftoverKmsAlias,
  "job queues": checkLeftoverQueues,
  "compute environments": checkLeftoverComputeEnvironments,
  "IAM roles": checkLeftoverRoles,
};

it.each(Object.entries(CHECKS))("a fresh account has no %s left over", async (_, check) => {
  expect(await first(check, NOTHING)).toBe("ok: none is left over");
});

it.each(Object.entries(CHECKS))("could not check %s when one may not ask", async (_, check) => {
  const denied = Object.fromEntries(
    Object.keys(NOTHING).map((name) => [name, awsError("AccessDenied", "no")]),
  );
  expect(await first(check, denied)).toBe("could not check: not allowed: no");
});

describe("a cluster of the name", () => {
  const answers = {
    DescribeCluster: { cluster: { name: CLUSTER, status: "FAILED", tags: {} } },
    ListNodegroups: { nodegroups: ["default-1"] },
  };

  it("stops an installation, and goes with its node groups or is imported", async () => {
    const text = await first(checkLeftoverCluster, answers);
    expect(text).toMatch(
      /^failed: EKS cluster doeks-aws-batch exists .*: installing would fail; its status is FAILED/,
    );
    expect(text).toMatch(
      /^Remove it: aws eks delete-nodegroup .*default-1 --region us-east-1\nthen aws eks wait .*\nthen aws eks delete-cluster --name doeks-aws-batch --region us-east-1$/m,
    );
    expect(text).toContain(address("cluster", "aws_eks_cluster", { name: CLUSTER }) + CLUSTER);
  });

  it("is fine when the state owns it", async () => {
    expect(await first(checkLeftoverCluster, answers, { aws_eks_cluster: [{ id: CLUSTER }] })).toBe(
      "ok: what exists belongs to this environment",
    );
  });

  it("with this environment's tag stops an installation where no state knows the environment", async () => {
    const own = {
      ...answers,
      DescribeCluster: { cluster: { status: "ACTIVE", tags: { Blueprint: CLUSTER } } },
    };
    expect(await first(checkLeftoverCluster, own)).toMatch(
      /^failed: .*carries its tag: installing would make all of it a second time; .*\nWas it installed from .*state:move\nIs its state lost\? \.\/install\.sh --take-over/,
    );
    expect(await first(checkLeftoverCluster, own, { aws_vpc: [{ id: "v" }] })).toMatch(
      /^\.\/install\.sh takes it in when an interrupted run left it\.$/m,
    );
  });
});

describe("a VPC with the environment's tag", () => {
  const answers = {
    DescribeVpcs: { Vpcs: [{ VpcId: "vpc-1", Tags: [{ Key: "Blueprint", Value: CLUSTER }] }] },
  };

  it("stops an installation where no state knows the environment", async () =>
    expect(await first(checkLeftoverVpc, answers)).toMatch(
      /^failed: VPC vpc-1 exists and .*: installing would make all of it a second time\n/,
    ));

  it("is a warning where a state knows the environment, and nothing when that is its own", async () => {
    expect(await first(checkLeftoverVpc, answers, { aws_eip: [{ id: "e" }] })).toMatch(/^warning/);
    expect(await run(checkLeftoverVpc, answers, { aws_vpc: [{ id: "vpc-1" }] })).toEqual([]);
  });
});

describe("log groups of the name", () => {
  const [controlPlane, application] = logGroupNames(defaultVariables()) as [string, string];
  const more = `/aws/containerinsights/${CLUSTER}/prometheus`;
  const answers = {
    DescribeLogGroups: prefixed([controlPlane, application, more, `/aws/eks/${CLUSTER}/cluster2`]),
    ListTagsForResource: { tags: {} },
  };

  it("stop an installation one by one, unless the stacks make no such group", async () => {
    const results = await run(checkLeftoverLogGroups, answers);
    expect(results.map(({ state, found }) => `${state} ${found.split(" ")[2]}`)).toEqual([
      `failed ${controlPlane}`,
      `failed ${application}`,
      `warning ${more}`,
    ]);
    expect(results[0]!.todo).toEqual([
      `Remove it: aws logs delete-log-group --log-group-name ${controlPlane} --region us-east-1`,
      "Or keep it: npx cdktf synth",
      "then terraform -chdir=cdktf.out/stacks/cluster init",
      expect.stringContaining(address("cluster", "aws_cloudwatch_log_group", { name: controlPlane })),
    ]);
    expect(results[2]!.todo).toHaveLength(1);
  });

  it("include that of flow logs, which stops only an installation with flow logs", async () => {
    const name = `/aws/vpc/${CLUSTER}/flow-logs`;
    const flowLogs = { ...answers, DescribeLogGroups: prefixed([name]) };
    const states = async (enable_flow_logs: boolean): Promise<unknown> =>
      (await run(checkLeftoverLogGroups, flowLogs, {}, { enable_flow_logs })).map(
        ({ state, found }) => `${state} ${found.split(" ")[2]}`,
      );
    expect(await states(false)).toEqual([`warning ${name}`]);
    expect(await states(true)).toEqual([`failed ${name}`]);
  });

  it("are told only where the state does not own them", async () => {
    const owned = { aws_cloudwatch_log_group: [{ id: controlPlane }, { id: more }] };
    const results = await run(checkLeftoverLogGroups, answers, owned);
    expect(results.map(({ found }) => found.split(" ")[2])).toEqual([application]);
  });
});

describe("the KMS alias of the name", () => {
  it("stops an installation, and goes with its key", async () => {
    const text = await first(checkLeftoverKmsAlias, {
      ListAliases: { Aliases: [alias] },
      ListResourceTags: { Tags: [] },
    });
    expect(text).toMatch(/^failed: KMS alias alias\/eks\/doeks-aws-batch exists/);
    expect(text).toContain("schedule-key-deletion --key-id key-1 --region us-east-1");
    expect(text).toContain(address("cluster", "aws_kms_alias", { name: alias.AliasName }) + alias.AliasName);
  });

  it("is judged by its key's tag, and as untagged when the key does not show any", async () => {
    const tagged = {
      ListAliases: { Aliases: [alias] },
      ListResourceTags: { Tags: [{ TagKey: "Blueprint", TagValue: CLUSTER }] },
    };
    expect(await first(checkLeftoverKmsAlias, tagged)).toMatch(/^warning/);
    const denied = { ...tagged, ListResourceTags: awsError("AccessDeniedException") };
    expect(await first(checkLeftoverKmsAlias, denied)).toMatch(/^failed/);
  });
});

describe("a job queue of the name", () => {
  it("stops an installation, and is disabled before it is deleted", async () => {
    const text = await first(checkLeftoverQueues, { DescribeJobQueues: { jobQueues: [queue()] } });
    expect(text).toMatch(/^failed: job queue doeks-JQ1_OD exists .*; it is ENABLED/);
    expect(text).toMatch(/--state DISABLED --region us-east-1\nthen aws batch delete-job-queue/);
    expect(text).toContain(address("batch", "aws_batch_job_queue", { name: "doeks-JQ1_OD" }) + "arn:q");
  });

  it("of another environment is left alone under another name of ours", async () => {
    const text = await first(checkLeftoverQueues, {
      DescribeJobQueues: { jobQueues: [queue({ Blueprint: "theirs" })] },
    });
    expect(text).toBe(
      "failed: job queue doeks-JQ1_OD exists and belongs to environment theirs: installing would fail; it is ENABLED\n" +
        "Leave it alone: set aws_batch_doeks_jq_name to another name.",
    );
  });
});

describe("a scheduling policy of the name", () => {
  const variables = parse({ aws_batch_fair_share: { research: 1 } });
  const arn = "arn:aws:batch:us-east-1:111122223333:scheduling-policy/doeks-JQ1_FAIR";
  const check = async (tags?: object): Promise<string> => {
    const answers = {
      ListSchedulingPolicies: { schedulingPolicies: [{ arn: `${arn}-other` }, { arn }] },
      DescribeSchedulingPolicies: ({ arns }: { arns: string[] }): object => ({
        schedulingPolicies: arns.map((each) => ({ arn: each, name: each.split("/")[1], tags })),
      }),
    };
    const [result] = await checkLeftoverSchedulingPolicy(context({ answers, variables }));
    return told([result!], "leftover scheduling policy");
  };

  it("stops an installation with shares", async () => {
    const text = await check();
    expect(text).toMatch(/^failed: scheduling policy doeks-JQ1_FAIR exists .*once no queue uses it/);
    expect(text).toContain(`Remove it: aws batch delete-scheduling-policy --arn ${arn} --region us-east-1`);
  });

  it("with the environment's tag is taken in", async () =>
    expect(await check({ Blueprint: CLUSTER })).toMatch(/^warning/));

  it("is not looked for without shares", async () =>
    expect(await run(checkLeftoverSchedulingPolicy, {})).toEqual([]));

  it("is none in a fresh account", async () => {
    const answers = { ListSchedulingPolicies: { schedulingPolicies: [] } };
    const [result] = await checkLeftoverSchedulingPolicy(context({ answers, variables }));
    expect(result).toMatchObject({ state: "ok", found: "none is left over" });
  });
});

describe("what has generated names", () => {
  const environment = (name: string, Blueprint?: string): object => ({
    computeEnvironmentName: name,
    state: "DISABLED",
    status: "INVALID",
    tags: Blueprint ? { Blueprint } : {},
  });

  it("never stops an installation: compute environments are warnings, and others' are not told", async () => {
    const results = await run(checkLeftoverComputeEnvironments, {
      DescribeComputeEnvironments: {
        computeEnvironments: [environment("doeks-CE1_OD-1"), environment("doeks-CE1_OD-2", "theirs")],
      },
    });
    expect(results).toHaveLength(1);
    expect(told(results, "leftover environments")).toMatch(
      /^warning: compute environment doeks-CE1_OD-1 exists .*\nRemove it: aws batch delete-compute-environment/,
    );
  });

  it("never stops an installation: roles with the cluster's tag are warnings, others are not told", async () => {
    const results = await run(
      checkLeftoverRoles,
      {
        ListRoles: {
          Roles: ["node-1", "node-2", "mine"].map((name) => ({ RoleName: `${CLUSTER}-${name}`, Path: "/" })),
        },
        GetRole: ({ RoleName }: { RoleName: string }) =>
          role(RoleName, RoleName.endsWith("-mine") ? [] : [{ Key: "Blueprint", Value: CLUSTER }]),
        DescribeCluster: awsError("ResourceNotFoundException"),
        ListAttachedRolePolicies: { AttachedPolicies: [{ PolicyArn: "arn:policy" }] },
      },
      { aws_iam_role: [{ id: `${CLUSTER}-node-2` }] },
    );
    expect(results).toHaveLength(1);
    const text = told(results, "leftover IAM roles");
    expect(text).toMatch(/^warning: IAM role doeks-aws-batch-node-1 exists/);
    expect(text).toContain(address("cluster", "aws_iam_role", { name_prefix: `${CLUSTER}-node-` }));
  });
});

/** The end of an import of a resource as the stacks are really synthesized, without its id. */
function address(stack: "cluster" | "batch", type: string, attributes: object): string {
  const found = synthesize()[stack].resources(type);
  const match = found.find((block) =>
    Object.entries(attributes).every(([name, value]) => block[name] === value),
  );
  return `stacks/${stack} import ${match!.terraformAddress} `;
}

import { setTimeout as sleep } from "node:timers/promises";
import { TerminateJobCommand, type JobDetail } from "@aws-sdk/client-batch";
import { ListTopicsCommand } from "@aws-sdk/client-sns";
import { TerraformError } from "../../src/operations/terraform/terraform";
import type { Variables } from "../../src/model/variables";
import { RunningEnvironment, type Changes } from "../support/lives/running-environment";
import { ServiceWatch } from "../support/lives/service-watch";
import { TopicSubscriber } from "../support/topic-subscriber";
import { problemsOf } from "../support/variables";

/*
 * What becomes of a running environment, with jobs in its queues, when its variables change. What
 * does not depend on each other is changed side by side: all of it mostly waits. Where a test says
 * "would", only the plan is looked at.
 */

const ON_DEMAND = "doeks-JQ1_OD";
const SPOT = "doeks-JQ1_SPOT";

const BEFORE: Partial<Variables> = {
  eks_cluster_version: "1.34",
  alert_email: "batch-alerts@example.com",
  aws_batch_runnable_timeout_minutes: 30,
};
const CAPACITY: Partial<Variables> = {
  ...BEFORE,
  aws_batch_instance_types: ["m5"],
  aws_batch_max_vcpus: 64,
  aws_batch_runnable_timeout_minutes: 60,
};
const CLUSTER: Partial<Variables> = {
  ...CAPACITY,
  eks_cluster_version: "1.35",
  eks_public_cluster_endpoint: false,
  num_azs: 3,
  public_subnets: ["10.1.255.128/26", "10.1.255.192/26", "10.1.255.64/26"],
  private_subnets: ["10.1.0.0/17", "10.1.128.0/18", "10.1.192.0/19"],
};
const AFTER: Partial<Variables> = { ...CLUSTER, aws_batch_doeks_namespace: "research" };

let environment: RunningEnvironment;
let watch: ServiceWatch;
/** Changes that were carried out. */
const applied: Record<string, Changes> = {};
/** Changes that were only planned. */
const planned: Record<string, Changes> = {};
let skippedVersion: unknown;
let jobs: readonly JobDetail[];

beforeAll(async () => {
  jest.spyOn(console, "log").mockImplementation();
  environment = await RunningEnvironment.start(0.1);
  await environment.deploy(BEFORE, "cluster");
  [, skippedVersion] = await Promise.all([
    environment.deploy(BEFORE, "system", "batch"),
    environment
      .deploy({ ...BEFORE, eks_cluster_version: "1.36" }, "cluster")
      .catch((error: unknown) => error),
  ]);

  watch = new ServiceWatch({
    clients: environment.clients,
    clusterName: "doeks-aws-batch",
    queueNames: [ON_DEMAND, SPOT],
    jobDefinition: "doeks-hello-world",
  });
  const startLongJobs = (): Promise<unknown> =>
    Promise.all([ON_DEMAND, SPOT].map((queue) => watch.submit(queue, "sleep 40")));

  await startLongJobs();
  [applied.capacity, applied.cluster] = await Promise.all([
    environment.deploy(CAPACITY, "batch").then(({ batch }) => batch),
    environment.deploy(CLUSTER, "cluster").then(async ({ cluster }) => {
      planned.nodeVersion = await environment.plan({ ...CAPACITY, eks_cluster_version: "1.35" }, "system");
      return cluster;
    }),
  ]);
  await startLongJobs();
  [{ system: applied.nodes, batch: applied.namespaceAndVersion }, planned.tags, planned.olderVersion] =
    await Promise.all([
      environment.deploy(AFTER, "system", "batch"),
      environment.plan({ ...AFTER, tags: { team: "research" } }, "cluster"),
      environment.plan({ ...AFTER, eks_cluster_version: "1.34" }, "cluster"),
    ]);
  jobs = await watch.stop();
});

afterAll(async () => {
  jest.restoreAllMocks();
  await environment?.stop();
});

describe("while everything changed", () => {
  it("the queues and their environments, and the nodes, were there to serve at every moment", () =>
    expect([...watch.lapses]).toEqual([]));

  it("every job succeeded, those that ran in an environment that was replaced among them", () => {
    expect(jobs.length).toBeGreaterThan(8);
    expect(jobs.filter(({ status }) => status !== "SUCCEEDED")).toEqual([]);
  });

  it("the Spot queue was fed by three environments in turn, the On-Demand queue by two, and the nodes were replaced once", () => {
    const counts = [...watch.history].map(([what, names]) => `${what}: ${names.length}`);
    expect(counts.sort()).toEqual([`${ON_DEMAND}: 2`, `${SPOT}: 3`, "nodes: 2"]);
  });
});

it("other instance types and vCPUs, and another time limit: in place, but for a new Spot environment", () =>
  expect(applied.capacity).toEqual([
    "replace aws_batch_compute_environment.spot-environment (cannot_update)",
    "update aws_batch_compute_environment.on-demand-environment",
    "update aws_batch_job_queue.on-demand-queue",
    "update aws_batch_job_queue.spot-queue",
  ]));

it("a newer version, another endpoint and a third zone: the cluster is updated in place", () =>
  expect(applied.cluster).toEqual([
    "create aws_route_table_association.vpc_private_association-2",
    "create aws_route_table_association.vpc_public_association-2",
    "create aws_subnet.vpc_private_subnet-2",
    "create aws_subnet.vpc_public_subnet-2",
    "update aws_eks_cluster.eks_cluster",
  ]));

it("a newer version would be given to the managed nodes in place", () =>
  expect(planned.nodeVersion).toEqual(["update aws_eks_node_group.nodes_node-group"]));

it("a third zone: there is a new node group", () =>
  expect(applied.nodes).toEqual(["replace aws_eks_node_group.nodes_node-group (cannot_update)"]));

it("another namespace, version and zone: there are new environments, of a new version of the launch template", () =>
  expect(applied.namespaceAndVersion).toEqual([
    "replace aws_batch_compute_environment.on-demand-environment (cannot_update)",
    "replace aws_batch_compute_environment.spot-environment (cannot_update)",
    "update aws_batch_job_queue.on-demand-queue",
    "update aws_batch_job_queue.spot-queue",
    "update aws_launch_template.nodes_launch-template",
  ]));

it("other tags would replace nothing in stack cluster", () => {
  expect(planned.tags).toContain("update aws_eks_cluster.eks_cluster");
  expect(planned.tags!.filter((change) => /^(delete|replace)/.test(change))).toEqual([]);
});

describe.each([
  ["the namespace", { aws_batch_doeks_namespace: "other" }, ["cannot_update", "cannot_update"]],
  ["the version", { eks_cluster_version: "1.36" }, ["cannot_update", "cannot_update"]],
  ["the minimum of vCPUs", { aws_batch_min_vcpus: 2 }, []],
])("another value of %s alone", (_, change, reasons) => {
  it(`would replace ${reasons.length} environments`, async () => {
    const changes = await environment.plan({ ...AFTER, ...change }, "batch");
    const environments = changes.filter((line) => line.includes("aws_batch_compute_environment"));
    expect(environments.map((line) => /^replace .* \((.*)\)$/.exec(line)?.[1]).filter(Boolean)).toEqual(
      reasons,
    );
    expect(environments).toHaveLength(2);
  });
});

it("afterwards there is nothing left to change", async () =>
  expect(await environment.plan(AFTER, "batch")).toEqual([]));

describe("what is refused says why", () => {
  it("EKS: a version that leaves one out", () => {
    expect(skippedVersion).toBeInstanceOf(TerraformError);
    expect((skippedVersion as TerraformError).diagnostics[0]!.summary).toContain(
      "Unsupported Kubernetes minor version update from 1.34 to 1.36",
    );
  });

  it("an older version would be asked of EKS, which refuses it, and is never a new cluster", () =>
    expect(planned.olderVersion).toEqual(["update aws_eks_cluster.eks_cluster"]));

  it("before anything begins: a namespace that AWS Batch does not take", () =>
    expect(problemsOf({ aws_batch_doeks_namespace: "kube-system" })).toEqual([
      expect.stringContaining('must not be "default" or begin with "kube-"'),
    ]));

  it("before anything begins: a zone without its subnets", () =>
    expect(problemsOf({ num_azs: 3 })).toEqual([
      expect.stringContaining("public_subnets must have one block for each of the num_azs (3) zones, got 2"),
      expect.stringContaining("private_subnets must have one block for each of the num_azs (3) zones, got 2"),
    ]));
});

describe("alerts", () => {
  let subscriber: TopicSubscriber;

  beforeAll(async () => {
    const { sns } = environment.clients;
    const { Topics = [] } = await sns.send(new ListTopicsCommand({}));
    expect(Topics).toHaveLength(1);
    subscriber = await TopicSubscriber.start(sns, Topics[0]!.TopicArn!);
  });

  afterAll(() => subscriber.stop());

  async function message(about: string): Promise<string> {
    for (;;) {
      const found = subscriber.received.find(({ Message }) => Message.includes(about));
      if (found) return found.Message;
      await sleep(100);
    }
  }

  it("tell of a job that failed, and of a queue that is blocked, with the reason and the next step", async () => {
    const failed = await watch.submit(ON_DEMAND, "exit 3");
    expect(await message(failed)).toMatch(
      new RegExp(
        `^"Job watch failed at .*: .+"\n"Its queue is .*${ON_DEMAND}."\n".*npm run job -- why ${failed}"$`,
      ),
    );
    const tooLarge = await watch.submit(SPOT, "true", "512");
    expect(await message(tooLarge)).toMatch(
      /^"Queue .* is blocked since .*: MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX/,
    );
    await environment.clients.batch.send(new TerminateJobCommand({ jobId: tooLarge, reason: "seen" }));
  });
});

describe("install.sh, for a changed variable that replaces something,", () => {
  beforeAll(() => environment.setVariables({ ...AFTER, aws_batch_doeks_jd_name: "renamed" }));

  it("asks, with the plan, and leaves it alone for a no", async () => {
    const { status, output } = await environment.install("y\nn\n");
    expect(output).toMatch(/^batch +1 to add, 0 to change, 1 to destroy$/m);
    expect(output).toMatch(/^ {2}replace aws_batch_job_definition\.\S+ \(cannot_update\)$/m);
    expect(output).toContain("Destroy or replace these? [y/N]");
    expect(output).toContain("Stack batch was left as it is: the plan was not confirmed.");
    expect(status).toBe(1);
  });

  it("carries it out for a yes, and changes nothing else", async () => {
    const { status, output } = await environment.install("y\ny\n");
    expect(output).toMatch(/^cluster +nothing to change/m);
    expect(output).toMatch(/^2 resources were changed\.$/m);
    expect(status).toBe(0);
  });
});

describe("after a run that ended when it had changed the launch template, and no more,", () => {
  const tagged = { ...AFTER, tags: { team: "research" } };

  beforeAll(async () => {
    expect(await environment.deployOnly(tagged, "batch", "aws_launch_template")).toEqual([
      "update aws_launch_template.nodes_launch-template",
    ]);
  });

  it("the environments are still replaced: their nodes would never come of the new version", async () => {
    const changes = await environment.plan(tagged, "batch");
    expect(changes).toContain("replace aws_batch_compute_environment.on-demand-environment (cannot_update)");
    expect(changes).toContain("replace aws_batch_compute_environment.spot-environment (cannot_update)");
  });

  it("and with two more of them, first those, then these, since AWS Batch allows five", async () => {
    const more = { a: { capacity: "SPOT", instance_types: ["m6i"] }, b: { capacity: "EC2" } } as const;
    const { batch } = await environment.deploy({ ...tagged, aws_batch_compute_environments: more }, "batch");
    expect(batch.filter((change) => / aws_batch_compute_environment/.test(change))).toEqual([
      "create aws_batch_compute_environment.additional-a-environment",
      "create aws_batch_compute_environment.additional-b-environment",
      "replace aws_batch_compute_environment.on-demand-environment (cannot_update)",
      "replace aws_batch_compute_environment.spot-environment (cannot_update)",
    ]);
    expect(console.log).toHaveBeenCalledWith(
      expect.stringContaining(
        "AWS Batch allows 5 environments of a cluster: the plan is carried out in 2 steps",
      ),
    );
  });
});

import type { JobDetail } from "@aws-sdk/client-batch";
import { RunningEnvironment, type Changes } from "../support/lives/running-environment";
import { ServiceWatch } from "../support/lives/service-watch";

/*
 * An environment that commit 9a33f79 made, with jobs in its queues, is updated to what there is now.
 * Whatever is not as it was stands in the changelog. Then its variables change; proofs/changes has more of that. The
 * tests build on each other in order.
 */

const QUEUES = ["doeks-JQ1_OD", "doeks-JQ1_SPOT"];

let environment: RunningEnvironment;
let watch: ServiceWatch;
let jobs: readonly JobDetail[];
let install: { status: number; output: string };
const done: Record<string, Changes> = {};
const order: Record<string, Changes> = {};

beforeAll(async () => {
  jest.spyOn(console, "log").mockImplementation();
  environment = await RunningEnvironment.start(0.1);
  await environment.deployEarlier("cluster");
  await environment.deployEarlier("system", "batch");
  environment.setVariables({});
  install = await environment.install("n\n");

  watch = new ServiceWatch({
    clients: environment.clients,
    clusterName: "doeks-aws-batch",
    queueNames: QUEUES,
    jobDefinition: "doeks-hello-world",
  });
  await Promise.all(QUEUES.map((queue) => watch.submit(queue, "sleep 20")));
  const kept = JSON.parse(environment.variablesText) as object;
  Object.assign(done, await environment.deploy(kept, "cluster", "system", "batch"));
  for (const name of ["cluster", "system", "batch"] as const) order[name] = environment.carriedOut(name);
  jobs = await watch.stop();
});

afterAll(async () => {
  jest.restoreAllMocks();
  await environment?.stop();
});

describe("install.sh", () => {
  it("keeps the version of the cluster, writes it down, and tells of what goes off before the question", () => {
    const [told] = install.output.split("Go on?");
    expect(told).toMatch(
      /^eks_cluster_version stays "1\.35", as deployed, and is written into variables\.json; the default is "1\.36" now\.$/m,
    );
    expect(told).toMatch(/^enable_container_insights was true and becomes false: /m);
    expect(told).toMatch(/^Cluster doeks-aws-batch, Kubernetes 1\.35$/m);
    expect(JSON.parse(environment.variablesText)).toMatchObject({ eks_cluster_version: "1.35" });
  });

  it("changes nothing for a no", () => {
    expect(install.output).toContain("Not confirmed: nothing was created.");
    expect(install.status).toBe(1);
  });
});

describe("the update", () => {
  it("replaces attachments of policies in stack cluster, and nothing else", () =>
    expect(done.cluster).toEqual([
      "replace aws_iam_role_policy_attachment.node-role_AmazonEC2ContainerRegistryPullOnly (cannot_update)",
    ]));

  it("replaces an attachment in stack system, and changes the CloudWatch add-on in place", () =>
    expect(done.system).toEqual([
      "replace aws_iam_role_policy_attachment.ebs-csi_role_AmazonEBSCSIDriverPolicyV2 (cannot_update)",
      "update aws_eks_addon.cloudwatch_addon",
    ]));

  it("replaces an attachment in stack batch, and gives the compute environments an update policy in place", () =>
    expect(done.batch).toEqual([
      "replace aws_iam_role_policy_attachment.nodes_role_AmazonEC2ContainerRegistryPullOnly (cannot_update)",
      "update aws_batch_compute_environment.on-demand-environment",
      "update aws_batch_compute_environment.spot-environment",
    ]));

  it.each(["cluster", "system", "batch"])(
    "attaches each new policy in stack %s before the old one goes",
    (name) =>
      expect(
        order[name]!.filter((line) => line.includes("aws_iam_role_policy_attachment")).map(
          (line) => line.split(" ")[0],
        ),
      ).toEqual(["create", "delete"]),
  );

  it("leaves every job, queue, compute environment and node where it was", () => {
    expect(jobs.filter(({ status }) => status !== "SUCCEEDED")).toEqual([]);
    expect(jobs.length).toBeGreaterThan(2);
    expect([...watch.lapses]).toEqual([]);
    const counts = [...watch.history].map(([what, names]) => `${what}: ${names.length}`);
    expect(counts.sort()).toEqual([...QUEUES.map((queue) => `${queue}: 1`), "nodes: 1"]);
  });

  it("is done with that", async () => {
    const kept = JSON.parse(environment.variablesText) as object;
    expect(await environment.plan(kept, "batch")).toEqual([]);
  });
});

describe("a change of variables after that", () => {
  let changed: Changes;
  let variables: object;

  beforeAll(async () => {
    const capacity = {
      aws_batch_instance_types: ["m5"],
      aws_batch_max_vcpus: 64,
      aws_batch_runnable_timeout_minutes: 60,
    };
    variables = { ...(JSON.parse(environment.variablesText) as object), ...capacity };
    changed = (await environment.deploy(variables, "batch")).batch;
  });

  it("is made in place, but for a new Spot environment", () =>
    expect(changed).toEqual([
      "replace aws_batch_compute_environment.spot-environment (cannot_update)",
      "update aws_batch_compute_environment.on-demand-environment",
      "update aws_batch_job_queue.on-demand-queue",
      "update aws_batch_job_queue.spot-queue",
    ]));

  it("that replaces something is asked for, with the plan, and left alone for a no", async () => {
    environment.setVariables({ ...variables, aws_batch_doeks_jd_name: "renamed" });
    const { status, output } = await environment.install("y\nn\n");
    expect(output).toMatch(/^batch +1 to add, 0 to change, 1 to destroy$/m);
    expect(output).toMatch(/^ {2}replace aws_batch_job_definition\.\S+ \(cannot_update\)$/m);
    expect(output).toContain("Stack batch was left as it is: the plan was not confirmed.");
    expect(status).toBe(1);
  });
});

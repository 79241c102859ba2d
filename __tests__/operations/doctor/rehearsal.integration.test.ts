import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CheckResult } from "../../../src/operations/doctor/check";
import { ControlClient } from "../../../local/gateway/control-client";
import { CLUSTER, told } from "./fakes";
import { createLeftovers, LOG_GROUP } from "./leftovers/leftovers-of-every-kind";
import { REGION, RehearsedDoctor } from "./rehearsed-doctor";
import { stateFile } from "./states";

/*
 * The doctor as a user runs it, against the whole emulator in the environment of a rehearsal. The
 * tests build on each other in order.
 */

let rehearsed: RehearsedDoctor;
const doctor: RehearsedDoctor["run"] = (...args) => rehearsed.run(...args);
const checks: RehearsedDoctor["checks"] = (...args) => rehearsed.checks(...args);

beforeAll(async () => {
  rehearsed = await RehearsedDoctor.start();
});
afterAll(() => rehearsed.stop());

it("finds nothing in the way of an installation in a fresh account, and prints a table", async () => {
  const { status, stdout, stderr } = await doctor([]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toMatch(/^State +Check +Found, and what to do\nok +node +26\.0\.0/);
  expect(stdout).toMatch(/^warning +open endpoint +the Kubernetes API answers the whole internet/m);
  expect(stdout).toMatch(/^warning +Spot role +AWSServiceRoleForEC2Spot is missing/m);
  expect(stdout).toMatch(/^warning +vCPUs On-Demand +5 allowed, 260 wanted/m);
  expect(stdout).toMatch(/^22 ok, 4 warnings, 0 failed, 0 could not be checked\.$/m);
  expect(stdout).not.toContain("\u001b");
});

it("creates the Spot role with --fix, once", async () => {
  expect(told(await checks(["--fix"]), "Spot role")).toMatch(/^ok: .*created now$/);
  expect(told(await checks(["--fix"]), "Spot role")).toBe("ok: AWSServiceRoleForEC2Spot exists");
});

it("survives a call that is throttled or broken, and tells what stays so", async () => {
  const control = new ControlClient(rehearsed.emulator);
  await control.orderFault({ service: "sts", action: "GetCallerIdentity", error: "throttling", count: 1 });
  await control.orderFault({ service: "eks", action: "DescribeClusterVersions", error: "500", count: 2 });
  await control.orderFault({ service: "kms", action: "ListAliases", error: "500", count: 3 });
  await control.orderFault({
    service: "ec2",
    action: "DescribeAddresses",
    error: "connection-reset",
    count: 3,
  });
  const results = await checks();
  expect(told(results, "credentials")).toMatch(/^ok/);
  expect(told(results, "Kubernetes version")).toMatch(/^ok/);
  expect(told(results, "leftover KMS alias")).toMatch(/^could not check: InternalFailure/);
  expect(told(results, "Elastic IPs")).toMatch(/^could not check: the endpoint was not reached \(ECONNRESET/);
});

it("explains refused and missing credentials, and fails", async () => {
  const [refused, none] = await Promise.all([
    doctor([], { AWS_ACCESS_KEY_ID: "AKIASOMEBODYELSE" }),
    checks([], { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" }),
  ]);
  expect(refused.status).toBe(1);
  expect(refused.stdout).toMatch(/^failed +credentials +AWS does not know them/m);
  expect(refused.stdout).toMatch(
    /20 ok|could not check +everything in AWS +needs credentials that AWS accepts/,
  );
  expect(told(none, "credentials")).toMatch(/^failed: there are none[^]*aws sso login/);
});

it("works in the region of the variables file whatever the shell's is, and warns of it", async () => {
  const results = await checks([], { AWS_REGION: "eu-west-1", AWS_DEFAULT_REGION: "" });
  expect(told(results, "region of this shell")).toMatch(
    /^warning: AWS_REGION is eu-west-1, but aws_region is us/,
  );
  expect(told(results, "availability zones")).toContain("us-east-1a");
});

it("fails in an account that is not allowed, and on a wrong command line with status 2", async () => {
  const [results, wrong, help] = await Promise.all([
    checks([], { ALLOWED_ACCOUNT_ID: "999999999999" }),
    doctor(["--deploid"]),
    doctor(["--help"]),
  ]);
  expect(told(results, "credentials")).toMatch(/^failed: account 123456789012 /);
  expect(wrong).toMatchObject({ status: 2, stdout: "" });
  expect(wrong.stderr).toMatch(/^error: unknown option '--deploid'[^]*Usage: npm run doctor -- /);
  expect(help).toMatchObject({ status: 0, stderr: "" });
});

describe("with leftovers of every kind", () => {
  let arn: string;
  beforeAll(async () => {
    arn = await createLeftovers(rehearsed.client);
  });

  it("fails on each that would stop an installation, with the commands that remove and import it", async () => {
    const { status, stdout } = await doctor(["--json"]);
    expect(status).toBe(1);
    const { checks: results, failed } = JSON.parse(stdout) as { checks: CheckResult[]; failed: boolean };
    expect(failed).toBe(true);
    for (const [check, remove, id] of [
      ["leftover cluster", `aws eks delete-cluster --name ${CLUSTER}`, CLUSTER],
      ["leftover log groups", `aws logs delete-log-group --log-group-name ${LOG_GROUP}`, LOG_GROUP],
      [
        "leftover KMS alias",
        `aws kms delete-alias --alias-name alias/eks/${CLUSTER}`,
        `alias/eks/${CLUSTER}`,
      ],
      ["leftover job queues", "aws batch delete-job-queue --job-queue doeks-JQ1_OD", arn],
    ] as const) {
      const text = told(results, check);
      expect(text).toMatch(/^failed: .*: installing would fail/);
      expect(text).toContain(`${remove} --region ${REGION}`);
      expect(text).toMatch(new RegExp(`terraform -chdir=cdktf.out/stacks/\\w+ import \\S+ ${id}$`, "m"));
    }
    expect(told(results, "leftover environments")).toMatch(
      /^warning: compute environment doeks-CE1_OD-1 exists/,
    );
    expect(told(results, "leftover IAM roles")).toMatch(
      /^warning: IAM role doeks-aws-batch-cluster-1 exists/,
    );
  });

  it("finds nothing in the way once the state owns them", async () => {
    const directory = join(rehearsed.root, "state", REGION, CLUSTER);
    mkdirSync(directory, { recursive: true });
    const owned = {
      aws_eks_cluster: [{ id: CLUSTER }],
      aws_cloudwatch_log_group: [{ id: LOG_GROUP }],
      aws_kms_alias: [{ id: `alias/eks/${CLUSTER}` }],
      aws_iam_role: [{ id: `${CLUSTER}-cluster-1` }],
      aws_batch_job_queue: [{ id: arn, arn }],
      aws_batch_compute_environment: [{ id: "doeks-CE1_OD-1" }],
    };
    writeFileSync(join(directory, "cluster.tfstate"), stateFile(owned));
    const leftovers = (await checks()).filter(({ check }) => check.startsWith("leftover"));
    expect(leftovers.map(({ state }) => state)).toEqual(["ok", "ok", "ok", "ok", "ok", "ok"]);
  });

  it("tells the health of what is there with --deployed, and that Kubernetes could not be asked", async () => {
    const results = await checks(["--deployed"]);
    expect(told(results, "cluster")).toBe(`ok: ${CLUSTER} is ACTIVE and runs Kubernetes 1.36`);
    expect(told(results, "cluster endpoint")).toMatch(/^could not check: this rehearsal has no Kubernetes/);
    expect(told(results, "nodes")).toMatch(/^could not check/);
    expect(told(results, "node group")).toMatch(/^failed: .*has none/);
    expect(told(results, "add-on coredns")).toMatch(/^failed: is not installed/);
    expect(told(results, "queue On-Demand")).toBe("ok: doeks-JQ1_OD is VALID and ENABLED: JobQueue Healthy");
    expect(told(results, "queue Spot")).toMatch(/^failed: there is no job queue/);
    expect(told(results, "log groups")).toMatch(/^failed: missing: \/aws\/containerinsights/);
  });
});

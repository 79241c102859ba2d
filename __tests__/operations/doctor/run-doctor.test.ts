import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Report } from "../../../src/operations/doctor/report";
import { S3Store } from "../../../src/operations/state/stores/s3-store";
import { runDoctor } from "../../../src/operations/doctor/run-doctor";
import { ACCOUNT, awsError, fakeClients, fakeCommands, told, type Answers } from "./fakes";
import { stateFile } from "./states";

const run = fakeCommands([
  [/^(node|npm|terraform|aws) /, { stdout: "20.0.0" }],
  [/^kubectl/, { stdout: "1.30.0" }],
]);

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), "doctor-run-"))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function doctor(
  answers: Answers,
  { content = "{}", deployed = false, withoutTools = false } = {},
): Promise<Report> {
  const file = join(directory, "variables.json");
  writeFileSync(file, content);
  return runDoctor({
    deployed,
    withoutTools,
    env: { VARIABLES_FILE: file, STATE_ROOT: directory, AWS_CONFIG_FILE: file, HOME: directory },
    clientsOf: (region) => fakeClients(answers, region),
    run,
  });
}

const identity = { Account: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:user/jo` };
const regions = { Regions: [{ RegionName: "us-east-1", OptInStatus: "opt-in-not-required" }] };

it("tells every problem of the variables file, and asks AWS nothing then", async () => {
  const report = await doctor({}, { content: '{"aws_region": "moon", "num_azs": 1, "num_asz": 2}' });
  const text = told(report.results, "variables");
  expect(text).toMatch(/^failed: .*variables\.json has 3 problems\n/);
  expect(text).toMatch(/aws_region must be[^]*num_azs must be/);
  expect(text).toContain("num_asz is not a variable; did you mean num_azs?");
  expect(told(report.results, "AWS")).toBe("could not check: needs variables without a problem");
  expect(report.hasFailed).toBe(true);
});

it("starts none of the tools where somebody looked at them before", async () => {
  const checks = async (withoutTools: boolean): Promise<string[]> =>
    (await doctor({}, { withoutTools })).results.map(({ check }) => check);
  const tools = ["node", "npm", "terraform", "aws", "kubectl"];
  expect(await checks(false)).toEqual([...tools, ...(await checks(true))]);
});

it.each([
  [{}, true],
  [{ eks_public_access_cidrs: ["203.0.113.0/24"] }, false],
  [{ eks_public_cluster_endpoint: false }, false],
])("warns of an endpoint that is open to the whole internet (%j: %s)", async (content, isOpen) => {
  const { results } = await doctor({}, { content: JSON.stringify(content) });
  if (!isOpen) return expect(results.map(({ check }) => check)).not.toContain("open endpoint");
  expect(told(results, "open endpoint")).toMatch(/^warning: the Kubernetes API answers the whole internet/);
});

it.each([
  [
    "a fourth environment beside a fallback queue",
    { a: { capacity: "SPOT" }, b: { capacity: "EC2" } },
    true,
    2,
  ],
  [
    "a fifth environment",
    { a: { capacity: "SPOT" }, b: { capacity: "EC2" }, c: { capacity: "EC2" } },
    false,
    1,
  ],
])("warns that nothing could be replaced with %s", async (_, environments, fallback, more) => {
  const content = { aws_batch_compute_environments: environments, aws_batch_spot_fallback: fallback };
  const { results } = await doctor({}, { content: JSON.stringify(content) });
  expect(told(results, "room for environments")).toMatch(
    new RegExp(`^warning: \\d of the 5 that AWS Batch allows of a cluster, and up to ${more} more while`),
  );
  const fewer = { ...content, aws_batch_compute_environments: { a: { capacity: "SPOT" } } };
  const { results: roomy } = await doctor({}, { content: JSON.stringify(fewer) });
  expect(roomy.map(({ check }) => check)).not.toContain("room for environments");
});

it("tells once, not for every check, that credentials are needed", async () => {
  const report = await doctor({ GetCallerIdentity: awsError("ExpiredToken") });
  expect(report.count("failed")).toBe(1);
  expect(report.count("could not check")).toBe(1);
  expect(told(report.results, "everything in AWS")).toBe(
    "could not check: needs credentials that AWS accepts",
  );
});

it("asks nothing in a region that is not there, but for what is of the account", async () => {
  const answers = {
    GetCallerIdentity: identity,
    DescribeRegions: regions,
    GetRole: { Role: {} },
  };
  const report = await doctor(answers, { content: '{"aws_region": "eu-west-9"}' });
  expect(told(report.results, "region")).toMatch(/^failed: there is no region eu-west-9/);
  expect(told(report.results, "Spot role")).toMatch(/^ok/);
  expect(told(report.results, "everything in the region")).toBe(
    "could not check: needs a region that exists",
  );
});

it("fails when the environment's resources are in another state than the variables want", async () => {
  mkdirSync(join(directory, "us-east-1", "doeks-aws-batch"), { recursive: true });
  const state = join(directory, "us-east-1", "doeks-aws-batch", "cluster.tfstate");
  writeFileSync(state, stateFile({ aws_vpc: [{ id: "vpc-1" }] }));
  const list = jest.spyOn(S3Store.prototype, "list").mockResolvedValue([]);
  const read = jest.spyOn(S3Store.prototype, "read").mockResolvedValue(undefined);
  const content = '{"state_bucket": "team-states"}';
  const report = await doctor({ GetCallerIdentity: awsError("ExpiredToken") }, { content });
  expect(told(report.results, "Terraform state")).toBe(
    `failed: 1 resources of this environment are in another state, files below ${directory}\n` +
      "Bring that state here: npm run state:move\n" +
      "Or let state_bucket, state_region and state_prefix name that place.",
  );
  list.mockRestore();
  read.mockRestore();
});

it("makes whatever a check did not expect a check that could not be made", async () => {
  const report = await doctor({ GetCallerIdentity: identity, DescribeRegions: regions });
  expect(report.hasFailed).toBe(false);
  const broken = report.results.filter(({ state }) => state === "could not check");
  expect(broken.map(({ check }) => check)).toEqual([
    "Spot role",
    "managed policies",
    "availability zones",
    "Kubernetes version",
    "instance types",
    "leftover cluster",
    "leftover VPC",
    "leftover log groups",
    "leftover KMS alias",
    "leftover job queues",
    "leftover environments",
    "leftover IAM roles",
    "vCPUs On-Demand",
    "vCPUs Spot",
    "Elastic IPs",
    "VPCs",
  ]);
  expect(broken.every(({ found }) => found.startsWith("The test has no answer to"))).toBe(true);
});

it("looks at the environment instead of leftovers with --deployed", async () => {
  const answers = {
    GetCallerIdentity: identity,
    DescribeRegions: regions,
    DescribeCluster: awsError("ResourceNotFoundException"),
  };
  const { results } = await doctor(answers, { deployed: true });
  expect(told(results, "cluster")).toMatch(/^failed: there is no EKS cluster/);
  expect(results.filter(({ check }) => check.startsWith("leftover"))).toEqual([]);
});

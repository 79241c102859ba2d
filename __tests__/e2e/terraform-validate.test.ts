import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { findProviderMirror, mirrorConfiguration } from "../../local/provider-mirror";
import { AWS_PROVIDER_VERSION } from "../../local/rehearsal";
import { addBlueprint } from "../../src/blueprint";
import { parseVariables } from "../../src/load-variables";
import { Environment } from "../../src/stacks/environment";

const directory = mkdtempSync(join(tmpdir(), "validate-"));
const environment: NodeJS.ProcessEnv = { ...process.env, CHECKPOINT_DISABLE: "1" };

beforeAll(() => {
  const mirror = findProviderMirror(AWS_PROVIDER_VERSION);
  if (mirror === undefined) return;
  environment.TF_CLI_CONFIG_FILE = join(directory, "terraform.rc");
  writeFileSync(environment.TF_CLI_CONFIG_FILE, mirrorConfiguration(mirror));
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

const THREE_ZONES = JSON.stringify({
  aws_region: "us-gov-west-1",
  num_azs: 3,
  public_subnets: ["10.1.252.0/24", "10.1.253.0/24", "10.1.254.0/24"],
  private_subnets: ["10.1.0.0/18", "10.1.64.0/18", "10.1.128.0/18"],
  eks_public_cluster_endpoint: false,
  tags: { "cost centre": "Größe/42", Team: "batch" },
});

const ACCESS_AND_NETWORK = JSON.stringify({
  single_nat_gateway: false,
  enable_s3_endpoint: true,
  enable_flow_logs: true,
  eks_public_access_cidrs: ["203.0.113.0/24"],
  eks_admin_principal_arns: ["arn:aws:iam::111122223333:role/teams/platform"],
  eks_viewer_principal_arns: ["arn:aws:iam::111122223333:user/auditor@example.com"],
});

const STACKS = ["cluster", "system", "batch"];

/** Every option that adds resources or attributes to stack batch. */
const ALL_OF_BATCH = JSON.stringify({
  aws_batch_compute_environments: {
    graviton: { capacity: "SPOT", instance_types: ["m8g"] },
    big: {
      capacity: "EC2",
      instance_types: ["r7i"],
      priority: 5,
      root_volume_gib: 200,
      tags: { team: "research" },
    },
  },
  aws_batch_spot_fallback: true,
  aws_batch_gpu_instance_types: ["g6"],
  aws_batch_example_job_definitions: true,
  aws_batch_fair_share: { research: 0.5, "team*": 1 },
});

describe.each([
  ["the defaults", "{}", STACKS],
  ["who gets in, NAT for each zone, endpoint and flow logs", ACCESS_AND_NETWORK, ["cluster"]],
  ["all of AWS Batch", ALL_OF_BATCH, ["batch"]],
  ["three zones, GovCloud, tags, no public endpoint", THREE_ZONES, STACKS],
])("with %s", (title, variables, stacks) => {
  const outdir = join(directory, title.replace(/\W+/g, "-"));

  beforeAll(() => {
    const app = new App({ outdir });
    addBlueprint(app, new Environment(parseVariables(variables, "variables.json"), join(directory, "state")));
    app.synth();
  });

  it.each(stacks)(
    "Terraform and the AWS provider accept stack %s without an error or a warning",
    (stack) => {
      const cwd = join(outdir, "stacks", stack);
      execFileSync("terraform", ["init", "-backend=false", "-input=false"], { cwd, env: environment });
      const { stdout } = spawnSync("terraform", ["validate", "-json"], { cwd, env: environment });
      expect(JSON.parse(stdout.toString())).toMatchObject({ valid: true, diagnostics: [] });
    },
    120_000,
  );
});

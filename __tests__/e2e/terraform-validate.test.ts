import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { AWS_PROVIDER, findProviderMirror, mirrorConfiguration } from "../../local/rehearsal/provider-mirror";
import { addBlueprint } from "../../src/blueprint";
import { parseVariables } from "../../src/model/load-variables";
import { Environment } from "../../src/stacks/environment";
import { acceptedVariables } from "../support/arbitrary/variables";
import { AttachedProvider } from "../../tools/attached-provider/attached-provider";
import { drawn } from "../support/property";
import { execute, type Finished } from "../support/lives/user-shell";

/** Those that need no provider but AWS's. */
const STACKS = ["cluster", "system", "batch"];

const directory = mkdtempSync(join(tmpdir(), "validate-"));
const environment: NodeJS.ProcessEnv = { ...process.env, CHECKPOINT_DISABLE: "1" };

let provider: AttachedProvider | undefined;

beforeAll(async () => {
  const mirror = findProviderMirror(AWS_PROVIDER);
  if (mirror === undefined) return;
  environment.TF_CLI_CONFIG_FILE = join(directory, "terraform.rc");
  writeFileSync(environment.TF_CLI_CONFIG_FILE, mirrorConfiguration(new Map([[AWS_PROVIDER, mirror]])));
  provider = await AttachedProvider.start(environment);
  if (provider) environment.TF_REATTACH_PROVIDERS = provider.reattach;
});

afterAll(async () => {
  await provider?.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** Another partition, no public endpoint, and state in S3. */
const THREE_ZONES = JSON.stringify({
  aws_region: "us-gov-west-1",
  num_azs: 3,
  public_subnets: ["10.1.252.0/24", "10.1.253.0/24", "10.1.254.0/24"],
  private_subnets: ["10.1.0.0/18", "10.1.64.0/18", "10.1.128.0/18"],
  eks_public_cluster_endpoint: false,
  tags: { "cost centre": "Größe/42", Team: "batch" },
  state_bucket: "team-states",
});

/** Who gets in, NAT for each zone, and flow logs. */
const ACCESS_AND_NETWORK = JSON.stringify({
  single_nat_gateway: false,
  enable_s3_endpoint: true,
  enable_flow_logs: true,
  eks_public_access_cidrs: ["203.0.113.0/24"],
  eks_admin_principal_arns: ["arn:aws:iam::111122223333:role/teams/platform"],
  eks_viewer_principal_arns: ["arn:aws:iam::111122223333:user/auditor@example.com"],
});

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

const WITH_OPTIONS = [THREE_ZONES, ACCESS_AND_NETWORK, ALL_OF_BATCH];

function synthesize(variables: string, outdir: string): void {
  const app = new App({ outdir });
  addBlueprint(app, new Environment(parseVariables(variables, "variables.json"), join(directory, "state")));
  app.synth();
}

describe("with the defaults", () => {
  const outdir = join(directory, "defaults");

  beforeAll(() => synthesize("{}", outdir));

  it.each(STACKS)("Terraform and the AWS provider accept stack %s without an error or a warning", (stack) =>
    expectValid(join(outdir, "stacks", stack)),
  );
});

const GENERATED_SETS = 8;

it(`they accept the stacks with every option, and those of ${GENERATED_SETS} generated sets of variables`, async () => {
  const root = join(directory, "modules");
  mkdirSync(root);
  const generated = drawn(GENERATED_SETS, acceptedVariables).map((variables) => JSON.stringify(variables));
  // All as modules of one configuration, so that Terraform and the provider start once. Every
  // provider block would start another one; the tests above have theirs.
  const modules = [...WITH_OPTIONS, ...generated].flatMap((variables, index) => {
    const set = `set-${index}`;
    synthesize(variables, join(root, set));
    return STACKS.map((stack) => {
      const source = join(".", set, "stacks", stack);
      withoutProvider(join(root, source, "cdk.tf.json"));
      return [`${stack}-${set}`, { source: `./${source}` }] as const;
    });
  });
  const configuration = { provider: { aws: { region: "us-east-1" } }, module: Object.fromEntries(modules) };
  writeFileSync(join(root, "main.tf.json"), JSON.stringify(configuration));
  await expectValid(root);
});

async function expectValid(cwd: string): Promise<void> {
  const terraform = (...args: string[]): Promise<Finished> => execute("terraform", args, environment, cwd);
  expect(await terraform("init", "-backend=false", "-input=false")).toMatchObject({ status: 0 });
  const { output } = await terraform("validate", "-json");
  expect(JSON.parse(output)).toMatchObject({ valid: true, diagnostics: [] });
}

/** What a module cannot have, and what it gets from its parent. */
function withoutProvider(file: string): void {
  const { provider, terraform, ...configuration } = JSON.parse(readFileSync(file, "utf8")) as {
    provider: object;
    terraform: { backend: unknown };
  };
  expect(Object.keys(provider)).toEqual(["aws"]);
  const { backend, ...settings } = terraform;
  expect(backend).toBeDefined();
  writeFileSync(file, JSON.stringify({ ...configuration, terraform: settings }));
}

import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { App, TerraformStack } from "cdktf";
import { Environment } from "../../src/stacks/environment";
import type { Variables } from "../../src/model/variables";
import { CHANGED_VARIABLES } from "../support/changed-variables";
import { synthesize } from "../support/synthesize";
import { parse } from "../support/variables";

describe("the partition follows the region", () => {
  it.each([
    ["us-east-1", "aws"],
    ["cn-north-1", "aws-cn"],
    ["us-gov-west-1", "aws-us-gov"],
  ])("%s is in %s", (aws_region, partition) =>
    expect(new Environment(parse({ aws_region }), "state").partition).toBe(partition),
  );
});

describe("the tags", () => {
  it("are Blueprint with the cluster's name", () =>
    expect(new Environment(parse({}), "state").tags).toEqual({ Blueprint: "doeks-aws-batch" }));

  it("are the user's too, but Blueprint wins", () =>
    expect(new Environment(CHANGED_VARIABLES, "state").tags).toEqual({ team: "research", Blueprint: "ml" }));

  it.each(["cluster", "system", "batch"] as const)("are those of all resources of stack %s", (stack) =>
    expect(synthesize(CHANGED_VARIABLES)[stack].providers.aws).toEqual([
      { region: "eu-west-1", default_tags: [{ tags: { team: "research", Blueprint: "ml" } }] },
    ]),
  );
});

describe("the state", () => {
  const STACKS = ["cluster", "kubernetes", "system", "batch"] as const;
  const readers = ["kubernetes", "system", "batch"] as const;
  const remoteState = (stack: { readonly text: string }): unknown =>
    (JSON.parse(stack.text) as { data: Record<string, Record<string, unknown>> }).data
      .terraform_remote_state!["cross-stack-reference-input-cluster"];

  it.each(STACKS)("of stack %s has its own file for region and cluster, by a relative path", (stack) => {
    expect(synthesize()[stack].terraform.backend).toEqual({
      local: { path: `../../../state/us-east-1/doeks-aws-batch/${stack}.tfstate` },
    });
    const other = { aws_region: "eu-west-1", eks_cluster_name: "ml" };
    expect(synthesize(other)[stack].terraform.backend).toEqual({
      local: { path: `../../../state/eu-west-1/ml/${stack}.tfstate` },
    });
  });

  it.each(readers)("of stack cluster is read by %s, from its file", (stack) =>
    expect(remoteState(synthesize()[stack])).toEqual({
      backend: "local",
      config: { path: "../../../state/us-east-1/doeks-aws-batch/cluster.tfstate" },
      workspace: "${terraform.workspace}",
    }),
  );

  describe("with a bucket", () => {
    const SHARED = { state_bucket: "team-states", state_region: "eu-central-1", state_prefix: "batch/prod" };
    const inBucket = (stack: string): object => ({
      bucket: "team-states",
      region: "eu-central-1",
      key: `batch/prod/us-east-1/doeks-aws-batch/${stack}.tfstate`,
      encrypt: true,
      use_lockfile: true,
    });

    it.each(STACKS)("of stack %s is in it, encrypted, and locked by an object beside it", (stack) =>
      expect(synthesize(SHARED)[stack].terraform.backend).toEqual({ s3: inBucket(stack) }),
    );

    it.each(readers)("of stack cluster is read by %s from there", (stack) =>
      expect(remoteState(synthesize(SHARED)[stack])).toEqual({
        backend: "s3",
        config: inBucket("cluster"),
        workspace: "${terraform.workspace}",
      }),
    );

    it("is in the environment's region unless another is named", () =>
      expect(
        synthesize({ state_bucket: "team-states", aws_region: "cn-north-1" }).cluster.terraform.backend,
      ).toMatchObject({
        s3: { region: "cn-north-1", key: "aws-batch-on-eks/cn-north-1/doeks-aws-batch/cluster.tfstate" },
      }));
  });
});

describe("Terraform's memory of where the state was", () => {
  const directory = mkdtempSync(join(tmpdir(), "environment-"));
  const outdir = join(directory, "cdktf.out");
  const memory = join(outdir, "stacks", "cluster", ".terraform", "terraform.tfstate");
  const provider = join(dirname(memory), "providers", "aws");
  const OLD_PATH = "../../../state/us-east-1/doeks-aws-batch/cluster.tfstate";

  afterAll(() => rmSync(directory, { recursive: true }));

  function remember(content: unknown): void {
    mkdirSync(dirname(provider), { recursive: true });
    writeFileSync(provider, "binary");
    writeFileSync(memory, JSON.stringify(content));
  }

  function useState(aws_region: string, more: Partial<Variables> = {}): void {
    const stack = new TerraformStack(new App({ outdir }), "cluster");
    new Environment(parse({ aws_region, ...more }), join(directory, "state")).useBackend(stack);
  }

  it("goes when the region changes, and nothing else with it", () => {
    remember({ version: 3, backend: { type: "local", config: { path: OLD_PATH } } });
    useState("eu-west-1");
    expect(existsSync(memory)).toBe(false);
    expect(existsSync(provider)).toBe(true);
  });

  it("stays for the same region", () => {
    remember({ version: 3, backend: { type: "local", config: { path: OLD_PATH } } });
    useState("us-east-1");
    expect(existsSync(memory)).toBe(true);
  });

  const inBucket = (bucket: string, region: string): object => ({
    version: 3,
    backend: {
      type: "s3",
      config: { bucket, key: `aws-batch-on-eks/${region}/doeks-aws-batch/cluster.tfstate` },
    },
  });

  it.each([
    ["a bucket", "states", inBucket("states", "us-east-1")],
    ["a bucket", null, inBucket("states", "us-east-1")],
    ["files", "states", { version: 3, backend: { type: "local", config: { path: OLD_PATH } } }],
  ])("goes when another environment's was in %s (bucket now: %s)", (_, state_bucket, content) => {
    remember(content);
    useState("eu-west-1", { state_bucket });
    expect(existsSync(memory)).toBe(false);
  });

  it.each([
    ["files", "states", { version: 3, backend: { type: "local", config: { path: OLD_PATH } } }],
    ["a bucket", null, inBucket("states", "us-east-1")],
    ["another bucket", "states", inBucket("others", "us-east-1")],
  ])(
    "stays when this environment's was in %s (bucket now: %s): it must be moved",
    (_, state_bucket, content) => {
      remember(content);
      useState("us-east-1", { state_bucket });
      expect(existsSync(memory)).toBe(true);
    },
  );

  it("stays when the state was in no place that this project knows: its owner must decide", () => {
    remember({ version: 3, backend: { type: "remote", config: { organization: "o" } } });
    useState("eu-west-1");
    expect(existsSync(memory)).toBe(true);
  });

  it("stays when it names no place", () => {
    remember({ version: 3 });
    useState("eu-west-1");
    expect(existsSync(memory)).toBe(true);
  });

  it("may be missing", () => {
    rmSync(memory, { force: true });
    useState("eu-west-1");
    expect(existsSync(provider)).toBe(true);
  });
});

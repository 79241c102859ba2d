import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { App, TerraformStack } from "cdktf";
import { Environment } from "../../src/stacks/environment";
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

  it.each(STACKS)("of stack %s has its own file for region and cluster, by a relative path", (stack) => {
    expect(synthesize()[stack].terraform.backend).toEqual({
      local: { path: `../../../state/us-east-1/doeks-aws-batch/${stack}.tfstate` },
    });
    expect(synthesize(CHANGED_VARIABLES)[stack].terraform.backend).toEqual({
      local: { path: `../../../state/eu-west-1/ml/${stack}.tfstate` },
    });
  });

  it.each(["kubernetes", "system", "batch"] as const)(
    "of stack cluster is read by %s, from its file",
    (stack) =>
      expect(JSON.parse(synthesize()[stack].text)).toHaveProperty(
        ["data", "terraform_remote_state"],
        expect.objectContaining({
          "cross-stack-reference-input-cluster": {
            backend: "local",
            config: { path: "../../../state/us-east-1/doeks-aws-batch/cluster.tfstate" },
            workspace: "${terraform.workspace}",
          },
        }),
      ),
  );
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

  function useState(aws_region: string): void {
    const stack = new TerraformStack(new App({ outdir }), "cluster");
    new Environment(parse({ aws_region }), join(directory, "state")).useLocalState(stack);
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

  it("stays when the state was elsewhere than in a local file: its owner must decide", () => {
    remember({ version: 3, backend: { type: "s3", config: { bucket: "states" } } });
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

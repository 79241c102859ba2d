import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Variables } from "../../../src/model/variables";
import { forgetBackends, forgetOtherEnvironments } from "../../../src/operations/terraform/backend-memory";
import { parse } from "../../support/variables";

describe("Terraform's memory of where the state was", () => {
  const directory = mkdtempSync(join(tmpdir(), "backend-memory-"));
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
    forgetOtherEnvironments(outdir, parse({ aws_region, ...more }), join(directory, "state"));
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

  it.each(["", '{"version": 3, "backe'])("goes when it was torn: %j", (text) => {
    remember({});
    writeFileSync(memory, text);
    useState("us-east-1");
    expect(existsSync(memory)).toBe(false);
  });

  it("goes as a whole after a move", () => {
    remember({ version: 3, backend: { type: "local", config: { path: OLD_PATH } } });
    forgetBackends(outdir);
    expect(existsSync(memory)).toBe(false);
  });

  it("may be missing", () => {
    rmSync(memory, { force: true });
    useState("eu-west-1");
    expect(existsSync(provider)).toBe(true);
  });

  it("needs no output directory", () =>
    expect(() => forgetOtherEnvironments(join(directory, "none"), parse({}), "state")).not.toThrow());
});

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

import { CHANGED_VARIABLES } from "./support/changed-variables";
import { synthesize, type SynthesizedApp } from "./support/synthesize";

const app = synthesize();
const textOf = ({ all }: SynthesizedApp): string => all.map(({ text }) => text).join("\n");

describe("the stacks", () => {
  it("are four", () =>
    expect(Object.keys(app.dependencies).sort()).toEqual(["batch", "cluster", "kubernetes", "system"]));

  it.each([
    ["cluster", []],
    ["kubernetes", ["cluster"]],
    ["system", ["cluster", "kubernetes"]],
    ["batch", ["cluster", "kubernetes"]],
  ])("%s waits for %j", (name, dependencies) => expect(app.dependencies[name]).toEqual(dependencies));

  it.each(["cluster", "system", "batch"] as const)("%s needs the AWS provider only, in one version", (name) =>
    expect(app[name].terraform.required_providers).toEqual({ aws: { source: "aws", version: "5.100.0" } }),
  );

  it("kubernetes needs the Kubernetes provider only, in one version", () =>
    expect(app.kubernetes.terraform.required_providers).toEqual({
      kubernetes: { source: "kubernetes", version: expect.stringMatching(/^2\.\d+\.\d+$/) as string },
    }));
});

describe.each([
  ["the defaults", app],
  ["every variable changed", synthesize(CHANGED_VARIABLES)],
])("with %s", (_, { all }) => {
  it.each(all.map((stack) => [stack.name, stack] as const))(
    "stack %s has no unresolved token",
    (_name, stack) => {
      expect(stack.text).toContain('"terraform"');
      expect(stack.text).not.toContain("TfToken[");
      expect(stack.text).not.toContain("[object Object]");
      expect(stack.text).not.toContain("undefined");
    },
  );
});

describe("every variable arrives: when all are set otherwise, no default is left", () => {
  const changed = textOf(synthesize(CHANGED_VARIABLES));

  it.each(["doeks-", "us-east-1", "1.36", "10.1.", "optimal", '"max_vcpus": 256', '"retention_in_days": 90'])(
    "%s",
    (value) => {
      expect(textOf(app)).toContain(value);
      expect(changed).not.toContain(value);
    },
  );
});

describe.each([
  ["us-east-1", "aws", "ec2.amazonaws.com"],
  ["us-gov-west-1", "aws-us-gov", "ec2.amazonaws.com"],
  ["cn-north-1", "aws-cn", "ec2.amazonaws.com.cn"],
])("in %s", (aws_region, partition, ec2) => {
  const regional = synthesize({ aws_region });
  const text = textOf(regional);

  it(`every ARN is in partition ${partition}`, () => {
    const partitions = [...text.matchAll(/arn:([\w-]+):/g)].map(([, name]) => name);
    expect(partitions.length).toBeGreaterThan(10);
    expect([...new Set(partitions)]).toEqual([partition]);
  });

  it(`nodes are launched by ${ec2}`, () =>
    expect([...new Set([...text.matchAll(/ec2\.amazonaws\.com[.\w]*/g)].map(([name]) => name))]).toEqual([
      ec2,
    ]));

  it.each(["cluster", "system", "batch"] as const)("stack %s talks to the region", (name) =>
    expect(regional[name].providers.aws).toEqual([expect.objectContaining({ region: aws_region })]),
  );
});

describe("what the original had and must not come back", () => {
  const types = app.all.flatMap((stack) => stack.resourceTypes());

  it.each([
    ["sleeps", /^time_/],
    ["null resources", /^null_/],
    ["random suffixes", /^random_/],
    ["the telemetry stack", /cloudformation/],
    ["security group rules in the old form", /^aws_security_group_rule$/],
    ["a certificate lookup for the thumbprint", /^data\.tls_/],
    ["a patch of somebody's aws-auth", /config_map_v1_data/],
  ])("%s", (_, type) => {
    expect(types).toContain("aws_eks_cluster");
    expect(types.filter((candidate) => type.test(candidate))).toEqual([]);
  });

  it.each(["managed_policy_arns", "AmazonEKSVPCResourceController", "inline_policy", '"preserve"'])(
    "%s",
    (word) => {
      expect(textOf(app)).toContain("AmazonEKSClusterPolicy");
      expect(textOf(app)).not.toContain(word);
    },
  );

  it("a Helm provider that nothing uses", () =>
    expect(app.all.flatMap(({ providers }) => Object.keys(providers)).sort()).toEqual([
      "aws",
      "aws",
      "aws",
      "kubernetes",
    ]));

  it("a rule that lets the whole internet in", () => {
    const rules = app.cluster.resources("aws_vpc_security_group_ingress_rule");
    expect(rules).toHaveLength(10);
    expect(rules.filter((rule) => JSON.stringify(rule).includes("0.0.0.0/0"))).toEqual([]);
  });
});

it("what stack cluster hands to the others is not shown as if it were for the user", () => {
  const outputs = Object.values(app.cluster.outputs);
  expect(outputs.length).toBeGreaterThan(0);
  expect(outputs.filter(({ sensitive }) => sensitive !== true)).toEqual([]);
});

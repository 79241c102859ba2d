import { defaultVariables, VARIABLE_NAMES, VARIABLES } from "../src/variables";
import original from "./fixtures/documented-variables.json";
import { parse, problemsOf } from "./support/variables";

describe("names, types and defaults", () => {
  it("the 17 variables of the original and log_retention_days exist, and no other", () =>
    expect([...VARIABLE_NAMES].sort()).toEqual(Object.keys(original).sort()));

  it.each(Object.entries(original))("%s keeps its type and default", (name, { type, default: value }) => {
    expect(VARIABLES).toHaveProperty([name, "type"], type);
    expect(VARIABLES).toHaveProperty([name, "default"], value);
  });

  it("the defaults are valid as they stand", () => expect(parse(defaultVariables())).toEqual(parse({})));

  it.each(Object.entries(VARIABLES))("%s has a description that ends as a sentence", (_, { description }) =>
    expect(description).toMatch(/^\S.*\.$/),
  );
});

const ENDPOINTS = { eks_public_cluster_endpoint: true, eks_private_cluster_endpoint: false };

describe("accepted at the boundary", () => {
  it.each([
    [{ eks_cluster_name: "a" }],
    [{ eks_cluster_name: "0-0_9" }],
    [{ eks_cluster_name: "0-A_z".padEnd(100, "x") }],
    [{ aws_region: "cn-northwest-1" }],
    [{ aws_region: "us-gov-east-1" }],
    [{ eks_cluster_version: "1.36" }],
    [{ tags: { ["k".repeat(128)]: "v".repeat(256) } }],
    [{ tags: { "cost centre_.:/=+-@": "Größe 42 _.:/=+-@", empty: "" } }],
    [{ tags: Object.fromEntries(Array.from({ length: 45 }, (_, index) => [`key-${index}`, "value"])) }],
    [{ tags: { "my-aws:key": "aws:value", k: "v" } }],
    [ENDPOINTS],
    [{ aws_batch_doeks_namespace: "a" }],
    [{ aws_batch_doeks_namespace: "9-09-0" }],
    [{ aws_batch_doeks_namespace: `a${"-".repeat(61)}0` }],
    [{ aws_batch_doeks_namespace: "default-jobs" }],
    [{ aws_batch_doeks_namespace: "kubernetes-jobs" }],
    [{ aws_batch_doeks_ce_name: "c".repeat(96) }],
    [{ aws_batch_doeks_jq_name: "q".repeat(123) }],
    [{ aws_batch_doeks_jd_name: "d".repeat(128) }],
    [{ aws_batch_doeks_jd_name: "0-0_9" }],
    [{ aws_batch_min_vcpus: 1, aws_batch_max_vcpus: 1 }],
    [{ aws_batch_instance_types: ["m5", "m5.large", "u-6tb1.metal", "c7g.16xlarge", "optimal"] }],
    [{ aws_batch_instance_types: ["default_x86_64", "default_arm64"] }],
    [{ log_retention_days: 1 }],
    [{ log_retention_days: 3653 }],
  ])("%j", (variables) => expect(parse(variables)).toMatchObject(variables));
});

describe("refused, with the rule and the value", () => {
  const NAME = "must be 1 to 100 letters, digits, hyphens or underscores and begin with a letter or digit";
  const INSTANCE_TYPE = "must be an instance type such as m5.large, a family such as m5, or optimal";
  const NAMESPACE =
    "must be 1 to 63 lower-case letters, digits or hyphens (RFC 1123), with no hyphen at either end";
  const RESERVED = 'must not be "default" or begin with "kube-": AWS Batch refuses those namespaces';
  const RETENTION =
    "must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653";
  const batchName = (length: number): string =>
    `must be 1 to ${length} letters, digits, hyphens or underscores and begin with a letter or digit`;

  it.each([
    ["eks_cluster_name", "", NAME],
    ["eks_cluster_name", "x".repeat(101), NAME],
    ["eks_cluster_name", "-a", NAME],
    ["eks_cluster_name", "a.b", NAME],
    ["eks_cluster_name", "a\n", NAME],
    ["eks_cluster_name", "sg-batch", "must not begin with sg-: AWS refuses security groups of such a name"],
    ["aws_region", "us-east-1a", "must be the name of an AWS region, such as eu-west-1"],
    ["aws_region", "Frankfurt", "must be the name of an AWS region, such as eu-west-1"],
    ["num_azs", 1, "must be a whole number of at least 2"],
    ["num_azs", 2.5, "must be a whole number of at least 2"],
    ["eks_cluster_version", "1.3", 'must be a Kubernetes minor version such as "1.35"'],
    ["eks_cluster_version", "1.35.2", 'must be a Kubernetes minor version such as "1.35"'],
    ["eks_cluster_version", "latest", 'must be a Kubernetes minor version such as "1.35"'],
    ["vpc_cidr", "10.0.0.0/15", "must have a prefix length from /16 to /28, as AWS demands"],
    ["vpc_cidr", "10.1.2.0/16", "must have no host bits set (did you mean 10.1.0.0/16?)"],
    ["vpc_cidr", "10.1.0.0", "must be an IPv4 block in CIDR notation, such as 10.1.0.0/16"],
    ["aws_batch_doeks_namespace", "", NAMESPACE],
    ["aws_batch_doeks_namespace", "n".repeat(64), NAMESPACE],
    ["aws_batch_doeks_namespace", "Jobs", NAMESPACE],
    ["aws_batch_doeks_namespace", "jobs-", NAMESPACE],
    ["aws_batch_doeks_namespace", "ml_jobs", NAMESPACE],
    ["aws_batch_doeks_namespace", "default", RESERVED],
    ["aws_batch_doeks_namespace", "kube-system", RESERVED],
    ["aws_batch_doeks_namespace", "kube-jobs", RESERVED],
    ["aws_batch_doeks_ce_name", "c".repeat(97), batchName(96)],
    ["aws_batch_doeks_ce_name", "_c", batchName(96)],
    ["aws_batch_doeks_jq_name", "q".repeat(124), batchName(123)],
    ["aws_batch_doeks_jd_name", "d".repeat(129), batchName(128)],
    ["aws_batch_doeks_jd_name", "hello world", batchName(128)],
    ["aws_batch_min_vcpus", -1, "must be a whole number of at least 0"],
    ["aws_batch_min_vcpus", 0.5, "must be a whole number of at least 0"],
    ["aws_batch_max_vcpus", 0, "must be a whole number of at least 1"],
    ["aws_batch_instance_types", [], "must name at least one instance type"],
    ["log_retention_days", 0, RETENTION],
    ["log_retention_days", 91, RETENTION],
  ])("%s = %j", (name, value, rule) =>
    expect(problemsOf({ [name]: value })).toEqual([
      `variables.json: ${name} ${rule}, got ${JSON.stringify(value)}`,
    ]),
  );

  it.each([
    [
      "public_subnets",
      ["10.1.255.128/26", "10.1.255.0/29"],
      1,
      "must have a prefix length from /16 to /28, as AWS demands",
    ],
    [
      "private_subnets",
      ["10.1.0.1/17", "10.1.128.0/18"],
      0,
      "must have no host bits set (did you mean 10.1.0.0/17?)",
    ],
    ["aws_batch_instance_types", ["m5", "M5.large"], 1, INSTANCE_TYPE],
    ["aws_batch_instance_types", ["m5.large.metal"], 0, INSTANCE_TYPE],
  ])("%s = %j, with the index", (name, list, index, rule) =>
    expect(problemsOf({ [name]: list })).toEqual([
      `variables.json: ${name}[${index}] ${rule}, got ${JSON.stringify(list[index])}`,
    ]),
  );
});

describe("a value of the wrong type", () => {
  it.each([
    ["eks_cluster_name", 7, "must be a string"],
    ["eks_cluster_version", 1.35, "must be a string"],
    ["aws_region", null, "must be a string"],
    ["num_azs", "2", "must be a whole number of at least 2"],
    ["aws_batch_max_vcpus", "256", "must be a whole number of at least 1"],
    ["log_retention_days", "90", "must be a number"],
    ["eks_public_cluster_endpoint", "true", "must be true or false"],
    ["eks_private_cluster_endpoint", 1, "must be true or false"],
    ["tags", ["a"], "must be a map of strings"],
    ["tags", "a=b", "must be a map of strings"],
    ["public_subnets", "10.1.0.0/17", "must be a list of IPv4 blocks"],
    ["private_subnets", null, "must be a list of IPv4 blocks"],
    ["aws_batch_instance_types", "m5", "must be a list of instance types"],
  ])("%s = %j is refused", (name, value, rule) =>
    expect(problemsOf({ [name]: value })).toEqual([
      `variables.json: ${name} ${rule}, got ${JSON.stringify(value)}`,
    ]),
  );

  it("an element of a list is refused with its index", () =>
    expect(problemsOf({ aws_batch_instance_types: ["m5", 5] })).toEqual([
      "variables.json: aws_batch_instance_types[1] must be a string, got 5",
    ]));
});

describe("tags", () => {
  it.each([
    [{ Team: "a", team: "b" }, '{"Team":"a","team":"b"}'],
    [{ blueprint: "mine" }, '{"blueprint":"mine"}'],
  ])("that differ only in case are refused, as IAM refuses them: %j", (tags, got) => {
    expect(problemsOf({ tags })).toEqual([
      "variables.json: tags must not have keys, Blueprint included, that differ only in case: " +
        `IAM takes them for the same, got ${got}`,
    ]);
  });

  it("may name Blueprint themselves", () => {
    expect(problemsOf({ tags: { Blueprint: "mine", Team: "a" } })).toEqual([]);
  });

  const KEY = "must have keys of 1 to 128 letters, digits, spaces or _.:/=+-@ that do not begin with aws:";

  it.each(["aws:team", "AWS:team", "", "k".repeat(129), "a#b"])("key %j is refused", (key) =>
    expect(problemsOf({ tags: { [key]: "value" } })).toEqual([
      `variables.json: tags[${JSON.stringify(key)}] ${KEY}, got ${JSON.stringify(key)}`,
    ]),
  );

  it.each(["v".repeat(257), "a#b", "${HOME}"])("value %j is refused", (value) =>
    expect(problemsOf({ tags: { team: value } })).toEqual([
      `variables.json: tags["team"] must be at most 256 letters, digits, spaces or _.:/=+-@, got ${JSON.stringify(value)}`,
    ]),
  );

  it("a value that is no string is refused", () =>
    expect(problemsOf({ tags: { team: 5 } })).toEqual([
      'variables.json: tags["team"] must be a string, got 5',
    ]));

  it("46 of them are refused: AWS allows 50, and resources carry some of ours", () => {
    const tags = Object.fromEntries(Array.from({ length: 46 }, (_, index) => [`key-${index}`, "v"]));
    expect(problemsOf({ tags })).toEqual([
      `variables.json: tags must have at most 45 tags, got ${JSON.stringify(tags)}`,
    ]);
  });
});

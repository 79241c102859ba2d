import { readFileSync } from "node:fs";
import { join } from "node:path";
import { defaultVariables, VARIABLES } from "../../src/model/variables";
import original from "../fixtures/original-variables.json";
import { parse, problemsOf } from "../support/variables";

describe("names, types and defaults", () => {
  /** With the reason in docs/differences.md. */
  const OTHER_DEFAULTS: Readonly<Record<string, unknown>> = { eks_cluster_version: "1.36" };

  it("the original has 17 variables", () => expect(Object.keys(original)).toHaveLength(17));

  it.each(Object.entries(original))(
    "%s of the original keeps its type and default",
    (name, { type, default: value }) => {
      expect(VARIABLES).toHaveProperty([name, "type"], type);
      expect(VARIABLES).toHaveProperty([name, "default"], OTHER_DEFAULTS[name] ?? value);
    },
  );

  it("the other defaults are explained", () => {
    const differences = readFileSync(join(__dirname, "..", "..", "docs", "differences.md"), "utf8");
    expect(Object.keys(OTHER_DEFAULTS).filter((name) => !differences.includes(`\`${name}\``))).toEqual([]);
  });

  it("the defaults are valid as they stand", () => expect(parse(defaultVariables())).toEqual(parse({})));

  it.each(Object.entries(VARIABLES))("%s has a description that ends as a sentence", (_, { description }) =>
    expect(description).toMatch(/^\S.*\.$/),
  );

  it.each(Object.entries(VARIABLES))("%s has a description in Korean, a phrase", (_, { descriptionKo }) =>
    expect(descriptionKo).toMatch(/^[^|]*\p{Script=Hangul}[^|]*[^.]$/u),
  );

  it.each(Object.entries(VARIABLES))("%s has an example other than its default", (_, variable) => {
    expect(variable.schema.safeParse(variable.example).success).toBe(true);
    expect(variable.example).not.toEqual(variable.default);
  });
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
    [{ aws_batch_doeks_ce_name: "c".repeat(91) }],
    [{ aws_batch_doeks_jq_name: "q".repeat(123) }],
    [{ aws_batch_doeks_jd_name: "d".repeat(128) }],
    [{ aws_batch_doeks_jd_name: "0-0_9" }],
    [{ aws_batch_min_vcpus: 1, aws_batch_max_vcpus: 1 }],
    [{ aws_batch_instance_types: ["m5", "m5.large", "u-6tb1.metal", "c7i.16xlarge", "optimal"] }],
    [{ aws_batch_instance_types: ["default_arm64", "c7gn.16xlarge"] }],
    [{ log_retention_days: 1 }],
    [{ log_retention_days: 3653 }],
    [{ alert_email: "batch+alerts@example.co.uk" }],
    [{ alert_email: null }],
    [{ eks_public_access_cidrs: ["203.0.113.7/32", "198.51.100.0/24"] }],
    [{ eks_admin_principal_arns: ["arn:aws:iam::111122223333:role/path/to/admin"] }],
    [{ eks_viewer_principal_arns: ["arn:aws:iam::111122223333:user/a.b@example"] }],
    [{ aws_batch_compute_environments: { graviton: { capacity: "SPOT" } } }],
    [
      {
        aws_batch_compute_environments: {
          "Big-Memory-012345678": {
            capacity: "EC2",
            instance_types: ["g6"],
            min_vcpus: 0,
            max_vcpus: 8,
            priority: 1000,
            image_type: "EKS_AL2023_NVIDIA",
            root_volume_gib: 20,
            tags: { team: "research" },
          },
        },
      },
    ],
    [{ aws_batch_gpu_instance_types: ["g4dn.xlarge", "p5", "g6e.48xlarge", "p4de.24xlarge", "gr6"] }],
    [{ aws_batch_fair_share: { a: 0.0001, "team*": 999.9999 } }],
    [{ aws_batch_runnable_timeout_minutes: 10 }],
    [{ aws_batch_runnable_timeout_minutes: 1440 }],
    [{ state_bucket: "a-1", state_region: "cn-north-1", state_prefix: "team_a/batch" }],
  ])("%j", (variables) => expect(parse(variables)).toMatchObject(variables));
});

describe("refused, with the rule and the value", () => {
  const NAME = "must be 1 to 100 letters, digits, hyphens or underscores and begin with a letter or digit";
  const FAMILY_CHOICE =
    "must be optimal or default_x86_64 or default_arm64 where AWS Batch is to choose the families";
  const INSTANCE_TYPE = "must be an instance type such as m5.large, a family such as m5, or optimal";
  const NAMESPACE =
    "must be 1 to 63 lower-case letters, digits or hyphens (RFC 1123), with no hyphen at either end";
  const RESERVED = 'must not be "default" or begin with "kube-": AWS Batch refuses those namespaces';
  const RETENTION =
    "must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653";
  const ONE_BLOCK = "must have at least one block; set eks_public_cluster_endpoint to false to let nobody in";
  const FORTY_BLOCKS = "must have at most 40 blocks, as EKS demands";
  const BUCKET = "must be the name of an S3 bucket: 3 to 63 lower-case letters, digits or hyphens";
  const PREFIX = "must be letters, digits, hyphens or underscores, in parts separated by single slashes";
  const PRINCIPAL = "must be the ARN of an IAM role or user, such as arn:aws:iam::111122223333:role/admin";
  const GPU_TYPE = "must be an instance type or family with NVIDIA GPUs, such as g5.xlarge or g6";
  const PUBLIC = "must be public addresses: from these nobody comes over the internet";
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
    [
      "aws_region",
      "us-iso-east-1",
      "must be a region of the partitions aws-cn, aws-us-gov, aws-eusc, aws: others cannot be deployed to",
    ],
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
    [
      "aws_batch_doeks_namespace",
      "amazon-cloudwatch",
      'must not be "amazon-cloudwatch": the CloudWatch add-on makes that namespace, and has its agents there',
    ],
    ["aws_batch_doeks_ce_name", "c".repeat(92), batchName(91)],
    ["aws_batch_doeks_ce_name", "_c", batchName(91)],
    ["aws_batch_doeks_jq_name", "q".repeat(124), batchName(123)],
    ["aws_batch_doeks_jd_name", "d".repeat(129), batchName(128)],
    ["aws_batch_doeks_jd_name", "hello world", batchName(128)],
    ["aws_batch_min_vcpus", -1, "must be a whole number of at least 0"],
    ["aws_batch_min_vcpus", 0.5, "must be a whole number of at least 0"],
    ["aws_batch_max_vcpus", 0, "must be a whole number of at least 1"],
    ["aws_batch_instance_types", [], "must name at least one instance type"],
    ["log_retention_days", 0, RETENTION],
    ["log_retention_days", 91, RETENTION],
    ["alert_email", "nobody", "must be an email address, or null"],
    ["eks_public_access_cidrs", [], ONE_BLOCK],
    ["eks_public_access_cidrs", ["1.0.0.0/8", "1.0.0.0/8"], "must not repeat a block"],
    ["eks_public_access_cidrs", Array.from({ length: 41 }, (_, n) => `1.1.1.${n}/32`), FORTY_BLOCKS],
    ["aws_batch_runnable_timeout_minutes", 9, "must be a whole number from 10 to 1440, or null"],
    ["aws_batch_runnable_timeout_minutes", 1441, "must be a whole number from 10 to 1440, or null"],
    ["aws_batch_runnable_timeout_minutes", 10.5, "must be a whole number from 10 to 1440, or null"],
    ["state_bucket", "Bucket", BUCKET],
    ["state_bucket", "a.b.c", BUCKET],
    ["state_bucket", "ab", BUCKET],
    ["state_bucket", "bucket-", BUCKET],
    ["state_bucket", "xn--bucket", BUCKET],
    ["state_bucket", "bucket-s3alias", BUCKET],
    ["state_prefix", "", PREFIX],
    ["state_prefix", "/a", PREFIX],
    ["state_prefix", "a//b", PREFIX],
    ["state_prefix", "a/", PREFIX],
    ["state_prefix", null, "must be a string"],
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
    ["aws_batch_instance_types", ["default-arm64", "m7g"], 0, FAMILY_CHOICE],
    ["aws_batch_instance_types", ["m5", "default"], 1, FAMILY_CHOICE],
    ["aws_batch_instance_types", ["default_x86"], 0, FAMILY_CHOICE],
    ["aws_batch_gpu_instance_types", ["optimal"], 0, GPU_TYPE],
    ["aws_batch_gpu_instance_types", ["g4ad.xlarge"], 0, GPU_TYPE],
    ["aws_batch_gpu_instance_types", ["g6", "m5.large"], 1, GPU_TYPE],
    ["eks_admin_principal_arns", ["arn:aws:iam::111122223333:root"], 0, PRINCIPAL],
    ["eks_admin_principal_arns", ["arn:aws:sts::111122223333:assumed-role/admin/me"], 0, PRINCIPAL],
    ["eks_viewer_principal_arns", ["arn:aws:iam::1234:role/x"], 0, PRINCIPAL],
    ["eks_public_access_cidrs", ["10.1.0.0/16"], 0, PUBLIC],
    ["eks_public_access_cidrs", ["100.64.0.0/10"], 0, PUBLIC],
    [
      "eks_public_access_cidrs",
      ["203.0.113.7/24"],
      0,
      "must have no host bits set (did you mean 203.0.113.0/24?)",
    ],
    [
      "eks_public_access_cidrs",
      ["2001:db8::/32"],
      0,
      "must be an IPv4 block in CIDR notation, such as 203.0.113.0/24",
    ],
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

describe("additional compute environments", () => {
  const refused = (value: unknown): readonly string[] =>
    problemsOf({ aws_batch_compute_environments: value }).map((problem) =>
      problem.replace("variables.json: aws_batch_compute_environments", "").trimStart(),
    );

  it.each([
    [[], "must be a map of objects, got []"],
    [{ big: 1 }, '["big"] must be an object with at least the key capacity, got 1'],
    [{ big: {} }, '["big"]["capacity"] must be EC2 (On-Demand) or SPOT, got undefined'],
    [{ big: { capacity: "FARGATE" } }, '["big"]["capacity"] must be EC2 (On-Demand) or SPOT, got "FARGATE"'],
    [
      { big: { capacity: "EC2", instance_types: ["M5"] } },
      '["big"]["instance_types"][0] must be an instance type such as m5.large, a family such as m5, or optimal, got "M5"',
    ],
    [{ big: { capacity: "EC2", priority: 1001 } }, '["big"]["priority"] must be at most 1000, got 1001'],
    [
      { big: { capacity: "EC2", image_type: "EKS_AL2" } },
      '["big"]["image_type"] must be EKS_AL2023 or EKS_AL2023_NVIDIA, got "EKS_AL2"',
    ],
    [
      { big: { capacity: "EC2", root_volume_gib: 19 } },
      '["big"]["root_volume_gib"] must be a whole number of at least 20, got 19',
    ],
    [
      { big: { capacity: "EC2", maxvcpus: 1 } },
      '["big"] must have no other keys than capacity, instance_types, min_vcpus, max_vcpus, priority, ' +
        'image_type, root_volume_gib, tags, got {"capacity":"EC2","maxvcpus":1}',
    ],
    [
      { "big memory": { capacity: "EC2" } },
      '["big memory"] must have keys of 1 to 20 letters, digits or hyphens that begin with a letter or digit, got "big memory"',
    ],
    [
      { gpu: { capacity: "EC2" } },
      `["gpu"] must not have the keys OD, SPOT, FALLBACK, GPU: the project's own names end so, got "gpu"`,
    ],
    [
      { big: { capacity: "EC2" }, "big-memory": { capacity: "EC2" } },
      'must not have a key that is another key (or OD, SPOT, GPU) followed by a hyphen, such as "a" and "a-b", got ' +
        '{"big":{"capacity":"EC2"},"big-memory":{"capacity":"EC2"}}',
    ],
    [
      { "GPU-large": { capacity: "EC2" } },
      'must not have a key that is another key (or OD, SPOT, GPU) followed by a hyphen, such as "a" and "a-b", got ' +
        '{"GPU-large":{"capacity":"EC2"}}',
    ],
    [
      { A: { capacity: "EC2" }, a: { capacity: "EC2" } },
      'must not have keys that differ only in case, got {"A":{"capacity":"EC2"},"a":{"capacity":"EC2"}}',
    ],
  ])("%j is refused", (value, problem) => expect(refused(value)).toEqual([problem]));
});

describe("fair share", () => {
  it.each([
    [
      { "a b": 1 },
      '["a b"] must have keys of letters and digits, with an asterisk at the end for all shares that begin so, got "a b"',
    ],
    [{ a: 0 }, '["a"] must be at least 0.0001, got 0'],
    [{ a: 1000 }, '["a"] must be at most 999.9999, got 1000'],
    [{ a: "1" }, '["a"] must be a number, got "1"'],
    [
      { "team*": 1, team1: 2 },
      ' must not have overlapping keys: "team*" already covers "teamA", got {"team*":1,"team1":2}',
    ],
    [1, " must be a map of numbers, got 1"],
  ])("%j is refused", (aws_batch_fair_share, problem) =>
    expect(problemsOf({ aws_batch_fair_share })).toEqual([`variables.json: aws_batch_fair_share${problem}`]),
  );
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

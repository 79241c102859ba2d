import { parse, problemsOf } from "../../support/variables";

describe("subnets and zones", () => {
  it("three zones take three blocks of each tier", () => {
    const variables = {
      num_azs: 3,
      public_subnets: ["10.1.252.0/24", "10.1.253.0/24", "10.1.254.0/24"],
      private_subnets: ["10.1.0.0/18", "10.1.64.0/18", "10.1.128.0/18"],
    };
    expect(parse(variables)).toMatchObject(variables);
  });

  it("num_azs alone is refused for both lists", () =>
    expect(problemsOf({ num_azs: 3 })).toEqual([
      'variables.json: public_subnets must have one block for each of the num_azs (3) zones, got 2; beside the others there is room for "10.1.255.0/26"',
      'variables.json: private_subnets must have one block for each of the num_azs (3) zones, got 2; beside the others there is room for "10.1.192.0/19"',
    ]));

  it("the blocks that are suggested are accepted", () =>
    expect(
      problemsOf({
        num_azs: 3,
        public_subnets: ["10.1.255.128/26", "10.1.255.192/26", "10.1.255.0/26"],
        private_subnets: ["10.1.0.0/17", "10.1.128.0/18", "10.1.192.0/19"],
      }),
    ).toEqual([]));

  it.each([{ vpc_cidr: 5 }, { vpc_cidr: "10.1.0.0/33" }, { num_azs: 1e9 }, { num_azs: 7 }])(
    "nothing is suggested with %j",
    (more) => expect(problemsOf({ num_azs: 3, ...more }).join("\n")).not.toContain("there is room"),
  );

  it("a list that is too long is refused", () =>
    expect(problemsOf({ public_subnets: ["10.1.253.0/24", "10.1.254.0/24", "10.1.255.0/24"] })).toEqual([
      "variables.json: public_subnets must have one block for each of the num_azs (2) zones, got 3",
    ]));

  it("an empty list is refused", () =>
    expect(problemsOf({ private_subnets: [] })).toEqual([
      "variables.json: private_subnets must have one block for each of the num_azs (2) zones, got 0",
    ]));
});

describe("subnets and the VPC", () => {
  it("another VPC takes its own subnets", () => {
    const variables = {
      vpc_cidr: "172.16.0.0/20",
      public_subnets: ["172.16.0.0/28", "172.16.0.16/28"],
      private_subnets: ["172.16.4.0/22", "172.16.8.0/21"],
    };
    expect(parse(variables)).toMatchObject(variables);
  });

  it("vpc_cidr alone is refused for every subnet that is left outside", () =>
    expect(problemsOf({ vpc_cidr: "10.2.0.0/16" })).toEqual([
      "variables.json: public_subnets[0] must lie inside vpc_cidr (10.2.0.0/16), the VPC's only block, got 10.1.255.128/26",
      "variables.json: public_subnets[1] must lie inside vpc_cidr (10.2.0.0/16), the VPC's only block, got 10.1.255.192/26",
      "variables.json: private_subnets[0] must lie inside vpc_cidr (10.2.0.0/16), the VPC's only block, got 10.1.0.0/17",
      "variables.json: private_subnets[1] must lie inside vpc_cidr (10.2.0.0/16), the VPC's only block, got 10.1.128.0/18",
    ]));

  it("a subnet that is larger than the VPC is refused", () =>
    expect(
      problemsOf({
        vpc_cidr: "10.1.0.0/17",
        public_subnets: ["10.1.0.0/26", "10.1.0.64/26"],
        private_subnets: ["10.1.64.0/18", "10.1.0.0/16"],
      }),
    ).toContain(
      "variables.json: private_subnets[1] must lie inside vpc_cidr (10.1.0.0/17), the VPC's only block, got 10.1.0.0/16",
    ));
});

describe("overlapping subnets", () => {
  it("within a list are refused", () =>
    expect(problemsOf({ private_subnets: ["10.1.0.0/17", "10.1.64.0/18"] })).toEqual([
      "variables.json: private_subnets[1] must not overlap private_subnets[0] (10.1.0.0/17), got 10.1.64.0/18",
    ]));

  it("across the lists are refused", () =>
    expect(problemsOf({ public_subnets: ["10.1.127.0/24", "10.1.255.192/26"] })).toEqual([
      "variables.json: private_subnets[0] must not overlap public_subnets[0] (10.1.127.0/24), got 10.1.0.0/17",
    ]));

  it("that are equal are refused", () =>
    expect(problemsOf({ public_subnets: ["10.1.255.128/26", "10.1.255.128/26"] })).toEqual([
      "variables.json: public_subnets[1] must not overlap public_subnets[0] (10.1.255.128/26), got 10.1.255.128/26",
    ]));
});

describe("endpoints", () => {
  it.each([
    [true, true],
    [true, false],
    [false, true],
  ])("public %s and private %s are accepted", (isPublic, isPrivate) => {
    const variables = { eks_public_cluster_endpoint: isPublic, eks_private_cluster_endpoint: isPrivate };
    expect(parse(variables)).toMatchObject(variables);
  });

  it("both off are refused", () =>
    expect(problemsOf({ eks_public_cluster_endpoint: false, eks_private_cluster_endpoint: false })).toEqual([
      "variables.json: eks_private_cluster_endpoint must be true when eks_public_cluster_endpoint is false: " +
        "the Kubernetes API needs one of the two",
    ]));

  it.each([
    ["eks_public_cluster_endpoint", "eks_private_cluster_endpoint"],
    ["eks_private_cluster_endpoint", "eks_public_cluster_endpoint"],
  ])("%s of a wrong type is one problem, not two", (wrong, off) =>
    expect(problemsOf({ [wrong]: 0, [off]: false })).toEqual([
      `variables.json: ${wrong} must be true or false, got 0`,
    ]),
  );
});

describe("vCPUs", () => {
  it("as many at least as at most are accepted", () =>
    expect(parse({ aws_batch_min_vcpus: 256 })).toMatchObject({
      aws_batch_min_vcpus: 256,
      aws_batch_max_vcpus: 256,
    }));

  it("fewer at most than at least are refused", () =>
    expect(problemsOf({ aws_batch_min_vcpus: 4, aws_batch_max_vcpus: 3 })).toEqual([
      "variables.json: aws_batch_max_vcpus must be at least aws_batch_min_vcpus (4), got 3",
    ]));

  it.each([
    ["aws_batch_min_vcpus", 300.5, 0],
    ["aws_batch_max_vcpus", -1, 1],
  ])("%s = %d is one problem, not two", (variable, value, least) =>
    expect(problemsOf({ [variable]: value })).toEqual([
      `variables.json: ${variable} must be a whole number of at least ${least}, got ${value}`,
    ]),
  );
});

it("a rule says nothing of a variable that is wrong in itself", () =>
  expect(problemsOf({ vpc_cidr: "10.2.0.0/8", aws_batch_min_vcpus: -1, aws_batch_max_vcpus: 5 })).toEqual([
    'variables.json: vpc_cidr must have a prefix length from /16 to /28, as AWS demands, got "10.2.0.0/8"',
    "variables.json: aws_batch_min_vcpus must be a whole number of at least 0, got -1",
  ]));

describe("principals", () => {
  const role = (partition: string): string => `arn:${partition}:iam::111122223333:role/admin`;

  it("are of the region's partition", () => {
    const variables = { aws_region: "cn-north-1", eks_admin_principal_arns: [role("aws-cn")] };
    expect(parse(variables)).toMatchObject(variables);
  });

  it("of another partition are refused", () =>
    expect(problemsOf({ eks_viewer_principal_arns: [role("aws-cn")] })).toEqual([
      "variables.json: eks_viewer_principal_arns[0] must be of the partition aws, to which us-east-1 belongs, " +
        "got arn:aws-cn:iam::111122223333:role/admin",
    ]));

  it("are not administrators and viewers at once", () =>
    expect(
      problemsOf({ eks_admin_principal_arns: [role("aws")], eks_viewer_principal_arns: [role("aws")] }),
    ).toEqual([
      "variables.json: eks_viewer_principal_arns[0] must not be among eks_admin_principal_arns too, " +
        "got arn:aws:iam::111122223333:role/admin",
    ]));
});

describe("additional compute environments", () => {
  it("take their missing limits from the common ones", () =>
    expect(
      problemsOf({
        aws_batch_min_vcpus: 4,
        aws_batch_compute_environments: { small: { capacity: "EC2", max_vcpus: 2 } },
      }),
    ).toEqual([
      'variables.json: aws_batch_compute_environments["small"] must have max_vcpus of at least min_vcpus (4), got 2',
    ]));

  it("have names that AWS Batch accepts", () => {
    const additional = { aws_batch_compute_environments: { "a-long-suffix": { capacity: "EC2" } } };
    expect(problemsOf({ ...additional, aws_batch_doeks_ce_name: "c".repeat(82) })).toEqual([]);
    expect(problemsOf({ ...additional, aws_batch_doeks_ce_name: "c".repeat(83) })).toEqual([
      `variables.json: aws_batch_doeks_ce_name must be shorter by 1: ${"c".repeat(83)}_a-long-suffix may have 96 characters`,
    ]);
  });
});

describe("environments of a cluster", () => {
  const more = (...keys: string[]): object => ({
    aws_batch_compute_environments: Object.fromEntries(keys.map((key) => [key, { capacity: "SPOT" }])),
  });
  const gpus = { aws_batch_gpu_instance_types: ["g6"] };

  it.each([more("a", "b", "c"), { ...gpus, ...more("a", "b") }])("%j: five are accepted", (variables) =>
    expect(problemsOf(variables)).toEqual([]),
  );

  it.each([
    [
      more("a", "b", "c", "d"),
      "3 environments beside On-Demand, Spot, as AWS Batch allows 5 of a cluster, got 4",
    ],
    [
      { ...gpus, ...more("a", "b", "c") },
      "2 environments beside On-Demand, Spot, GPU, as AWS Batch allows 5 of a cluster, got 3",
    ],
  ])("%j: a sixth is refused", (variables, problem) =>
    expect(problemsOf(variables)).toEqual([
      `variables.json: aws_batch_compute_environments must have at most ${problem}`,
    ]),
  );
});

describe("queues", () => {
  it.each([
    [{ aws_batch_spot_fallback: true }, 119],
    [{ aws_batch_fair_share: { a: 1 } }, 118],
    [{ aws_batch_fair_share: { a: 1 }, aws_batch_spot_fallback: true }, 114],
  ])("%j leaves room for the names' ends", (options, length) => {
    expect(problemsOf({ ...options, aws_batch_doeks_jq_name: "q".repeat(length) })).toEqual([]);
    expect(problemsOf({ ...options, aws_batch_doeks_jq_name: "q".repeat(length + 1) })).toHaveLength(1);
  });
});

describe("job definitions", () => {
  it.each([
    [{ aws_batch_example_job_definitions: true }, 118],
    [{ aws_batch_gpu_instance_types: ["g6"] }, 124],
  ])("%j leaves room for the names' ends", (options, length) => {
    expect(problemsOf({ ...options, aws_batch_doeks_jd_name: "j".repeat(length) })).toEqual([]);
    expect(problemsOf({ ...options, aws_batch_doeks_jd_name: "j".repeat(length + 1) })).toEqual([
      expect.stringMatching(/^variables.json: aws_batch_doeks_jd_name must be shorter by 1: /),
    ]);
  });
});

describe("instance types of one environment", () => {
  const additional = (environment: object): object => ({
    aws_batch_compute_environments: { more: { capacity: "EC2", ...environment } },
  });
  const GPU_IMAGE = { image_type: "EKS_AL2023_NVIDIA" };

  it.each([
    { aws_batch_instance_types: ["m7g", "c7g.large"] },
    { aws_batch_gpu_instance_types: ["g5g"] },
    additional({ instance_types: ["r8g"] }),
    additional({ instance_types: ["g6", "p5"], ...GPU_IMAGE }),
  ])("%j may be together", (variables) => expect(problemsOf(variables)).toEqual([]));

  it.each([
    [
      { aws_batch_instance_types: ["m7g", "optimal"] },
      "aws_batch_instance_types must not mix architectures, got m7g (Graviton) and optimal (x86): each needs an environment of its own",
    ],
    [
      { aws_batch_gpu_instance_types: ["g5", "g5g"] },
      "aws_batch_gpu_instance_types must not mix architectures, got g5g (Graviton) and g5 (x86): each needs an environment of its own",
    ],
    [
      additional({ instance_types: ["c7i", "c7gn.large"] }),
      'aws_batch_compute_environments["more"] must not mix architectures, got c7gn.large (Graviton) and c7i (x86): each needs an environment of its own',
    ],
    [
      { aws_batch_instance_types: ["m7i", "g5.xlarge"] },
      "aws_batch_instance_types must not have g5.xlarge: name it in aws_batch_gpu_instance_types, for an image with GPU drivers",
    ],
    [
      additional({ instance_types: ["p5"] }),
      'aws_batch_compute_environments["more"] must not have p5: its GPUs need the image_type EKS_AL2023_NVIDIA',
    ],
    [
      additional(GPU_IMAGE),
      'aws_batch_compute_environments["more"] must have only instance_types with NVIDIA GPUs for the image_type EKS_AL2023_NVIDIA, got optimal',
    ],
  ])("%j is refused", (variables, problem) =>
    expect(problemsOf(variables)).toEqual([`variables.json: ${problem}`]),
  );
});

describe("the state's region", () => {
  it("is refused without a bucket", () =>
    expect(problemsOf({ state_region: "eu-west-1" })).toEqual([
      'variables.json: state_region must be null without a state_bucket, got "eu-west-1"',
    ]));
});

it("a mistake in one list of instance types does not hide that of another", () => {
  const problems = problemsOf({
    aws_batch_instance_types: ["m7i", "m7g"],
    aws_batch_gpu_instance_types: ["g5", "g5g"],
    aws_batch_compute_environments: { more: { capacity: "NONE" } },
  });
  expect(problems).toHaveLength(3);
  expect(problems.filter((problem) => problem.includes("must not mix architectures"))).toHaveLength(2);
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadVariables, parseVariables, VariablesError } from "../../src/model/load-variables";
import { parse, problemsOf } from "../support/variables";

const directory = mkdtempSync(join(tmpdir(), "load-variables-"));
const origin = process.cwd();

afterAll(() => rmSync(directory, { recursive: true }));

describe("the file", () => {
  afterEach(() => process.chdir(origin));

  function inDirectory(content?: string): void {
    const place = mkdtempSync(join(directory, "place-"));
    if (content !== undefined) writeFileSync(join(place, "variables.json"), content);
    process.chdir(place);
  }

  it("variables.json of the working directory is read", () => {
    inDirectory('{ "eks_cluster_name": "from-file" }');
    expect(loadVariables().eks_cluster_name).toBe("from-file");
  });

  it("may be missing: then all defaults hold", () => {
    inDirectory();
    expect(loadVariables()).toEqual(parse({}));
  });

  it("may be named, and then wins over variables.json", () => {
    inDirectory('{ "eks_cluster_name": "from-file" }');
    writeFileSync("other.json", '{ "eks_cluster_name": "from-other" }');
    expect(loadVariables("other.json").eks_cluster_name).toBe("from-other");
  });

  it("must exist when it is named", () => {
    inDirectory("{}");
    expect(() => loadVariables("missing.json")).toThrow(
      new VariablesError(["missing.json: there is no such file; VARIABLES_FILE must name an existing one"]),
    );
  });

  it("is named in each problem", () => {
    inDirectory();
    writeFileSync("other.json", '{ "num_azs": 1 }');
    expect(() => loadVariables("other.json")).toThrow(
      "other.json: num_azs must be a whole number of at least 2",
    );
  });
});

describe("the text", () => {
  it("of an empty object gives all defaults", () => expect(problemsOf("{}")).toEqual([]));

  it("sets what it names, the rest takes its default", () =>
    expect(parse({ aws_region: "eu-west-1" })).toEqual({ ...parse({}), aws_region: "eu-west-1" }));

  it("may begin with a byte order mark", () =>
    expect(parse('\uFEFF{ "aws_region": "eu-west-1" }').aws_region).toBe("eu-west-1"));

  it.each([
    ["", "variables.json:1:1: is not valid JSON: value expected"],
    ['{\n  "num_azs": 2\n  "tags": {}\n}', "variables.json:3:3: is not valid JSON: comma expected"],
    ['{\n  "num_azs": 2,\n}', "variables.json:3:1: is not valid JSON: property name expected"],
    ['{ "num_azs": 2', "variables.json:1:15: is not valid JSON: close brace expected"],
    ['{ "num_azs": two }', "variables.json:1:14: is not valid JSON: invalid symbol"],
    ['{\r\n  // two\r\n  "num_azs": 2 }', "variables.json:2:3: is not valid JSON: invalid comment token"],
    ["{} {}", "variables.json:1:4: is not valid JSON: end of file expected"],
  ])("%j is told its first error with line and column", (content, problem) =>
    expect(problemsOf(content)).toEqual([problem]),
  );

  it.each(["[]", "null", '"us-east-1"', "2"])("%s is no object and refused", (content) =>
    expect(problemsOf(content)).toEqual(["variables.json: must hold one JSON object"]),
  );
});

describe("a key", () => {
  it.each([
    ["aws_regoin", "aws_region"],
    ["AWS_REGION", "aws_region"],
    ["cluster_name", "eks_cluster_name"],
    ["num_az", "num_azs"],
    ["public_subnet", "public_subnets"],
    ["batch_max_vcpus", "aws_batch_max_vcpus"],
    ["log_retention", "log_retention_days"],
  ])("%s is unknown, and the nearest is named", (key, nearest) =>
    expect(problemsOf({ [key]: "x" })).toEqual([
      `variables.json: ${key} is not a variable; did you mean ${nearest}?`,
    ]),
  );

  it.each([
    "vpc_id",
    "private_subnet_ids",
    "existing_vpc_id",
    "subnet_ids",
    "create_vpc",
    "security_group_ids",
  ])("%s means a network that exists, for which no other variable is suggested", (key) =>
    expect(problemsOf({ [key]: "x" })).toEqual([
      `variables.json: ${key} is not a variable: an existing network cannot be used; the environment makes its own ` +
        "(vpc_cidr, public_subnets, private_subnets)",
    ]),
  );

  it.each(["cluster_arn", "node_role_arn", "create_cluster", "kms_key_id"])(
    "%s means a cluster, role or key that exists, for which no other variable is suggested",
    (key) =>
      expect(problemsOf({ [key]: "x" })[0]).toMatch(
        /is not a variable: an existing cluster, role or key cannot/,
      ),
  );

  it.each([
    "azs",
    "availability_zones",
    "zones",
    "availability_zone_ids",
    "az_ids",
    "eks_availability_zones",
  ])("%s means zones by name, for which num_azs is no other word", (key) =>
    expect(problemsOf({ [key]: ["us-east-1a"] })).toEqual([
      `variables.json: ${key} is not a variable: zones cannot be chosen; the environment takes the first num_azs of the region`,
    ]),
  );

  it.each(["secondary_cidr_blocks", "vpc_secondary_cidr", "secondary_cidrs", "pod_cidr"])(
    "%s means a second block of the VPC, for which no other variable is suggested",
    (key) =>
      expect(problemsOf({ [key]: ["100.64.0.0/16"] })).toEqual([
        `variables.json: ${key} is not a variable: the VPC has one block, vpc_cidr, in which nodes and pods have their addresses`,
      ]),
  );

  it.each(["something_else_entirely", "size", "toString", "__proto__"])(
    "%s is near to none, and the example is named",
    (key) =>
      expect(problemsOf(`{ "${key}": "x" }`)).toEqual([
        `variables.json: ${key} is not a variable; variables.example.json shows them all`,
      ]),
  );

  it.each([
    ["tags", '{ "__proto__": { "not": "a string" } }'],
    ["aws_batch_compute_environments", '{ "ml": { "capacity": "EC2", "__proto__": 1 } }'],
  ])("__proto__ within %s is refused", (name, value) =>
    expect(problemsOf(`{ "${name}": ${value} }`)).toEqual([
      `variables.json: ${name} must not have the key __proto__`,
    ]),
  );

  it("that would break the line is spelled out", () =>
    expect(problemsOf('{ "num\\nazs": 2 }')).toEqual([
      "variables.json: num\\u{a}azs is not a variable; did you mean num_azs?",
    ]));

  it("that is set twice is refused", () =>
    expect(problemsOf('{ "num_azs": 2, "num_azs": 2 }')).toEqual([
      "variables.json: num_azs must be set once, it is set several times",
    ]));

  it("that is set three times is told once", () =>
    expect(problemsOf('{ "num_azs": 2, "num_azs": 2, "num_azs": 2 }')).toHaveLength(1));
});

it("all problems are reported at once, each with the file and the variable", () => {
  const content =
    '{ "aws_regoin": "", "num_azs": 1, "num_azs": 1, "aws_batch_max_vcpus": 5, "aws_batch_min_vcpus": 6 }';
  expect(problemsOf(content)).toEqual([
    "variables.json: num_azs must be set once, it is set several times",
    "variables.json: aws_regoin is not a variable; did you mean aws_region?",
    "variables.json: num_azs must be a whole number of at least 2, got 1",
    "variables.json: aws_batch_max_vcpus must be at least aws_batch_min_vcpus (6), got 5",
  ]);
});

it("the message of the error has a line for each problem", () =>
  expect(new VariablesError(["one", "two"])).toMatchObject({
    message: "one\ntwo",
    problems: ["one", "two"],
  }));

describe("values that cannot be meant", () => {
  const problems = (content: string): string[] => {
    try {
      parseVariables(content, "v");
      return [];
    } catch (error) {
      return [...(error as VariablesError).problems];
    }
  };
  const of = (value: object): string[] => problems(JSON.stringify(value));

  it.each([
    [{ aws_batch_max_vcpus: 2 ** 31 }, "v: aws_batch_max_vcpus must be at most 2147483647"],
    [
      { aws_batch_instance_types: ["m5", "m5"] },
      "v: aws_batch_instance_types must not repeat an instance type",
    ],
    [{ aws_batch_gpu_instance_types: ["g6", "g6"] }, "v: aws_batch_gpu_instance_types must not repeat"],
    [{ tags: { toString: "y" } }, "v: tags must not have the key toString"],
  ])("%j: %s", (value, told) => expect(of(value)).toEqual([expect.stringContaining(told)]));

  it.each([
    [
      "eks_admin_principal_arns",
      3000,
      (n: number) => `arn:aws:iam::111122223333:role/r${n}`,
      "at most 500 ARNs",
    ],
    ["aws_batch_instance_types", 200_000, (n: number) => `m${n}`, "at most 1000 instance types"],
    ["public_subnets", 100_000, (n: number) => `10.${n % 256}.0.0/24`, "at most 100 blocks"],
  ])("%s with %d entries, told in a line", (name, count, entry, told) => {
    const [first, ...others] = of({ [name]: Array.from({ length: count }, (_, index) => entry(index)) });
    expect(first).toContain(told);
    expect(first!.length).toBeLessThan(1500);
    expect(others).toEqual([]);
  });

  it("a key that is set twice within a value", () => {
    expect(problems('{"tags": {"a": "1", "a": "2"}}')).toEqual([
      'v: tags["a"] must be set once, it is set several times',
    ]);
    expect(
      problems('{"aws_batch_compute_environments": {"x": {"capacity": "EC2", "capacity": "SPOT"}}}'),
    ).toEqual([
      'v: aws_batch_compute_environments["x"]["capacity"] must be set once, it is set several times',
    ]);
  });

  it("a large value or name is not shown as a whole", () => {
    const large = "x".repeat(1_000_000);
    for (const value of [{ aws_region: large }, { [large]: 1 }]) {
      const [told = "", ...others] = of(value);
      expect(told.length).toBeLessThan(1500);
      expect(told).toContain("characters)");
      expect(others).toEqual([]);
    }
  });

  it("of many problems of a variable the first ten are told, and how many more there are", () => {
    const told = of({ num_azs: 50, public_subnets: Array.from({ length: 50 }, () => "10.1.0.0/24") });
    const own = told.filter((line) => line.includes("public_subnets"));
    expect(own.length).toBeLessThan(25);
    expect(own.at(-1)).toMatch(/public_subnets has \d+ more problems$/);
  });
});

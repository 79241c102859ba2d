import {
  checkInstanceTypes,
  judgeInstanceTypes,
} from "../../../../src/operations/doctor/region/instance-types";
import type { CheckResult } from "../../../../src/operations/doctor/check";
import { parse } from "../../../support/variables";
import { context, told } from "../fakes";

const ZONES = ["us-east-1a", "us-east-1b"];

/** EC2 of a region with two zones, one of which lacks m7i. */
const answers = {
  DescribeAvailabilityZones: {
    AvailabilityZones: [
      { ZoneName: "us-east-1b", ZoneId: "use1-az2" },
      { ZoneName: "us-east-1a", ZoneId: "use1-az1" },
      { ZoneName: "us-east-1e", ZoneId: "use1-az3" },
      { ZoneName: "us-east-1f", ZoneId: "use1-az5" },
    ],
  },
  DescribeInstanceTypeOfferings: ({ Filters }: { Filters: { Name: string; Values: string[] }[] }): object => {
    const patterns = Filters.find(({ Name }) => Name === "instance-type")!.Values;
    const all = [
      ["m5.large", "us-east-1a"],
      ["m5.large", "us-east-1b"],
      ["m5.metal", "us-east-1a"],
      ["m5.metal", "us-east-1b"],
      ["m7i.large", "us-east-1a"],
      ["t3.medium", "us-east-1a"],
      ["t3.medium", "us-east-1b"],
    ];
    const isWanted = (type: string): boolean =>
      patterns.some((pattern) =>
        pattern.endsWith("*") ? type.startsWith(pattern.slice(0, -1)) : type === pattern,
      );
    return {
      InstanceTypeOfferings: all
        .filter(([type]) => isWanted(type!))
        .map(([InstanceType, Location]) => ({ InstanceType, Location })),
    };
  },
};

async function check(types: readonly string[]): Promise<string> {
  const variables = parse({ aws_batch_instance_types: types });
  const results = await checkInstanceTypes(context({ variables, answers }));
  expect(results).toHaveLength(1);
  return told(results, "instance types");
}

describe("the type of the managed nodes, which no variable chooses,", () => {
  const of = async (...offeredIn: readonly string[]): Promise<CheckResult[]> => {
    const offered = offeredIn.map((Location) => ({ InstanceType: "m5.large", Location }));
    const DescribeInstanceTypeOfferings = { InstanceTypeOfferings: offered };
    return checkInstanceTypes(context({ answers: { ...answers, DescribeInstanceTypeOfferings } }));
  };

  it("is told where no zone has it, or one lacks it", async () => {
    expect(told(await of(), "managed nodes")).toMatch(
      /^failed: m5\.large, on which the add-ons run, is not in us-east-1a, us-east-1b\n/,
    );
    expect(told(await of("us-east-1a"), "managed nodes")).toMatch(
      /^warning: m5\.large, .* not in us-east-1b\n/,
    );
  });

  it("is not judged by an emulator that tells of no zone", async () => {
    const env = { AWS_ENDPOINT_URL: "http://127.0.0.1:1" };
    const silent = { ...answers, DescribeInstanceTypeOfferings: {} };
    const results = await checkInstanceTypes(context({ env, answers: silent }));
    expect(results.map(({ check: name, state }) => [name, state])).toEqual([["instance types", "ok"]]);
  });
});

test.each([[["m5.large"]], [["m5"]], [["m5.metal"]], [["m5.large", "m5.metal"]]])(
  "%j is offered",
  async (types) => expect(await check(types)).toBe(`ok: ${types.join(", ")} in us-east-1a, us-east-1b`),
);

test("what AWS Batch chooses from by itself needs no look at EC2", () =>
  expect(judgeInstanceTypes(["optimal", "default_arm64"], ZONES, new Map(), "us-east-1").state).toBe("ok"));

test.each(["m9z.huge", "default-arm64", "m5.gigantic", "metal", "zz9"])(
  "%s is in no zone, which is told before anything is made",
  (type) => {
    const { state, found, todo } = judgeInstanceTypes(
      [type, "m5.large"],
      ZONES,
      new Map([["m5.large", new Set(ZONES)]]),
      "us-east-1",
    );
    expect([state, found]).toEqual(["failed", `none of us-east-1a, us-east-1b has ${type}`]);
    expect(todo.join()).toContain("describe-instance-type-offerings");
  },
);

test.each(["t3.medium", "t3a", "t4g.small", "mac2.metal"])(
  "%s is none that AWS Batch takes, though EC2 has it",
  (type) =>
    expect(judgeInstanceTypes([type], ZONES, new Map([[type, new Set(ZONES)]]), "us-east-1")).toMatchObject({
      state: "failed",
      found: `AWS Batch takes no ${type}`,
    }),
);

test.each(["trn1.32xlarge", "m5.metal"])("%s begins as others do, and is taken", (type) =>
  expect(judgeInstanceTypes([type], ZONES, new Map([[type, new Set(ZONES)]]), "us-east-1").state).toBe("ok"),
);

test("a type that one zone lacks is a warning", async () =>
  expect(await check(["m7i.large", "m5"])).toMatch(/^warning: m7i\.large is not in us-east-1b/));

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkRegion, judgeRegion } from "../../../../src/operations/doctor/region/region";
import { checkShellRegion } from "../../../../src/operations/doctor/machine/shell-region";
import { judgeZones } from "../../../../src/operations/doctor/region/zones";
import { defaultVariables } from "../../../../src/model/variables";
import { awsError, context, networkError, told } from "../fakes";

describe("the region", () => {
  const regions = [
    { RegionName: "us-east-1", OptInStatus: "opt-in-not-required" },
    { RegionName: "eu-south-2", OptInStatus: "not-opted-in" },
    { RegionName: "eu-west-1", OptInStatus: "opt-in-not-required" },
    { RegionName: "af-south-1", OptInStatus: "opted-in" },
  ];

  it.each(["us-east-1", "af-south-1"])("is fine when it is enabled, as %s is", (region) => {
    const { blocked, results } = judgeRegion(region, regions);
    expect(blocked).toBeUndefined();
    expect(told(results, "region")).toMatch(`ok: ${region} is enabled`);
  });

  it("fails when it does not exist, with the nearest that does", () => {
    const { blocked, results } = judgeRegion("eu-west-9", regions);
    expect(blocked).toBeDefined();
    expect(told(results, "region")).toMatch(
      /^failed: there is no region eu-west-9; did you mean eu-west-1\?/,
    );
  });

  it("fails when the account has not enabled it, with the command that does", () => {
    const { blocked, results } = judgeRegion("eu-south-2", regions);
    expect(blocked).toBeDefined();
    expect(told(results, "region")).toContain("aws account enable-region --region-name eu-south-2");
  });

  it.each([
    ["AuthFailure", awsError("AuthFailure")],
    ["ENOTFOUND", networkError("ENOTFOUND")],
  ])("is asked elsewhere when it does not answer for itself (%s)", async (_, error) => {
    const verdict = await checkRegion(
      context({
        variables: { ...defaultVariables(), aws_region: "eu-south-2" },
        answers: { DescribeRegions: error },
        elsewhere: { DescribeRegions: { Regions: regions } },
      }),
    );
    expect(told(verdict.results, "region")).toMatch(/^failed: eu-south-2 is not enabled/);
  });

  it("could not be checked when one may not ask, which stops nothing", async () => {
    const error = awsError("UnauthorizedOperation", "You are not authorized to perform this operation.");
    const { blocked, results } = await checkRegion(context({ answers: { DescribeRegions: error } }));
    expect(blocked).toBeUndefined();
    expect(told(results, "region")).toMatch(/^could not check: not allowed: You are not authorized/);
  });
});

describe("the zones", () => {
  const zones = ["a", "b", "c"].map((letter, index) => ({
    ZoneName: `us-east-1${letter}`,
    ZoneId: `use1-az${index + 2}`,
  }));

  it("are enough when EKS takes as many as num_azs", () => {
    expect(judgeZones({ num_azs: 2, aws_region: "us-east-1" }, zones)).toMatchObject({
      state: "ok",
      found: "2 for EKS, num_azs is 2: us-east-1a, us-east-1c",
    });
  });

  it("are too few when EKS refuses one of them", () => {
    const result = judgeZones({ num_azs: 3, aws_region: "us-east-1" }, zones);
    expect(result).toMatchObject({
      state: "failed",
      found: expect.stringContaining("has 2 for EKS") as string,
    });
    expect(result.todo[0]).toContain("Set num_azs to 2 or less");
  });
});

describe("the region of the shell", () => {
  let home: string;
  beforeEach(() => (home = mkdtempSync(join(tmpdir(), "doctor-home-"))));
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  const check = (env: NodeJS.ProcessEnv): string =>
    told(checkShellRegion({ HOME: home, ...env }, "eu-west-1"), "region of this shell");
  const config = (text: string): NodeJS.ProcessEnv => {
    writeFileSync(join(home, "config"), text);
    return { AWS_CONFIG_FILE: join(home, "config") };
  };

  it("is fine when nothing names one, or all name the environment's", () => {
    expect(check({})).toBe("ok: nothing names one");
    expect(check({ AWS_REGION: "eu-west-1" })).toBe("ok: AWS_REGION: eu-west-1");
  });

  it.each(["AWS_REGION", "AWS_DEFAULT_REGION"])("is a trap when %s names another", (name) => {
    const text = check({ AWS_REGION: "eu-west-1", [name]: "us-west-2" });
    expect(text).toMatch(`warning: ${name} is us-west-2, but aws_region is eu-west-1`);
    expect(text).toContain("export AWS_REGION=eu-west-1 AWS_DEFAULT_REGION=eu-west-1");
  });

  it("is read from the profile when the shell has no variable", () => {
    const env = config(
      "[default]\nregion = us-east-1\n[profile work]\ns3 =\n  region = x\nregion=ap-south-1\n[profile z]\nregion = eu-west-1\n",
    );
    expect(check(env)).toMatch("warning: the region of profile default is us-east-1");
    expect(check({ ...env, AWS_PROFILE: "work" })).toMatch("the region of profile work is ap-south-1");
    expect(check({ ...env, AWS_PROFILE: "z" })).toMatch(/^ok/);
    expect(check({ ...env, AWS_REGION: "eu-west-1" })).toMatch(/^ok/);
  });
});

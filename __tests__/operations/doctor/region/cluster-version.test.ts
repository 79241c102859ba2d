import type { VersionStatus } from "@aws-sdk/client-eks";
import { checkClusterVersion, judgeVersion } from "../../../../src/operations/doctor/region/cluster-version";
import { attempt } from "../../../../src/operations/doctor/context";
import { awsError, context, told } from "../fakes";

const version = (clusterVersion: string, versionStatus: VersionStatus, end: string) => ({
  clusterVersion,
  versionStatus,
  endOfStandardSupportDate: new Date(end),
});
const offered = [
  version("1.37", "STANDARD_SUPPORT", "2027-12-01"),
  version("1.35", "STANDARD_SUPPORT", "2027-03-27"),
  version("1.34", "STANDARD_SUPPORT", "2026-12-02"),
  version("1.33", "EXTENDED_SUPPORT", "2026-07-29"),
  version("1.30", "UNSUPPORTED", "2025-07-23"),
  version("1.29", "STANDARD_SUPPORT", "2027-12-01"),
];
const now = new Date("2026-11-23");

function judge(wanted: string, isInstalled = false): string {
  return told([judgeVersion({ wanted, offered, now, isInstalled })], "Kubernetes version");
}

it("takes a version in standard support, and says until when", () => {
  expect(judge("1.35")).toBe("ok: 1.35 is in standard support until 2027-03-27, and AWS Batch supports it");
});

it.each([
  ["1.31", "EKS offers no 1.31 here"],
  ["1.30", "EKS offers no 1.30 here"],
  ["1.33", "1.33 is in extended support"],
  ["1.29", "AWS Batch does not support 1.29"],
])("refuses %s, with the versions to choose from", (wanted, found) => {
  expect(judge(wanted)).toMatch(`failed: ${found}`);
  expect(judge(wanted)).toContain("Set eks_cluster_version to one in standard support: 1.35, 1.34");
});

it("warns of a version whose standard support ends within 60 days", () => {
  expect(judge("1.34")).toMatch(/^warning: 1\.34 is in standard support only until 2026-12-02/);
});

it("warns of a version that is newer than what AWS Batch is known to support", () => {
  expect(judge("1.37")).toMatch(/^warning: 1\.37 is newer .*\(1\.30 to 1\.36\)/);
});

it("only warns of the version of a cluster that runs already", () => {
  expect(judge("1.33", true)).toMatch(/^warning: 1\.33 is in extended support/);
});

it("could not check when EKS does not answer", async () => {
  const answers = { DescribeClusterVersions: awsError("ThrottlingException", "Rate exceeded") };
  const results = await attempt("Kubernetes version", () => checkClusterVersion(context({ answers })));
  expect(told(results, "Kubernetes version")).toBe("could not check: ThrottlingException: Rate exceeded");
});

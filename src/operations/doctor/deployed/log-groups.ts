import { paginateDescribeLogGroups } from "@aws-sdk/client-cloudwatch-logs";
import { logGroupNames, logGroupPrefixes } from "../../../model/names";
import { failed, ok, warning, type CheckResult } from "../check";
import type { Check } from "../context";

const CHECK = "log groups";

/** The log groups of the control plane and of the jobs, with an end to what they keep. */
export const checkLogGroups: Check = async ({ aws, variables }) => {
  const retention = new Map<string, number | undefined>();
  for (const logGroupNamePrefix of Object.values(logGroupPrefixes(variables.eks_cluster_name))) {
    const pages = paginateDescribeLogGroups({ client: aws.logs }, { logGroupNamePrefix });
    for await (const { logGroups = [] } of pages) {
      for (const { logGroupName = "", retentionInDays } of logGroups)
        retention.set(logGroupName, retentionInDays);
    }
  }
  return [judgeLogGroups(logGroupNames(variables), retention, variables.log_retention_days)];
};

/** @param retention days by name of the groups that exist; undefined means for ever */
export function judgeLogGroups(
  wanted: readonly string[],
  retention: ReadonlyMap<string, number | undefined>,
  days: number,
): CheckResult {
  const missing = wanted.filter((name) => !retention.has(name));
  if (missing.length > 0) {
    return failed(CHECK, `missing: ${missing.join(", ")}`, "Run ./install.sh, or logs are kept for ever.");
  }
  const others = wanted.filter((name) => retention.get(name) !== days);
  if (others.length > 0) {
    const list = others.map((name) => `${name} (${retention.get(name) ?? "for ever"})`).join(", ");
    return warning(CHECK, `kept for other than log_retention_days (${days}): ${list}`, "Run ./install.sh.");
  }
  return ok(CHECK, `${wanted.length} exist and keep logs for ${days} days`);
}

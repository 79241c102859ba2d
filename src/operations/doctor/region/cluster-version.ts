import { paginateDescribeClusterVersions, type ClusterVersionInformation } from "@aws-sdk/client-eks";
import { BATCH_KUBERNETES_MINORS } from "../../../model/facts/batch";
import { failed, ok, warning, type CheckResult } from "../check";
import type { Check } from "../context";

const BATCH_PAGE = "https://docs.aws.amazon.com/batch/latest/userguide/supported_kubernetes_version.html";
const CHECK = "Kubernetes version";
const SOON_DAYS = 60;
const DAY_MS = 86_400_000;

/** Whether EKS and AWS Batch take the wanted version. */
export const checkClusterVersion: Check = async ({ aws, variables, state, now }) => {
  const offered: ClusterVersionInformation[] = [];
  for await (const { clusterVersions = [] } of paginateDescribeClusterVersions({ client: aws.eks }, {})) {
    offered.push(...clusterVersions);
  }
  const isInstalled = state.owns("aws_eks_cluster", variables.eks_cluster_name);
  return [judgeVersion({ wanted: variables.eks_cluster_version, offered, now, isInstalled })];
};

export interface VersionQuestion {
  readonly wanted: string;
  readonly offered: readonly ClusterVersionInformation[];
  readonly now: Date;
  /** A cluster that runs already outlives the support of its version. */
  readonly isInstalled: boolean;
}

export function judgeVersion({ wanted, offered, now, isInstalled }: VersionQuestion): CheckResult {
  const standard = offered
    .filter(({ versionStatus }) => versionStatus === "STANDARD_SUPPORT")
    .flatMap(({ clusterVersion }) => clusterVersion ?? [])
    .filter((version) => minorOf(version) <= BATCH_KUBERNETES_MINORS.max);
  const choose = `Set eks_cluster_version to one in standard support: ${standard.join(", ") || "see the EKS console"}.`;
  const refuse = isInstalled ? warning : failed;
  const version = offered.find(({ clusterVersion }) => clusterVersion === wanted);
  if (!version || version.versionStatus === "UNSUPPORTED") {
    return refuse(CHECK, `EKS offers no ${wanted} here`, choose);
  }
  const end = version.endOfStandardSupportDate;
  const until = end ? ` until ${end.toISOString().slice(0, 10)}` : "";
  if (version.versionStatus !== "STANDARD_SUPPORT") {
    return refuse(
      CHECK,
      `${wanted} is in extended support, which costs extra and which this project's upgrade policy rules out`,
      choose,
    );
  }
  if (minorOf(wanted) < BATCH_KUBERNETES_MINORS.min) {
    return refuse(CHECK, `AWS Batch does not support ${wanted} (see ${BATCH_PAGE})`, choose);
  }
  if (minorOf(wanted) > BATCH_KUBERNETES_MINORS.max) {
    const known = `1.${BATCH_KUBERNETES_MINORS.min} to 1.${BATCH_KUBERNETES_MINORS.max}`;
    return warning(
      CHECK,
      `${wanted} is newer than what AWS Batch is known to support here (${known})`,
      `See ${BATCH_PAGE}`,
      choose,
    );
  }
  if (end && end.getTime() - now.getTime() < SOON_DAYS * DAY_MS) {
    return warning(
      CHECK,
      `${wanted} is in standard support only${until}; EKS then upgrades the cluster`,
      choose,
    );
  }
  return ok(CHECK, `${wanted} is in standard support${until}, and AWS Batch supports it`);
}

function minorOf(version: string): number {
  return Number(version.split(".")[1]);
}

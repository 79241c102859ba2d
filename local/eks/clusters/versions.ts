import type {
  ClusterVersionInformation,
  ClusterVersionStatus,
  DescribeClusterVersionsRequest,
  DescribeClusterVersionsResponse,
} from "@aws-sdk/client-eks";
import type { Operation } from "../../protocol/service";
import { DEFAULT_VERSION, KUBERNETES_VERSIONS, type KubernetesVersion } from "./version-catalog";
import { invalidParameter, type ErrorSubject } from "../errors";
import { operation } from "../requests";
import { page } from "../page";

/** The operation that tells which Kubernetes versions a cluster can have. */
export const clusterVersionOperations: readonly Operation[] = [
  operation(
    { action: "DescribeClusterVersions", method: "GET", path: "/cluster-versions" },
    (_region, request: DescribeClusterVersionsRequest) => describeClusterVersions(request),
  ),
];

/** @throws AwsError when EKS does not create or update clusters to the version. */
export function supportedVersion(version: string, subject: ErrorSubject): KubernetesVersion {
  const found = KUBERNETES_VERSIONS.find((candidate) => candidate.version === version);
  if (!found || found.support === "UNSUPPORTED") {
    throw invalidParameter("unsupported Kubernetes version", subject);
  }
  return found;
}

function describeClusterVersions(request: DescribeClusterVersionsRequest): DescribeClusterVersionsResponse {
  const named = request.clusterVersions ?? [];
  const status = request.versionStatus ?? request.status?.toUpperCase().replace("-", "_");
  const wanted = KUBERNETES_VERSIONS.filter(
    ({ version, support }) =>
      (named.length === 0 || named.includes(version)) &&
      (!request.defaultOnly || version === DEFAULT_VERSION) &&
      (!status || support === status) &&
      (request.clusterType ?? "eks") === "eks" &&
      // Versions past their support are told only to who asks for them.
      (support !== "UNSUPPORTED" || request.includeAll || named.length > 0 || status === "UNSUPPORTED"),
  );
  const { items, nextToken } = page(wanted, request);
  return { clusterVersions: items.map(information), nextToken };
}

function information(version: KubernetesVersion): ClusterVersionInformation {
  return {
    clusterVersion: version.version,
    clusterType: "eks",
    defaultPlatformVersion: version.platformVersion,
    defaultVersion: version.version === DEFAULT_VERSION,
    releaseDate: new Date(version.released),
    endOfStandardSupportDate: new Date(version.standardSupportEnds),
    endOfExtendedSupportDate: new Date(version.extendedSupportEnds),
    status: version.support.toLowerCase().replace("_", "-") as ClusterVersionStatus,
    versionStatus: version.support,
    kubernetesPatchVersion: version.patch,
  };
}

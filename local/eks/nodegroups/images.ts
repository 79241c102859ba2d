import { KUBERNETES_VERSIONS } from "../clusters/version-catalog";

/** The release of the EKS optimized Amazon Linux and Windows images that is the newest one. */
const RELEASE_DATE = "20261112";

/** The release of Bottlerocket that is the newest one. */
const BOTTLEROCKET_RELEASE = "1.61.0-8d8a4a3f";

/** The release of a node image that new nodes of a Kubernetes version get. */
export function latestRelease(version: string, amiType: string): string {
  if (amiType.startsWith("BOTTLEROCKET")) return BOTTLEROCKET_RELEASE;
  const { patch } = KUBERNETES_VERSIONS.find((candidate) => candidate.version === version)!;
  return amiType.startsWith("WINDOWS") ? `${version}-2026.11.12` : `${patch}-${RELEASE_DATE}`;
}

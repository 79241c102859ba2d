import type { VersionStatus } from "@aws-sdk/client-eks";

export interface KubernetesVersion {
  /** Minor version, such as `1.35`. */
  readonly version: string;
  readonly support: VersionStatus;
  /** Newest patch that EKS runs, also that of the node images. */
  readonly patch: string;
  readonly platformVersion: string;
  readonly released: string;
  readonly standardSupportEnds: string;
  readonly extendedSupportEnds: string;
}

/** The version of a cluster that is created without one. */
export const DEFAULT_VERSION = "1.36";

/**
 * The Kubernetes versions of EKS as of November 2026, newest first.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html
 */
export const KUBERNETES_VERSIONS: readonly KubernetesVersion[] = [
  {
    version: "1.36",
    support: "STANDARD_SUPPORT",
    patch: "1.36.0",
    platformVersion: "eks.8",
    released: "2026-06-02",
    standardSupportEnds: "2027-08-02",
    extendedSupportEnds: "2028-08-02",
  },
  {
    version: "1.35",
    support: "STANDARD_SUPPORT",
    patch: "1.35.3",
    platformVersion: "eks.17",
    released: "2026-01-27",
    standardSupportEnds: "2027-03-27",
    extendedSupportEnds: "2028-03-27",
  },
  {
    version: "1.34",
    support: "STANDARD_SUPPORT",
    patch: "1.34.6",
    platformVersion: "eks.27",
    released: "2025-10-02",
    standardSupportEnds: "2026-12-02",
    extendedSupportEnds: "2027-12-02",
  },
  {
    version: "1.33",
    support: "EXTENDED_SUPPORT",
    patch: "1.33.10",
    platformVersion: "eks.41",
    released: "2025-05-29",
    standardSupportEnds: "2026-07-29",
    extendedSupportEnds: "2027-07-29",
  },
  {
    version: "1.32",
    support: "EXTENDED_SUPPORT",
    patch: "1.32.13",
    platformVersion: "eks.48",
    released: "2025-01-23",
    standardSupportEnds: "2026-03-23",
    extendedSupportEnds: "2027-03-23",
  },
  {
    version: "1.31",
    support: "EXTENDED_SUPPORT",
    patch: "1.31.14",
    platformVersion: "eks.64",
    released: "2024-09-26",
    standardSupportEnds: "2025-11-26",
    extendedSupportEnds: "2026-11-26",
  },
  {
    version: "1.30",
    support: "UNSUPPORTED",
    patch: "1.30.14",
    platformVersion: "eks.72",
    released: "2024-05-23",
    standardSupportEnds: "2025-07-23",
    extendedSupportEnds: "2026-07-23",
  },
];

/** The minor number of a version such as `1.35`. */
export function minorOf(version: string): number {
  return Number(version.split(".")[1]);
}

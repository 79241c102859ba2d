/** Characters that Terraform appends to a name prefix to make a name unique. */
const UNIQUE_SUFFIX_LENGTH = 26;

/** Longest names that AWS and Terraform's AWS provider accept, in characters. */
export const MAX_NAME_LENGTH = {
  iamRole: 64,
  iamPolicy: 128,
  instanceProfile: 128,
  eventRule: 64,
  // AWS takes 128, the provider three less.
  launchTemplate: 125,
  securityGroup: 255,
} as const;

/**
 * A name prefix that is short enough for Terraform to complete: a long cluster name is cut, which
 * costs nothing because Terraform's suffix makes the whole name unique.
 *
 * Generated names also let two environments live in one account, and let a resource be replaced
 * before the old one goes.
 *
 * @param suffix what tells this name from the cluster's others, with its separators, such as `-node-`
 */
export function namePrefix(clusterName: string, suffix: string, kind: keyof typeof MAX_NAME_LENGTH): string {
  const length = MAX_NAME_LENGTH[kind] - UNIQUE_SUFFIX_LENGTH - suffix.length;
  return clusterName.slice(0, length) + suffix;
}

/** Name of the topic that alerts about an environment go through. */
export function alertTopicName(clusterName: string): string {
  return `${clusterName}-alerts`;
}

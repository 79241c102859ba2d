import { Address4 } from "ip-address";

/** Smallest and largest prefix length that a VPC and its subnets accept. */
export const VPC_PREFIX_LENGTH = { min: 16, max: 28 } as const;

/**
 * What is wrong with an IPv4 block of a VPC or subnet.
 *
 * @returns the rule that it breaks, as the end of a sentence that begins with its name, or undefined
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
 */
export function cidrProblem(cidr: string): string | undefined {
  if (!cidr.includes("/") || !Address4.isValid(cidr)) {
    return "must be an IPv4 block in CIDR notation, such as 10.1.0.0/16";
  }
  const { min, max } = VPC_PREFIX_LENGTH;
  const block = new Address4(cidr);
  if (block.subnetMask < min || block.subnetMask > max) {
    return `must have a prefix length from /${min} to /${max}, as AWS demands`;
  }
  return hostBitsProblem(cidr);
}

/**
 * What is wrong with an IPv4 block from which requests may come over the internet.
 *
 * @returns as `cidrProblem`
 */
export function publicCidrProblem(cidr: string): string | undefined {
  if (!cidr.includes("/") || !Address4.isValid(cidr)) {
    return "must be an IPv4 block in CIDR notation, such as 203.0.113.0/24";
  }
  const block = new Address4(cidr);
  if (
    block.isPrivate() ||
    block.isCGNAT() ||
    block.isLoopback() ||
    block.isLinkLocal() ||
    block.isReserved()
  ) {
    return "must be public addresses: from these nobody comes over the internet";
  }
  return hostBitsProblem(cidr);
}

function hostBitsProblem(cidr: string): string | undefined {
  const block = new Address4(cidr);
  const network = `${block.startAddress().correctForm()}/${block.subnetMask}`;
  return network === cidr ? undefined : `must have no host bits set (did you mean ${network}?)`;
}

/** Whether the first block contains the second, or equals it. */
export function containsCidr(outer: string, inner: string): boolean {
  return new Address4(inner).isInSubnet(new Address4(outer));
}

export function cidrsOverlap(one: string, other: string): boolean {
  return containsCidr(one, other) || containsCidr(other, one);
}

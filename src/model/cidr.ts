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

/**
 * Blocks that are free within a block: each as large as the smallest of some models, or as there is room for.
 *
 * @param taken blocks that are in use
 * @returns as many as are wanted; none when there is no room for them all
 */
export function freeBlocks(
  within: string,
  taken: readonly string[],
  count: number,
  models: readonly string[],
): string[] {
  const wanted = Math.max(...models.map(prefixLengthOf));
  let free = without(within, taken);
  const found: string[] = [];
  while (found.length < count) {
    const large = free.filter((block) => prefixLengthOf(block) <= wanted);
    // The smallest that is large enough, so that large ones stay whole; else the largest.
    const best = large.length > 0 ? large.reduce(smaller) : free.reduce(larger, "");
    if (best === "") return [];
    const [network] = best.split("/");
    const block = `${network}/${Math.max(wanted, prefixLengthOf(best))}`;
    found.push(block);
    free = free.flatMap((each) => (each === best ? without(each, [block]) : each));
  }
  return found;
}

const prefixLengthOf = (block: string): number => new Address4(block).subnetMask;
const smaller = (one: string, other: string): string =>
  prefixLengthOf(other) > prefixLengthOf(one) ? other : one;
const larger = (one: string, other: string): string =>
  one === "" || prefixLengthOf(other) < prefixLengthOf(one) ? other : one;

/** What is left of a block, as blocks that AWS accepts. */
function without(block: string, taken: readonly string[]): string[] {
  const there = taken.filter((each) => cidrsOverlap(block, each));
  if (there.length === 0) return [block];
  const length = prefixLengthOf(block) + 1;
  if (length > VPC_PREFIX_LENGTH.max || there.some((each) => containsCidr(each, block))) return [];
  const address = new Address4(block);
  const upper = Address4.fromBigInt(address.bigInt() + (1n << BigInt(32 - length)));
  return [address.correctForm(), upper.correctForm()].flatMap((half) => without(`${half}/${length}`, there));
}

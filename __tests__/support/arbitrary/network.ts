import * as fc from "fast-check";
import type { Variables } from "../../../src/model/variables";
import { blockWithin, formatBlock, parseBlock, type Ipv4Block } from "./ipv4";

type NetworkVariables = Pick<Variables, "num_azs" | "vpc_cidr" | "public_subnets" | "private_subnets">;

/** What AWS recommends for a VPC, and what is used where those are taken. */
const VPC_RANGES = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "198.19.0.0/16"];
const LONGEST_PREFIX = 28;
const MAX_ZONES = 6;

/** A VPC with a public and a private subnet for each zone, of any sizes, anywhere in it, in any order. */
export const network: fc.Arbitrary<NetworkVariables> = fc
  .constantFrom(...VPC_RANGES)
  // Four subnets fit a /26.
  .chain((range) => blockWithin(range, 16, 26))
  .chain((vpc) =>
    fc.tuple(fc.constant(vpc), fc.integer({ min: 2, max: Math.min(MAX_ZONES, roomIn(vpc) / 2) })),
  )
  .chain(([vpc, zones]) =>
    disjointBlocks(vpc, 2 * zones).map((subnets) => ({
      num_azs: zones,
      vpc_cidr: vpc,
      public_subnets: subnets.slice(0, zones),
      private_subnets: subnets.slice(zones),
    })),
  );

function roomIn(vpc: string): number {
  return 2 ** (LONGEST_PREFIX - parseBlock(vpc).prefixLength);
}

/** Halves blocks until there are enough, and takes a part of each. */
function disjointBlocks(vpc: string, count: number): fc.Arbitrary<string[]> {
  return fc
    .array(fc.nat(), { minLength: count - 1, maxLength: count - 1 })
    .map((choices) => choices.reduce(halveOne, [parseBlock(vpc)]))
    .chain((blocks) => fc.shuffledSubarray(blocks, { minLength: count, maxLength: count }))
    .chain((blocks) =>
      fc.tuple(...blocks.map((block) => blockWithin(formatBlock(block), block.prefixLength, LONGEST_PREFIX))),
    );
}

function halveOne(blocks: readonly Ipv4Block[], choice: number): Ipv4Block[] {
  const divisible = blocks.filter(({ prefixLength }) => prefixLength < LONGEST_PREFIX);
  const block = divisible[choice % divisible.length]!;
  const prefixLength = block.prefixLength + 1;
  const upper = { address: block.address + 2 ** (32 - prefixLength), prefixLength };
  return [...blocks.filter((other) => other !== block), { address: block.address, prefixLength }, upper];
}

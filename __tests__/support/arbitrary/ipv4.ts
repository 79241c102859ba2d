import * as fc from "fast-check";

/** An IPv4 block as numbers; arithmetic of its own, so that the project's is not proved by itself. */
export interface Ipv4Block {
  /** The first address, from 0 to 2^32 - 1. */
  readonly address: number;
  readonly prefixLength: number;
}

export function parseBlock(cidr: string): Ipv4Block {
  const [address = "", prefixLength = ""] = cidr.split("/");
  return {
    address: address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0),
    prefixLength: Number(prefixLength),
  };
}

export function formatBlock({ address, prefixLength }: Ipv4Block): string {
  const octets = [3, 2, 1, 0].map((position) => Math.floor(address / 256 ** position) % 256);
  return `${octets.join(".")}/${prefixLength}`;
}

/** The first address behind the block. */
export function endOf({ address, prefixLength }: Ipv4Block): number {
  return address + 2 ** (32 - prefixLength);
}

/** A block below another one. */
export function blockWithin(outer: string, shortest: number, longest: number): fc.Arbitrary<string> {
  const { address, prefixLength } = parseBlock(outer);
  return fc
    .integer({ min: Math.max(shortest, prefixLength), max: longest })
    .chain((length) =>
      fc
        .nat(2 ** (length - prefixLength) - 1)
        .map((index) => formatBlock({ address: address + index * 2 ** (32 - length), prefixLength: length })),
    );
}

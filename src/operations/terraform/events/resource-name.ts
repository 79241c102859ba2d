/** The hash that CDKTF appends to the names of resources, so that no two are the same. */
const HASH = /_[0-9A-F]{8}(?=$|\[)/;

/** A resource as people read it: its address in the stack without CDKTF's hash. */
export function nameOf(address: string): string {
  return address.replace(HASH, "");
}

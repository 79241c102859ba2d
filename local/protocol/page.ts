import type { AwsError } from "./aws-error";

/** The members by which services page their lists. */
export interface PageRequest {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

export interface Page<Item> {
  readonly items: Item[];
  /** Undefined on the last page. */
  readonly nextToken: string | undefined;
}

/**
 * Cuts a page of some size out of a list, in the list's order.
 *
 * @param refusal error for a token that no page gave
 */
export function cutPage<Item>(
  all: readonly Item[],
  nextToken: string | undefined,
  size: number,
  refusal: (message: string) => AwsError,
): Page<Item> {
  const start = nextToken === undefined ? 0 : offsetOf(nextToken);
  if (start === undefined) throw refusal("nextToken is not valid");
  const end = start + size;
  return { items: all.slice(start, end), nextToken: end < all.length ? tokenOf(end) : undefined };
}

function tokenOf(offset: number): string {
  return Buffer.from(String(offset)).toString("base64url");
}

function offsetOf(token: string): number | undefined {
  const offset = Number(Buffer.from(token, "base64url").toString());
  return Number.isSafeInteger(offset) && tokenOf(offset) === token ? offset : undefined;
}

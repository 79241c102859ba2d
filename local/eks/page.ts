import { invalidParameter } from "./errors";

export interface PageRequest {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

export interface Page<Item> {
  readonly items: Item[];
  readonly nextToken: string | undefined;
}

const LARGEST_PAGE = 100;

/** One page of a list, in the list's order. */
export function page<Item>(all: readonly Item[], request: PageRequest): Page<Item> {
  const size = request.maxResults ?? LARGEST_PAGE;
  if (!Number.isInteger(size) || size < 1 || size > LARGEST_PAGE) {
    throw invalidParameter(`maxResults must be between 1 and ${LARGEST_PAGE}`);
  }
  const start = request.nextToken === undefined ? 0 : offsetOf(request.nextToken);
  const end = start + size;
  return { items: all.slice(start, end), nextToken: end < all.length ? tokenOf(end) : undefined };
}

function tokenOf(offset: number): string {
  return Buffer.from(String(offset)).toString("base64url");
}

function offsetOf(token: string): number {
  const offset = Number(Buffer.from(token, "base64url").toString());
  if (!Number.isInteger(offset) || tokenOf(offset) !== token) {
    throw invalidParameter("nextToken is not valid");
  }
  return offset;
}

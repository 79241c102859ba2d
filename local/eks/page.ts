import type { AwsError } from "../gateway/aws-error";
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

/**
 * One page of a list, in the list's order.
 *
 * @param refusal error for a page that there is not
 */
export function page<Item>(
  all: readonly Item[],
  request: PageRequest,
  refusal: (message: string) => AwsError = invalidParameter,
): Page<Item> {
  const size = request.maxResults ?? LARGEST_PAGE;
  if (!Number.isInteger(size) || size < 1 || size > LARGEST_PAGE) {
    throw refusal(`maxResults must be between 1 and ${LARGEST_PAGE}`);
  }
  const start = request.nextToken === undefined ? 0 : offsetOf(request.nextToken);
  if (start === undefined) throw refusal("nextToken is not valid");
  const end = start + size;
  return { items: all.slice(start, end), nextToken: end < all.length ? tokenOf(end) : undefined };
}

function tokenOf(offset: number): string {
  return Buffer.from(String(offset)).toString("base64url");
}

function offsetOf(token: string): number | undefined {
  const offset = Number(Buffer.from(token, "base64url").toString());
  return Number.isInteger(offset) && tokenOf(offset) === token ? offset : undefined;
}

import { invalidRequest } from "./errors";

/** The members by which all of Batch's lists are paged. */
export interface PageRequest {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

export interface Page<T> {
  readonly items: T[];
  /** Undefined on the last page. */
  readonly nextToken: string | undefined;
}

/**
 * Cuts a page out of a list.
 *
 * @param limit page size that is not exceeded, and used when the request names none
 */
export function page<T>(items: readonly T[], request: PageRequest, limit: number): Page<T> {
  const { maxResults = limit, nextToken } = request;
  if (maxResults < 1) throw invalidRequest("maxResults must be at least 1");
  const start = nextToken === undefined ? 0 : positionIn(nextToken);
  const end = start + Math.min(maxResults, limit);
  return {
    items: items.slice(start, end),
    nextToken: end < items.length ? Buffer.from(String(end)).toString("base64url") : undefined,
  };
}

function positionIn(token: string): number {
  const position = Number(Buffer.from(token, "base64url").toString());
  if (!Number.isSafeInteger(position) || position < 1) throw invalidRequest("nextToken is not valid");
  return position;
}

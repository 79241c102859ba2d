import { cutPage, type Page, type PageRequest } from "../protocol/page";
import { invalidRequest } from "./errors";

/**
 * One page of a list of Batch.
 *
 * @param limit page size that is not exceeded, and used when the request names none
 */
export function page<Item>(all: readonly Item[], request: PageRequest, limit: number): Page<Item> {
  const { maxResults = limit, nextToken } = request;
  if (maxResults < 1) throw invalidRequest("maxResults must be at least 1");
  return cutPage(all, nextToken, Math.min(maxResults, limit), invalidRequest);
}

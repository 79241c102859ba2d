import type { AwsError } from "../protocol/aws-error";
import { cutPage, type Page, type PageRequest } from "../protocol/page";
import { invalidParameter } from "./errors";

const LARGEST_PAGE = 100;

/**
 * One page of a list of EKS, which refuses sizes that it does not have.
 *
 * @param refusal error for a page that there is not
 */
export function page<Item>(
  all: readonly Item[],
  { maxResults = LARGEST_PAGE, nextToken }: PageRequest,
  refusal: (message: string) => AwsError = invalidParameter,
): Page<Item> {
  if (!Number.isInteger(maxResults) || maxResults < 1 || maxResults > LARGEST_PAGE) {
    throw refusal(`maxResults must be between 1 and ${LARGEST_PAGE}`);
  }
  return cutPage(all, nextToken, maxResults, refusal);
}

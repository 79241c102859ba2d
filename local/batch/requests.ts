import type { Operation } from "../protocol/service";

/** An operation by the rule that Batch follows: POST to its name in small letters, all members in the body. */
export function operation<Request>(
  action: string,
  handle: (region: string, request: Request) => unknown,
): Operation {
  return {
    action,
    method: "POST",
    path: `/v1/${action.toLowerCase()}`,
    handle: ({ region, body }) => handle(region, body as Request),
  };
}

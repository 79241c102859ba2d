import type { Operation } from "../protocol/service";
import { invalidParameter } from "./errors";

/** A request type of the SDK whose required members are there. */
export type Sent<Request> = {
  [Member in keyof Request]: object extends Pick<Request, Member>
    ? Request[Member]
    : Exclude<Request[Member], undefined>;
};

export interface HttpBinding<Request> {
  readonly action: string;
  readonly method: Operation["method"];
  /** Path as AWS's model writes it, such as `/clusters/{name}`. */
  readonly path: string;
  /** Members of the body that a request must have. @default - none */
  readonly required?: readonly (keyof Request & string)[];
}

/**
 * An operation whose handler speaks the SDK's types: this is the one place where an HTTP request
 * becomes an SDK request and an SDK response becomes JSON.
 */
export function operation<Request extends object, Response>(
  binding: HttpBinding<Request>,
  handle: (region: string, request: Request) => Response | Promise<Response>,
): Operation {
  const path = binding.path.replace(/\{(\w+)\}/g, ":$1");
  return {
    action: binding.action,
    method: binding.method,
    path,
    async handle({ region, params, query, body }) {
      const request = { ...(body as object), ...queryMembers(query), ...params } as Request;
      for (const member of binding.required ?? []) {
        if (request[member] === undefined || request[member] === null) {
          throw invalidParameter(`${member} can't be null`);
        }
      }
      return toWire(await handle(region, request));
    },
  };
}

const NUMBERS = ["maxResults"];
const BOOLEANS = ["preserve", "defaultOnly", "includeAll"];
const LISTS = ["tagKeys", "clusterVersions", "types", "publishers", "owners", "include"];

/** The query of a request by the types that its members have in AWS's model of EKS. */
function queryMembers(query: URLSearchParams): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  for (const [name, value] of query) {
    if (LISTS.includes(name)) members[name] = query.getAll(name);
    else if (NUMBERS.includes(name)) members[name] = Number(value);
    else if (BOOLEANS.includes(name)) members[name] = value === "true";
    else members[name] = value;
  }
  return members;
}

/** A copy of a response as it goes over the wire: timestamps are seconds since 1970. */
function toWire(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return (value as unknown[]).map(toWire);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, toWire(member)]));
}

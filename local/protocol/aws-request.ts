import type { IncomingMessage } from "node:http";
import { protocolOf, type Protocol } from "./protocol";

/** A signed request to an AWS API, taken apart as far as every service has in common. */
export interface AwsRequest {
  readonly method: string;
  /** Path and query as sent. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly accessKeyId: string;
  readonly region: string;
  /** SigV4 signing name, such as `ec2` or `logs`. */
  readonly service: string;
  readonly protocol: Protocol;
  /** The fields of a query-protocol body; empty for the other protocols. */
  readonly form: URLSearchParams;
}

const CREDENTIAL = /Credential=([^/,\s]+)\/\d{8}\/([^/,\s]+)\/([^/,\s]+)\/aws4_request/;

/**
 * Reads who calls which service in which region from the SigV4 `Authorization` header.
 *
 * @param body @default - not read yet
 * @returns undefined when the request carries no SigV4 signature.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function parseAwsRequest(
  message: IncomingMessage,
  body: Buffer = Buffer.alloc(0),
): AwsRequest | undefined {
  const match = CREDENTIAL.exec(message.headers.authorization ?? "");
  if (!match) return undefined;
  const [, accessKeyId, region, service] = match as unknown as [string, string, string, string];
  const protocol = protocolOf(service);
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : (value ?? ""),
    ]),
  );
  const isForm = protocol === "query" || protocol === "ec2";
  return {
    method: message.method ?? "GET",
    url: message.url ?? "/",
    headers,
    body,
    accessKeyId,
    region,
    service,
    protocol,
    form: new URLSearchParams(isForm ? body.toString("utf8") : ""),
  };
}

/** The API action of a request to a service that moto serves; REST services are named by method and path. */
export function actionOf(request: AwsRequest): string {
  const target = request.headers["x-amz-target"];
  if (target) return target.slice(target.lastIndexOf(".") + 1);
  return (
    request.form.get("Action") ?? bucketAction(request) ?? `${request.method} ${request.url.split("?")[0]}`
  );
}

const VERBS: Readonly<Record<string, string>> = { GET: "Get", PUT: "Put", DELETE: "Delete" };

/** S3 tells a bucket's policy from the bucket by a query without a value. */
function bucketAction({ service, method, url }: AwsRequest): string | undefined {
  const isPolicy = service === "s3" && /^\/[^/?]+\/?\?(.*&)?policy(=|&|$)/.test(url);
  return isPolicy && method in VERBS ? `${VERBS[method]}BucketPolicy` : undefined;
}

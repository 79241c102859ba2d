import type { AwsAction } from "../../../local/protocol/aws-api";

/** Calls an action as the SDK would, with anything for the labels of its path and a body. */
export function signed(
  service: string,
  accessKeyId: string,
  endpoint: string,
  { method, path }: AwsAction,
  body: object = {},
): Promise<Response> {
  return fetch(endpoint + path.replace(/\{\w+\}/g, "any"), {
    method,
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
      "content-type": "application/json",
    },
    ...(method === "GET" ? {} : { body: JSON.stringify(body) }),
  });
}

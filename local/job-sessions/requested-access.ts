import type { AwsRequest } from "../protocol/aws-request";
import { arn, partitionOf } from "../service-context";
import type { Access } from "../protocol/iam-policy";

/**
 * What a request asks to be allowed; all of it must be.
 *
 * @param action as the gateway names it
 * @param secretArn the ARN of a secret by its name; undefined when there is none
 */
export async function requestedAccess(
  request: AwsRequest,
  action: string,
  secretArn: (name: string) => Promise<string | undefined>,
): Promise<Access[]> {
  if (request.service === "s3") return s3Access(request);
  if (request.service === "secretsmanager") {
    const { SecretId } = parse(request.body);
    if (typeof SecretId !== "string") return [{ action: `secretsmanager:${action}`, resource: "*" }];
    const known = SecretId.startsWith("arn:") ? SecretId : await secretArn(SecretId);
    // As for any secret of that name: AWS tells nobody without permission that there is none.
    const resource = known ?? arn("secretsmanager", request.region, `secret:${SecretId}-000000`);
    return [{ action: `secretsmanager:${action}`, resource }];
  }
  return [{ action: `${request.service}:${action}`, resource: "*" }];
}

function parse(body: Buffer): { readonly SecretId?: unknown } {
  try {
    return JSON.parse(body.toString("utf8")) as { SecretId?: unknown };
  } catch {
    return {};
  }
}

/** Sub-resources of an object that have actions of their own. */
const OBJECT_PARTS: Readonly<Record<string, string>> = {
  acl: "ObjectAcl",
  tagging: "ObjectTagging",
  retention: "ObjectRetention",
  "legal-hold": "ObjectLegalHold",
  attributes: "ObjectAttributes",
  torrent: "ObjectTorrent",
};

const VERBS: Readonly<Record<string, string>> = { GET: "Get", HEAD: "Get", PUT: "Put", DELETE: "Delete" };

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html */
function s3Access({ method, url, headers, body, region }: AwsRequest): Access[] {
  const [path = "", queryText = ""] = url.split(/\?(.*)/s);
  const query = new URLSearchParams(queryText);
  const [, bucket = "", ...rest] = path.split("/");
  const key = decodeURIComponent(rest.join("/"));
  const bucketArn = `arn:${partitionOf(region)}:s3:::${bucket}`;
  const object = (action: string, of = key): Access => ({ action, resource: `${bucketArn}/${of}` });
  const ofBucket = (action: string): Access => {
    const prefix = query.get("prefix");
    return {
      action,
      resource: bucketArn,
      ...(prefix !== null && { context: { "s3:prefix": prefix } }),
    };
  };
  if (bucket === "") return [{ action: "s3:ListAllMyBuckets", resource: "*" }];
  if (key !== "") {
    const part = Object.keys(OBJECT_PARTS).find((name) => query.has(name));
    if (part !== undefined) return [object(`s3:${VERBS[method]}${OBJECT_PARTS[part]}`)];
    if (query.has("uploadId") && method === "GET") return [object("s3:ListMultipartUploadParts")];
    if (query.has("uploadId") && method === "DELETE") return [object("s3:AbortMultipartUpload")];
    if (method === "DELETE") return [object("s3:DeleteObject")];
    if (method === "GET" || method === "HEAD") return [object("s3:GetObject")];
    const source = headers["x-amz-copy-source"];
    const from = source === undefined ? [] : [copySource(source, region)];
    return [object("s3:PutObject"), ...from];
  }
  if (query.has("delete") && method === "POST") {
    const keys = [...body.toString("utf8").matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, each]) => each!);
    return keys.map((each) => object("s3:DeleteObject", each));
  }
  if (query.has("uploads")) return [ofBucket("s3:ListBucketMultipartUploads")];
  if (query.has("versions")) return [ofBucket("s3:ListBucketVersions")];
  const [name = ""] = [...query.keys()].filter((each) => each in BUCKET_PARTS);
  if (name !== "") return [ofBucket(`s3:${VERBS[method]}${BUCKET_PARTS[name]}`)];
  if (method === "PUT") return [ofBucket("s3:CreateBucket")];
  if (method === "DELETE") return [ofBucket("s3:DeleteBucket")];
  return [ofBucket("s3:ListBucket")];
}

/** Sub-resources of a bucket that have actions of their own. */
const BUCKET_PARTS: Readonly<Record<string, string>> = {
  acl: "BucketAcl",
  cors: "BucketCORS",
  encryption: "EncryptionConfiguration",
  lifecycle: "LifecycleConfiguration",
  location: "BucketLocation",
  logging: "BucketLogging",
  notification: "BucketNotification",
  policy: "BucketPolicy",
  publicAccessBlock: "BucketPublicAccessBlock",
  tagging: "BucketTagging",
  versioning: "BucketVersioning",
  website: "BucketWebsite",
};

function copySource(source: string, region: string): Access {
  const [path = ""] = decodeURIComponent(source).replace(/^\//, "").split("?");
  return { action: "s3:GetObject", resource: `arn:${partitionOf(region)}:s3:::${path}` };
}

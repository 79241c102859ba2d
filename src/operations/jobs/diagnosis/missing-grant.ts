import { BUCKET_ACCESS, BUCKET_ACTIONS, OBJECT_ACTIONS, SECRET_ACTIONS } from "../../../model/job-roles";

/** What AWS refused to a job. */
export interface RefusedCall {
  /** Such as `s3:GetObject`. */
  readonly action?: string | undefined;
  /** ARN, or the name of a secret. */
  readonly resource?: string | undefined;
  /** Operation of the API, such as `HeadObject`, where the action is not told. */
  readonly call?: string | undefined;
}

/** Actions of operations that have another name. */
const ACTIONS_OF_CALLS: Readonly<Record<string, string>> = {
  HeadObject: "s3:GetObject",
  GetObject: "s3:GetObject",
  PutObject: "s3:PutObject",
  CreateMultipartUpload: "s3:PutObject",
  UploadPart: "s3:PutObject",
  CompleteMultipartUpload: "s3:PutObject",
  ListObjects: "s3:ListBucket",
  ListObjectsV2: "s3:ListBucket",
  HeadBucket: "s3:ListBucket",
  GetSecretValue: "secretsmanager:GetSecretValue",
};

/**
 * The line of variables.json that a job lacks, and how it comes into effect.
 *
 * @param role one of `job_roles` that the job has, else undefined
 * @param serviceAccount of its pods, where they have another than the namespace's own
 */
export function missingGrant(
  { action, resource, call = "" }: RefusedCall,
  role: string | undefined,
  serviceAccount?: string,
): string {
  const { list, entry } = lineFor(action ?? ACTIONS_OF_CALLS[call], resource);
  if (role !== undefined) {
    return `Its role ${role} lacks it: add ${entry} to "${list}" of "${role}" in job_roles of variables.json, run ./install.sh, and submit it again.`;
  }
  return (
    (serviceAccount === undefined
      ? "The job has none of the roles of job_roles, and so that of its node. "
      : `Its service account ${serviceAccount} is that of no role in job_roles. `) +
    "Add one to variables.json: " +
    `"job_roles": { "NAME": { "${list}": [${entry}] } }, run ./install.sh, and submit the job with --role NAME.`
  );
}

function lineFor(action: string | undefined, resource = ""): { list: string; entry: string } {
  const [, bucket = "my-bucket", key = ""] = /^arn:[^:]+:s3:::([^/]+)\/?(.*)$/s.exec(resource) ?? [];
  const access = BUCKET_ACCESS.find((kind) =>
    [...OBJECT_ACTIONS[kind], ...BUCKET_ACTIONS[kind]].includes(action ?? ""),
  );
  if (access !== undefined) {
    const folder = key.slice(0, Math.max(0, key.lastIndexOf("/")));
    const prefix = folder === "" ? "" : `"prefix": "${folder}", `;
    return { list: "buckets", entry: `{ "name": "${bucket}", ${prefix}"access": "${access}" }` };
  }
  if ((SECRET_ACTIONS as readonly string[]).includes(action ?? "")) {
    const name = resource
      .replace(/^arn:.*:secret:/, "")
      .replace(/^(.+)-[0-9A-Za-z?]{6}$/, resource.startsWith("arn:") ? "$1" : "$&");
    return { list: "secrets", entry: `"${name || "my-secret"}"` };
  }
  return { list: "policies", entry: `the ARN of a policy that allows ${action ?? "it"}` };
}

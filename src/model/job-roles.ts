import type { Partition } from "./aws-region";
import type { Variables } from "./variables";

/** What jobs that are submitted with a role may do; what is left out they may not. */
export interface JobRole {
  readonly buckets?: readonly BucketAccess[];
  /** Names or ARNs of secrets in Secrets Manager that they may read. */
  readonly secrets?: readonly string[];
  /** ARNs of IAM policies that the role has beside. */
  readonly policies?: readonly string[];
}

/** Access to a bucket, or to one folder of it. */
export interface BucketAccess {
  readonly name: string;
  /** `in` and `in/` are the same folder: all keys that begin with `in/`. @default - the whole bucket */
  readonly prefix?: string;
  readonly access: BucketAccessKind;
}

/** `write` does not include `read`, nor to delete: a role has what it names and no more. */
export type BucketAccessKind = (typeof BUCKET_ACCESS)[number];

export const BUCKET_ACCESS = ["read", "write"] as const;

/** Actions on objects. Those of `write` are what an upload in parts takes. @see S3_MULTIPART_PERMISSIONS */
export const OBJECT_ACTIONS: Readonly<Record<BucketAccessKind, readonly string[]>> = {
  read: ["s3:GetObject"],
  write: ["s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"],
};

/**
 * Actions on the bucket, as far as the prefix goes.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
 */
export const BUCKET_ACTIONS: Readonly<Record<BucketAccessKind, readonly string[]>> = {
  read: ["s3:ListBucket"],
  write: ["s3:ListBucket", "s3:ListBucketMultipartUploads"],
};

export const SECRET_ACTIONS = ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"] as const;

/** A role's service account in AWS Batch's namespace. `default` is there in every namespace, so it has a prefix. */
export function jobServiceAccount(roleName: string): string {
  return `job-${roleName}`;
}

/** The job definition whose pods have the role: AWS Batch takes no service account at a submission. */
export function jobRoleDefinition(
  { aws_batch_doeks_jd_name: name }: Pick<Variables, "aws_batch_doeks_jd_name">,
  roleName: string,
): string {
  return `${name}-as-${roleName}`;
}

/** The folder of a bucket that access is limited to, with its slash; empty for the whole bucket. */
export function folderOf({ prefix = "" }: Pick<BucketAccess, "prefix">): string {
  return prefix === "" || prefix.endsWith("/") ? prefix : `${prefix}/`;
}

/** A statement of the policy that a role has. */
export interface JobRoleStatement {
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** Where the buckets and secrets of a role are, unless they are named by their ARNs. */
export interface JobRolePlace {
  readonly partition: Partition;
  readonly region: string;
  readonly accountId: string;
}

/**
 * What a role may do, besides the policies that it names. Nothing here allows the use of a KMS key: S3 and Secrets
 * Manager decrypt with keys that AWS manages for whoever may read, but not with a customer's own.
 *
 * @returns none for a role that has only policies, or nothing
 */
export function jobRoleStatements(
  { buckets = [], secrets = [] }: JobRole,
  place: JobRolePlace,
): JobRoleStatement[] {
  const names = [...new Set(buckets.map(({ name }) => name))];
  return [
    ...names.flatMap((name) =>
      bucketStatements(
        `arn:${place.partition}:s3:::${name}`,
        buckets.filter((bucket) => bucket.name === name),
      ),
    ),
    ...BUCKET_ACCESS.flatMap((kind) => {
      const objects = buckets
        .filter(({ access }) => access === kind)
        .map((bucket) => `arn:${place.partition}:s3:::${bucket.name}/${folderOf(bucket)}*`);
      return objects.length > 0
        ? [{ Effect: "Allow" as const, Action: OBJECT_ACTIONS[kind], Resource: objects }]
        : [];
    }),
    ...(secrets.length > 0
      ? [
          {
            Effect: "Allow" as const,
            Action: SECRET_ACTIONS,
            Resource: secrets.map((secret) => secretArn(secret, place)),
          },
        ]
      : []),
  ];
}

/** What may be listed of a bucket: of each action all folders in one statement, or the whole bucket. */
function bucketStatements(arn: string, entries: readonly BucketAccess[]): JobRoleStatement[] {
  const actions = [...new Set(entries.flatMap(({ access }) => BUCKET_ACTIONS[access]))];
  return actions.map((action) => {
    const folders = entries.filter(({ access }) => BUCKET_ACTIONS[access].includes(action)).map(folderOf);
    const statement = { Effect: "Allow" as const, Action: [action], Resource: [arn] };
    if (folders.includes("")) return statement;
    const prefixes = [...new Set(folders)].flatMap((folder) => [folder, `${folder}*`]);
    return { ...statement, Condition: { StringLike: { "s3:prefix": prefixes } } };
  });
}

/** Secrets Manager appends a hyphen and six characters to a name. */
function secretArn(secret: string, { partition, region, accountId }: JobRolePlace): string {
  if (secret.startsWith("arn:")) return secret;
  return `arn:${partition}:secretsmanager:${region}:${accountId}:secret:${secret}-??????`;
}

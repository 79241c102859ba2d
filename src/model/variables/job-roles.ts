import { z } from "zod";
import { partitionOf } from "../aws-region";
import { BUCKET_ACCESS, folderOf, jobRoleStatements, type BucketAccess, type JobRole } from "../job-roles";
import type { Variables } from "../variables";
import type { VariableProblem, VariableRule } from "./definition";
import { text } from "./schemas";

/** Each is a role of IAM, a service account and a job definition. */
const MAX_ROLES = 50;

/** Policies that IAM attaches to a role at most: 10, or 20 for those who asked. */
const MAX_POLICIES = 20;

/**
 * Characters of all policies within a role, spaces apart, which AWS does not raise.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const MAX_POLICY_LENGTH = 10_240;

const unknownKeys = (keys: string, otherwise: string) => {
  return { error: ({ code }: { code?: string }) => (code === "unrecognized_keys" ? keys : otherwise) };
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const bucketName = text().regex(
  /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*(-s3alias|--ol-s3)$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  { error: "must be the name of an S3 bucket: 3 to 63 lower-case letters, digits, hyphens or dots" },
);

const bucket = z.strictObject(
  {
    name: bucketName,
    // IAM takes * and ? for wildcards and ${ for a variable of its own.
    prefix: text()
      .regex(/^[0-9A-Za-z!_.'()=@+,:&-]+(\/[0-9A-Za-z!_.'()=@+,:&-]+)*\/?$/, {
        error:
          "must be the beginning of keys, such as in or team/in: letters, digits and !_.'()=@+,:&- between " +
          "single slashes, none at the beginning",
      })
      .max(512, { error: "must have at most 512 characters" })
      .optional(),
    access: z.enum(BUCKET_ACCESS, { error: `must be ${BUCKET_ACCESS.join(" or ")}` }),
  },
  unknownKeys(
    "must have no other keys than name, prefix, access",
    'must be an object such as { "name": "my-bucket", "prefix": "in", "access": "read" }',
  ),
);

const secret = text().regex(
  /^(arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]{1,512}-[0-9A-Za-z]{6}|[\w/+=.@-]{1,512})$/,
  {
    error:
      "must be the name of a secret in Secrets Manager, or its whole ARN, which ends in a hyphen and six characters",
  },
);

const policy = text().regex(/^arn:aws[a-z-]*:iam::(aws|\d{12}):policy\/[\w+=,.@/-]+$/, {
  error: "must be the ARN of an IAM policy, such as arn:aws:iam::111122223333:policy/read-models",
});

const role = z.strictObject(
  {
    buckets: z
      .array(bucket, { error: "must be a list of objects" })
      .max(100, { error: "must have at most 100 entries" })
      .refine((entries) => isDistinct(entries.map(keyOf)), {
        error: "must not name the same bucket, prefix and access twice",
      })
      .optional(),
    secrets: z
      .array(secret, { error: "must be a list of names or ARNs" })
      .max(100, { error: "must have at most 100 secrets" })
      .refine(isDistinct, { error: "must not repeat a secret" })
      .optional(),
    policies: z
      .array(policy, { error: "must be a list of ARNs" })
      .max(MAX_POLICIES, { error: `must have at most ${MAX_POLICIES} policies, as IAM demands` })
      .refine(isDistinct, { error: "must not repeat a policy" })
      .optional(),
  },
  unknownKeys("must have no other keys than buckets, secrets, policies", "must be an object"),
);

/** Roles by their names, which become part of those of service accounts. */
export const jobRoles: z.ZodType<Record<string, JobRole>> = z
  .record(
    text().regex(/^[a-z0-9]([a-z0-9-]{0,18}[a-z0-9])?$/, {
      error: "must have keys of 1 to 20 lower-case letters, digits or hyphens, with no hyphen at either end",
    }),
    role,
    { error: ({ code }) => (code === "invalid_type" ? "must be a map of objects" : undefined) },
  )
  .refine((map) => Object.keys(map).length <= MAX_ROLES, { error: `must have at most ${MAX_ROLES} roles` });

function isDistinct(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}

function keyOf(entry: BucketAccess): string {
  return `${entry.access} ${entry.name}/${folderOf(entry)}`;
}

/** ARNs are of the partition, and what a role may do fits into IAM. */
export const JOB_ROLE_RULES: readonly VariableRule[] = [
  { reads: ["aws_region", "job_roles"], check: partitions },
  { reads: ["aws_region", "job_roles"], check: policyLengths },
];

function partitions({ aws_region: region, job_roles }: Variables): VariableProblem[] {
  const partition = partitionOf(region)!;
  return Object.entries(job_roles).flatMap(([name, given]) =>
    (["secrets", "policies"] as const).flatMap((key) =>
      (given[key] ?? []).flatMap((value, index) =>
        !value.startsWith("arn:") || value.startsWith(`arn:${partition}:`)
          ? []
          : [
              problem(
                name,
                `["${key}"][${index}] must be of the partition ${partition}, to which ${region} belongs, got ${value}`,
              ),
            ],
      ),
    ),
  );
}

function policyLengths({ aws_region: region, job_roles }: Variables): VariableProblem[] {
  // Accounts have numbers of this length.
  const place = { partition: partitionOf(region)!, region, accountId: "111122223333" };
  return Object.entries(job_roles).flatMap(([name, given]) => {
    const Statement = jobRoleStatements(given, place);
    const { length } = JSON.stringify({ Version: "2012-10-17", Statement }).replace(/\s/g, "");
    if (length <= MAX_POLICY_LENGTH) return [];
    const message =
      ` must name fewer buckets and secrets, or shorter ones: IAM takes a policy of ${MAX_POLICY_LENGTH} characters ` +
      `within a role, and these make one of ${length}; another policy can hold the rest (policies)`;
    return [problem(name, message)];
  });
}

function problem(name: string, message: string): VariableProblem {
  return { variable: "job_roles", message: `[${JSON.stringify(name)}]${message}` };
}

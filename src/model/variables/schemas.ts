import { z } from "zod";
import { cidrProblem, publicCidrProblem } from "../cidr";
import { FAMILY_CHOICES } from "../facts/instances";
import { hasNvidiaGpus } from "../instance-types";

/** Values of `retention_in_days` that CloudWatch Logs accepts, without "never". */
export const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** AWS allows 50 tags a resource; some resources carry up to five of our own. */
const MAX_USER_TAGS = 45;

/** AWS's integers have 32 bits. */
const MAX_INTEGER = 2 ** 31 - 1;

export const text = (): z.ZodString => z.string({ error: "must be a string" });
export const bool = z.boolean({ error: "must be true or false" });
export const integer = (min: number): z.ZodNumber => {
  const error = `must be a whole number of at least ${min}`;
  return z
    .number({ error })
    .int({ error })
    .min(min, { error })
    .max(MAX_INTEGER, {
      error: `must be at most ${MAX_INTEGER}, the largest number that AWS takes`,
    });
};

/** A block that has none of the problems that a function knows. */
const block = (problemOf: (value: string) => string | undefined): z.ZodString =>
  text().superRefine((value, context) => {
    const message = problemOf(value);
    if (message) context.addIssue({ code: "custom", message });
  });

export const cidr = block(cidrProblem);
/** More than any region has zones. */
const MAX_SUBNETS = 100;

export const cidrs = z
  .array(cidr, { error: "must be a list of IPv4 blocks" })
  .max(MAX_SUBNETS, { error: `must have at most ${MAX_SUBNETS} blocks` });

/** @see https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html */
export const publicCidrs = z
  .array(block(publicCidrProblem), { error: "must be a list of IPv4 blocks" })
  .min(1, {
    error: "must have at least one block; set eks_public_cluster_endpoint to false to let nobody in",
  })
  .max(40, { error: "must have at most 40 blocks, as EKS demands" })
  .refine(isDistinct, { error: "must not repeat a block" });

/** Each is an access entry of its own, and a resource of the stack. */
const MAX_PRINCIPALS = 500;

/** Roles and users of IAM: EKS takes neither role sessions nor root. */
export const principalArns = z
  .array(
    text().regex(/^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/, {
      error: "must be the ARN of an IAM role or user, such as arn:aws:iam::111122223333:role/admin",
    }),
    { error: "must be a list of ARNs" },
  )
  .max(MAX_PRINCIPALS, { error: `must have at most ${MAX_PRINCIPALS} ARNs: let people share a role` })
  .refine(isDistinct, { error: "must not repeat an ARN" });

/** About as many as EC2 has. */
const MAX_INSTANCE_TYPES = 1000;

export const instanceTypes = z
  .array(
    text()
      .regex(/^[a-z][a-z0-9_-]*(\.[a-z0-9-]+)?$/, {
        error: "must be an instance type such as m5.large, a family such as m5, or optimal",
      })
      .refine((type) => !type.startsWith("default") || type in FAMILY_CHOICES, {
        error: `must be ${Object.keys(FAMILY_CHOICES).join(" or ")} where AWS Batch is to choose the families`,
      }),
    { error: "must be a list of instance types" },
  )
  .min(1, { error: "must name at least one instance type" })
  .max(MAX_INSTANCE_TYPES, { error: `must have at most ${MAX_INSTANCE_TYPES} instance types: name families` })
  .refine(isDistinct, { error: "must not repeat an instance type" });

const GPU_TYPE = "must be an instance type or family with NVIDIA GPUs, such as g5.xlarge or g6";

export const gpuInstanceTypes = z
  .array(
    text()
      .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)?$/, { error: GPU_TYPE })
      .refine(hasNvidiaGpus, { error: GPU_TYPE }),
    { error: "must be a list of instance types" },
  )
  .max(MAX_INSTANCE_TYPES, { error: `must have at most ${MAX_INSTANCE_TYPES} instance types: name families` })
  .refine(isDistinct, { error: "must not repeat an instance type" });

/** Share identifiers that AWS Batch takes in a scheduling policy. */
const MAX_SHARES = 500;

/** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_ShareAttributes.html */
export const fairShare = z
  .record(
    text().regex(/^[0-9A-Za-z]{1,255}\*?$/, {
      error: "must have keys of letters and digits, with an asterisk at the end for all shares that begin so",
    }),
    z
      .number({ error: "must be a number" })
      .min(0.0001, { error: "must be at least 0.0001" })
      .max(999.9999, { error: "must be at most 999.9999" }),
    { error: ({ code }) => (code === "invalid_type" ? "must be a map of numbers" : undefined) },
  )
  .refine((map) => Object.keys(map).length <= MAX_SHARES, { error: `must have at most ${MAX_SHARES} shares` })
  .refine((map) => !hasOverlap(Object.keys(map)), {
    error: 'must not have overlapping keys: "team*" already covers "teamA"',
  });

/** Whether one of the share identifiers, with an asterisk at its end, stands for another one too. */
function hasOverlap(identifiers: readonly string[]): boolean {
  return identifiers.some(
    (prefix) =>
      prefix.endsWith("*") &&
      identifiers.some((other) => other !== prefix && other.startsWith(prefix.slice(0, -1))),
  );
}

const RUNNABLE_TIMEOUT = "must be a whole number from 10 to 1440, or null";

/** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_JobStateTimeLimitAction.html */
export const runnableTimeoutMinutes = z
  .number({ error: RUNNABLE_TIMEOUT })
  .int({ error: RUNNABLE_TIMEOUT })
  .min(10, { error: RUNNABLE_TIMEOUT })
  .max(1440, { error: RUNNABLE_TIMEOUT });

export const email = z.email({ error: "must be an email address, or null" });

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export const bucketName = text().regex(
  /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*(-s3alias|--ol-s3)$)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
  {
    error: "must be the name of an S3 bucket: 3 to 63 lower-case letters, digits or hyphens",
  },
);

export const statePrefix = text().regex(/^[0-9A-Za-z_-]+(\/[0-9A-Za-z_-]+)*$/, {
  error: "must be letters, digits, hyphens or underscores, in parts separated by single slashes",
});

function isDistinct(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}

/**
 * A name as AWS Batch accepts it.
 *
 * @param maxLength what 128 characters leave beside the suffixes that are added to the name
 */
export const batchName = (maxLength: number): z.ZodString =>
  text().regex(new RegExp(`^[0-9A-Za-z][0-9A-Za-z_-]{0,${maxLength - 1}}$`), {
    error: `must be 1 to ${maxLength} letters, digits, hyphens or underscores and begin with a letter or digit`,
  });

/** Whether two of the names are the same but for upper and lower case. */
function hasTwins(names: readonly string[]): boolean {
  return new Set(names.map((name) => name.toLowerCase())).size < names.length;
}

export const tags = z
  .record(
    text().regex(/^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/iu, {
      error: "must have keys of 1 to 128 letters, digits, spaces or _.:/=+-@ that do not begin with aws:",
    }),
    z.string({ error: "must be a string" }).regex(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u, {
      error: "must be at most 256 letters, digits, spaces or _.:/=+-@",
    }),
    { error: (issue) => (issue.code === "invalid_type" ? "must be a map of strings" : undefined) },
  )
  .refine((map) => !hasTwins([...Object.keys(map).filter((key) => key !== "Blueprint"), "Blueprint"]), {
    error: "must not have keys, Blueprint included, that differ only in case: IAM takes them for the same",
  })
  // CDKTF takes it for the method of that name.
  .refine((map) => !Object.hasOwn(map, "toString"), { error: "must not have the key toString" })
  .refine((map) => Object.keys(map).length <= MAX_USER_TAGS, {
    error: `must have at most ${MAX_USER_TAGS} tags`,
  });

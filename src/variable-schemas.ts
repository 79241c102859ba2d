import { z } from "zod";
import { cidrProblem } from "./cidr";

/** Values of `retention_in_days` that CloudWatch Logs accepts, without "never". */
export const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** AWS allows 50 tags a resource; some resources carry up to five of our own. */
const MAX_USER_TAGS = 45;

export const text = (): z.ZodString => z.string({ error: "must be a string" });
export const bool = z.boolean({ error: "must be true or false" });
export const integer = (min: number): z.ZodNumber => {
  const error = `must be a whole number of at least ${min}`;
  return z.number({ error }).int({ error }).min(min, { error });
};
export const cidr = text().superRefine((value, context) => {
  const message = cidrProblem(value);
  if (message) context.addIssue({ code: "custom", message });
});
export const cidrs = z.array(cidr, { error: "must be a list of IPv4 blocks" });

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
  .refine((map) => Object.keys(map).length <= MAX_USER_TAGS, {
    error: `must have at most ${MAX_USER_TAGS} tags`,
  });

import { partitionOf } from "../../model/aws-region";
import type { StatePlace } from "../../model/state-place";
import { bucketName, statePrefix } from "../../model/variables/schemas";
import { CliError } from "../terminal/cli-error";

/**
 * The place that a user names: `local`, or `s3://bucket/prefix`.
 *
 * @param region of the bucket
 * @throws CliError when it is neither
 */
export function parsePlace(text: string, root: string, region: string): StatePlace {
  if (text === "local") return { kind: "local", root };
  const [, bucket = "", prefix = ""] = /^s3:\/\/([^/]+)\/(.+?)\/?$/.exec(text) ?? [];
  if (!bucketName.safeParse(bucket).success || !statePrefix.safeParse(prefix).success) {
    throw new CliError(`"${text}" is no place of a state: it must be local or s3://bucket/prefix.`);
  }
  if (!partitionOf(region))
    throw new CliError(`"${region}" is not the name of an AWS region, such as eu-west-1.`);
  return { kind: "s3", bucket, region, prefix };
}

import type { Partition } from "../../model/aws-region";

export interface Statement {
  readonly Sid?: string;
  readonly [element: string]: unknown;
}

export interface Policy {
  readonly Version?: string;
  readonly Statement: readonly Statement[];
}

const SID = "DenyWithoutTls";

/**
 * A bucket's policy that also refuses whoever comes without TLS.
 *
 * @param policy the one that it has
 * @returns undefined when it refuses them already
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
 */
export function withTlsOnly(
  policy: Policy | undefined,
  partition: Partition,
  bucket: string,
): Policy | undefined {
  const statements = policy?.Statement ?? [];
  if (statements.some(({ Sid }) => Sid === SID)) return undefined;
  const arn = `arn:${partition}:s3:::${bucket}`;
  const denial: Statement = {
    Sid: SID,
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [arn, `${arn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
  return { Version: "2012-10-17", ...policy, Statement: [...statements, denial] };
}

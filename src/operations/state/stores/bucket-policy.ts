import type { Partition } from "../../../model/aws-region";

export interface Statement {
  readonly Sid?: string;
  readonly [element: string]: unknown;
}

export interface Policy {
  readonly Version?: string;
  /** One statement may stand alone. */
  readonly Statement: readonly Statement[] | Statement;
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
  const statements: readonly Statement[] = [policy?.Statement ?? []].flat();
  const arn = `arn:${partition}:s3:::${bucket}`;
  const denial: Statement = {
    Sid: SID,
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [arn, `${arn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
  if (statements.some((statement) => isDenial(statement, denial))) return undefined;
  // One that only bears the name says something else.
  const others = statements.filter(({ Sid }) => Sid !== SID);
  return { Version: "2012-10-17", ...policy, Statement: [...others, denial] };
}

/** Whether a statement says what ours says, as S3 may write it. */
function isDenial(statement: Statement, denial: Statement): boolean {
  const canonical = ({ Sid, Effect, Principal, Action, Resource, Condition }: Statement): string =>
    JSON.stringify([Sid, Effect, Principal, Action, [Resource].flat().sort(), Condition]);
  return canonical(statement) === canonical(denial);
}

import { GetCallerIdentityCommand, type STSClient } from "@aws-sdk/client-sts";
import { CliError } from "../terminal/cli-error";

export interface CallerIdentity {
  /** Twelve digits. */
  readonly account: string;
  readonly arn: string;
}

/**
 * Who the credentials of the environment belong to.
 *
 * @throws CliError when `ALLOWED_ACCOUNT_ID` names another account
 */
export async function callerIdentity(sts: STSClient): Promise<CallerIdentity> {
  const identity = await sts.send(new GetCallerIdentityCommand({}));
  const account = identity.Account!;
  const allowed = process.env.ALLOWED_ACCOUNT_ID;
  if (allowed && allowed !== account) {
    throw new CliError(
      `These credentials belong to account ${account}; ALLOWED_ACCOUNT_ID allows only ${allowed}.`,
    );
  }
  return { account, arn: identity.Arn! };
}

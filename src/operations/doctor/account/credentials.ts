import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { homeRegion, partitionOf } from "../../../model/aws-region";
import type { CallerIdentity } from "../../aws/caller-identity";
import {
  describeError,
  errorKind,
  errorName,
  isAboutCredentials,
  isUnreached,
  remedyFor,
} from "../../aws/errors";
import { REHEARSAL_HINT } from "../../terminal/rehearsal-hint";
import { couldNotCheck, failed, ok, warning, type CheckResult } from "../check";
import type { DoctorContext } from "../context";

export interface CredentialsVerdict {
  readonly identity?: CallerIdentity;
  /** Why nothing else in AWS can be asked, as the end of a sentence; undefined when it can. */
  readonly blocked?: string;
  readonly results: CheckResult[];
}

const CHECK = "credentials";
const WITHOUT_ACCOUNT = "To try all of it without an account: ./install.sh --local";

/** Asks AWS who is calling. */
export async function checkCredentials(context: DoctorContext): Promise<CredentialsVerdict> {
  try {
    const identity = await callerIdentity(context);
    return { identity, ...judgeIdentity(identity, context) };
  } catch (error) {
    if (isAboutCredentials(error)) {
      return {
        blocked: "needs credentials that AWS accepts",
        results: [explainCredentials(error, context.env)],
      };
    }
    if (isUnreached(error)) {
      const results = [failed(CHECK, describeError(error), remedyFor(error)!)];
      return { blocked: "AWS was not reached", results };
    }
    return { results: [couldNotCheck(CHECK, describeError(error))] };
  }
}

/**
 * AWS accepts credentials in enabled regions only, and a region that does not exist has no
 * endpoint: what fails in the environment's region is asked again in one that every account has.
 */
async function callerIdentity({ aws, clientsOf, variables }: DoctorContext): Promise<CallerIdentity> {
  const ask = async ({ sts }: Pick<typeof aws, "sts">): Promise<CallerIdentity> => {
    const { Account = "", Arn = "" } = await sts.send(new GetCallerIdentityCommand({}));
    return { account: Account, arn: Arn };
  };
  try {
    return await ask(aws);
  } catch (error) {
    const home = homeRegion(variables.aws_region);
    const isForeign = isAboutCredentials(error) || isUnreached(error);
    if (!isForeign || home === variables.aws_region) throw error;
    return ask(clientsOf(home)).catch((other: unknown) => {
      throw isUnreached(other) ? error : other;
    });
  }
}

/** Judges an account that is known: the wanted one, and the one that the state is of. */
export function judgeIdentity(
  { account, arn }: CallerIdentity,
  { env, variables, state }: Pick<DoctorContext, "env" | "variables" | "state">,
): Pick<CredentialsVerdict, "blocked" | "results"> {
  const otherAccount = (
    found: string,
    ...todo: string[]
  ): Pick<CredentialsVerdict, "blocked" | "results"> => ({
    blocked: "needs credentials of the right account",
    results: [failed(CHECK, found, ...todo)],
  });
  const use = "Use another profile (export AWS_PROFILE=...) or log in to the other account.";
  const allowed = env.ALLOWED_ACCOUNT_ID?.trim();
  if (allowed && allowed !== account) {
    return otherAccount(`account ${account} (${arn}), but ALLOWED_ACCOUNT_ID allows only ${allowed}`, use);
  }
  const [partition, wanted] = [arn.split(":")[1] ?? "", partitionOf(variables.aws_region)];
  if (partition !== wanted) {
    return otherAccount(
      `partition ${partition} (${arn}), but ${variables.aws_region} is in partition ${wanted}`,
      "AWS China, AWS GovCloud and the European Sovereign Cloud have accounts and credentials of their own.",
      use,
    );
  }
  const strangers = [...state.accounts].filter((other) => other !== account);
  if (strangers.length > 0) {
    return otherAccount(
      `account ${account} (${arn}), but ${state.place} was made in account ${strangers.join(", ")}`,
      use,
      "Or install a second environment: another eks_cluster_name, or another STATE_ROOT.",
    );
  }
  const unfit = judgePrincipal(arn);
  if (unfit) return { results: [unfit] };
  const instead = env.AWS_ENDPOINT_URL ? `; AWS_ENDPOINT_URL=${env.AWS_ENDPOINT_URL} answers, not AWS` : "";
  return { results: [ok(CHECK, `account ${account}, ${arn}, partition ${partition}${instead}`)] };
}

/**
 * Principals that AWS knows, and that this project should not, or cannot, be deployed as: whoever deploys becomes
 * administrator of the cluster by an access entry.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAccessEntry.html
 */
function judgePrincipal(arn: string): CheckResult | undefined {
  const role =
    "Use a role, or a user of IAM: export AWS_PROFILE=... (aws configure list-profiles), or log in by IAM Identity Center.";
  if (arn.endsWith(":root"))
    return warning(
      CHECK,
      `${arn} is the account's root user, whose rights nobody can limit: the cluster would have it as administrator`,
      role,
      "Then delete the root user's access keys: AWS advises against having any.",
    );
  return arn.includes(":federated-user/")
    ? failed(
        CHECK,
        `${arn} is a session of sts:GetFederationToken: EKS gives no access entry to sessions`,
        role,
      )
    : undefined;
}

/** What is wrong with credentials that were refused or not found, and the usual ways out. */
export function explainCredentials(error: unknown, env: NodeJS.ProcessEnv): CheckResult {
  const name = errorName(error);
  const message = error instanceof Error ? error.message.split("\n", 1)[0]! : "";
  const profile = env.AWS_PROFILE ? ` --profile ${env.AWS_PROFILE}` : "";
  const sso = `Log in again: aws sso login${profile}`;
  const keys = `Set new access keys: aws configure${profile}`;
  const choose = "Choose a profile that works: export AWS_PROFILE=... (aws configure list-profiles)";
  const unset = env.AWS_ACCESS_KEY_ID
    ? [
        "The keys in this shell's AWS_ACCESS_KEY_ID win over any profile: unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN",
      ]
    : [];
  switch (errorKind(error)) {
    case "expired":
      return failed(CHECK, `they have expired (${name}: ${message})`, sso, ...unset, keys);
    case "no credentials": {
      if (isAboutSecondFactor(message))
        return failed(CHECK, needsSecondFactor(env, message), ...secondFactor(env));
      const none = profile ? `profile ${env.AWS_PROFILE} gives none` : "there are none";
      return failed(CHECK, `${none} (${message})`, WITHOUT_ACCOUNT, sso, keys, choose, REHEARSAL_HINT);
    }
    case "signature": {
      const clock = "Check this machine's clock: AWS refuses signatures that are more than 5 minutes off.";
      return failed(CHECK, `AWS refuses the signature (${name}: ${message})`, keys, ...unset, clock);
    }
    default:
      return failed(CHECK, `AWS does not know them (${name}: ${message})`, ...unset, keys, sso, choose);
  }
}

/** Whether the SDK cannot go on without a code of a second factor, which only a person has. */
function isAboutSecondFactor(message: string): boolean {
  return /multi-?factor|\bMFA\b/i.test(message);
}

function needsSecondFactor({ AWS_PROFILE: profile }: NodeJS.ProcessEnv, message: string): string {
  return `${profile ? `profile ${profile} needs` : "they need"} the code of a second factor (${message})`;
}

/** Commands that ask for the code, and give a session that needs none. */
function secondFactor({ AWS_PROFILE: profile }: NodeJS.ProcessEnv): string[] {
  const option = profile ? ` --profile ${profile}` : "";
  return [
    `With the AWS CLI 2, which asks for the code: eval "$(aws configure export-credentials${option} --format env)"; unset AWS_PROFILE`,
    "Or: aws sts assume-role --role-arn ROLE --role-session-name install --serial-number MFA-DEVICE --token-code CODE, " +
      "with the credentials of source_profile; export what it answers as AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN.",
  ];
}

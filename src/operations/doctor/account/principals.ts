import { GetRoleCommand, GetUserCommand, type IAMClient } from "@aws-sdk/client-iam";
import { unlessMissing } from "../../aws/errors";
import { couldNotCheck, failed, ok, type CheckResult } from "../check";
import { attempt, type DoctorContext } from "../context";

const CHECK = "principals";

/**
 * Whether the principals of the variables exist, before EKS refuses them at the end of a long run. Those of other
 * accounts cannot be looked at.
 *
 * @param account of the credentials
 */
export async function checkPrincipals(
  { aws, variables }: Pick<DoctorContext, "aws" | "variables">,
  account: string | undefined,
): Promise<CheckResult[]> {
  const arns = [...variables.eks_admin_principal_arns, ...variables.eks_viewer_principal_arns];
  const results = await Promise.all(
    arns.map((arn) => attempt(CHECK, async () => [await checkPrincipal(aws.iam, arn, account)])),
  );
  return results.flat();
}

async function checkPrincipal(
  iam: IAMClient,
  arn: string,
  account: string | undefined,
): Promise<CheckResult> {
  const [, , , , owner = "", resource = ""] = arn.split(":");
  const name = resource.split("/").at(-1)!;
  if (owner !== account) return couldNotCheck(CHECK, `${arn} is of another account`);
  const found = resource.startsWith("role/")
    ? (await unlessMissing(iam.send(new GetRoleCommand({ RoleName: name }))))?.Role?.Arn
    : (await unlessMissing(iam.send(new GetUserCommand({ UserName: name }))))?.User?.Arn;
  if (found === arn) return ok(CHECK, `${arn} exists`);
  const correct = "Correct eks_admin_principal_arns or eks_viewer_principal_arns in variables.json";
  return found === undefined
    ? failed(
        CHECK,
        `there is no ${arn}: EKS would refuse it`,
        `${correct}: aws iam list-roles shows the ARNs of the roles.`,
      )
    : failed(CHECK, `there is no ${arn}: EKS would refuse it`, `${correct}: its ARN is ${found}.`);
}

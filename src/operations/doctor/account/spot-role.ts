import { CreateServiceLinkedRoleCommand, GetRoleCommand, type IAMClient } from "@aws-sdk/client-iam";
import { SPOT_SERVICE_ROLE } from "../../../model/facts/iam";
import { describeError, errorName, unlessMissing } from "../../aws/errors";
import { ok, warning } from "../check";
import type { Check } from "../context";

const { name: ROLE_NAME, service: SERVICE } = SPOT_SERVICE_ROLE;
const CHECK = "Spot role";

/**
 * The role that EC2 launches Spot instances with. An account that never used Spot lacks it. Since August
 * 2026 the role of AWS Batch may make it; AWS does not say when AWS Batch does.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/service-linked-roles-spot-instance-requests.html
 */
export const checkSpotRole: Check = async ({ aws, fix }) => {
  if (await exists(aws.iam)) return [ok(CHECK, `${ROLE_NAME} exists`)];
  const command = `Create it, once for the account: aws iam create-service-linked-role --aws-service-name ${SERVICE}`;
  if (!fix) {
    const found = `${ROLE_NAME} is missing: the Spot environment may launch no instance`;
    return [warning(CHECK, found, command, "Or let the doctor do it: npm run doctor -- --fix")];
  }
  try {
    await aws.iam.send(new CreateServiceLinkedRoleCommand({ AWSServiceName: SERVICE }));
    return [ok(CHECK, `${ROLE_NAME} was missing and is created now`)];
  } catch (error) {
    // Somebody else created it at the same moment.
    if (errorName(error) === "InvalidInput" && (await exists(aws.iam))) {
      return [ok(CHECK, `${ROLE_NAME} exists`)];
    }
    return [
      warning(CHECK, `${ROLE_NAME} is missing and could not be created: ${describeError(error)}`, command),
    ];
  }
};

async function exists(iam: IAMClient): Promise<boolean> {
  return (await unlessMissing(iam.send(new GetRoleCommand({ RoleName: ROLE_NAME })))) !== undefined;
}

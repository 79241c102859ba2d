import { CreateRoleCommand, GetRoleCommand, type IAMClient } from "@aws-sdk/client-iam";
import { BATCH_SERVICE_ROLE as ROLE_NAME } from "../../../src/model/facts/iam";

const TRUST_POLICY = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "batch.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

/**
 * Makes Batch's service-linked role where the account has none, as Batch does with the first
 * compute environment that names no role. Moto's CreateServiceLinkedRole would write the name
 * in the wrong case.
 *
 * @returns ARN of the role
 * @see https://docs.aws.amazon.com/batch/latest/userguide/using-service-linked-roles.html
 */
export async function ensureServiceLinkedRole(iam: IAMClient): Promise<string> {
  return (await roleArn(iam)) ?? (await create(iam));
}

async function roleArn(iam: IAMClient): Promise<string | undefined> {
  try {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: ROLE_NAME }));
    return Role?.Arn;
  } catch (error) {
    if (error instanceof Error && error.name.startsWith("NoSuchEntity")) return undefined;
    throw error;
  }
}

async function create(iam: IAMClient): Promise<string> {
  try {
    await iam.send(
      new CreateRoleCommand({
        RoleName: ROLE_NAME,
        Path: "/aws-service-role/batch.amazonaws.com/",
        AssumeRolePolicyDocument: TRUST_POLICY,
      }),
    );
  } catch (error) {
    // Another compute environment was created at the same moment.
    if (!(error instanceof Error && error.name.startsWith("EntityAlreadyExists"))) throw error;
  }
  const created = await roleArn(iam);
  if (!created) throw new Error(`${ROLE_NAME} vanished while it was being created.`);
  return created;
}

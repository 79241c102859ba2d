import { GetRoleCommand, GetUserCommand, type IAMClient, type Role } from "@aws-sdk/client-iam";
import { ACCOUNT_ID, EMULATOR_USER } from "../moto/moto";
import { partitionOf } from "../service-context";

/** The IAM principal as whom every request to the emulator comes. */
export function callerArn(region: string): string {
  return `arn:${partitionOf(region)}:iam::${ACCOUNT_ID}:user/${EMULATOR_USER}`;
}

/** Last part of an ARN with a path, such as the name of a role. */
export function nameInArn(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

/** @returns undefined when there is no such role */
export async function findRole(iam: IAMClient, roleArn: string): Promise<Role | undefined> {
  if (!roleArn.includes(":role/")) return undefined;
  const found = await unlessMissing(iam.send(new GetRoleCommand({ RoleName: nameInArn(roleArn) })));
  // A role is found by its name alone: another path is another principal.
  return found?.Role?.Arn === roleArn ? found.Role : undefined;
}

/** A role, a user or an account itself, of any account. */
const PRINCIPAL = /^arn:([^:]+):iam::(\d{12}):(?:root|(?:role|user)\/[\w+=,.@/-]+)$/;

/** Whether an ARN names a principal of another account of the partition, of which nothing can be known. */
export function isForeignPrincipal(region: string, arn: string): boolean {
  const [, partition, account] = PRINCIPAL.exec(arn) ?? [];
  return partition === partitionOf(region) && account !== ACCOUNT_ID;
}

/** Whether an ARN names a role, a user or the account itself: something that lasts, unlike a session. */
export async function isPrincipal(iam: IAMClient, region: string, arn: string): Promise<boolean> {
  if (arn === callerArn(region) || arn === `arn:${partitionOf(region)}:iam::${ACCOUNT_ID}:root`) return true;
  if (!arn.includes(":user/")) return (await findRole(iam, arn)) !== undefined;
  const found = await unlessMissing(iam.send(new GetUserCommand({ UserName: nameInArn(arn) })));
  return found?.User?.Arn === arn;
}

/** Whether the role's trust policy lets an AWS service, such as `eks`, assume it. */
export function trusts(role: Role, service: string): boolean {
  const policy = JSON.parse(decodeURIComponent(role.AssumeRolePolicyDocument ?? "{}")) as {
    Statement?: Statement | Statement[];
  };
  return [policy.Statement ?? []]
    .flat()
    .filter((statement) => statement.Effect === "Allow")
    .flatMap((statement) => statement.Principal?.Service ?? [])
    .some((principal) => principal.startsWith(`${service}.amazonaws.com`));
}

interface Statement {
  readonly Effect?: string;
  readonly Principal?: { readonly Service?: string | string[] };
}

async function unlessMissing<Answer>(call: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await call;
  } catch (error) {
    if ((error as Error).name === "NoSuchEntityException") return undefined;
    throw error;
  }
}

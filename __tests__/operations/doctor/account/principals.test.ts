import { checkPrincipals } from "../../../../src/operations/doctor/account/principals";
import { parse } from "../../../support/variables";
import { ACCOUNT, awsError, context, told, type Answers } from "../fakes";

const role = (path: string): string => `arn:aws:iam::${ACCOUNT}:role/${path}`;
const missing = awsError("NoSuchEntityException");

async function check(arn: string, answers: Answers): Promise<string> {
  const variables = parse({ eks_admin_principal_arns: [arn] });
  return told(await checkPrincipals(context({ variables, answers }), ACCOUNT), "principals");
}

test("a role and a user that exist", async () => {
  const user = `arn:aws:iam::${ACCOUNT}:user/team/jo`;
  expect(await check(role("ops"), { GetRole: { Role: { Arn: role("ops") } } })).toBe(
    `ok: ${role("ops")} exists`,
  );
  expect(await check(user, { GetUser: { User: { Arn: user } } })).toBe(`ok: ${user} exists`);
});

test("a role that does not exist fails before anything is made", async () => {
  const arn = role("aws-reserved/sso.amazonaws.com/ap-northeast-2/AWSReservedSSO_Admin_0123456789abcdef");
  expect(await check(arn, { GetRole: missing })).toMatch(new RegExp(`^failed: there is no ${arn}`));
});

test("a role with another path is named as it is", async () =>
  expect(await check(role("ops"), { GetRole: { Role: { Arn: role("team/ops") } } })).toContain(
    `its ARN is ${role("team/ops")}.`,
  ));

test("one of another account, or one that may not be looked at, could not be checked", async () => {
  expect(await check("arn:aws:iam::999988887777:role/partner", {})).toBe(
    "could not check: arn:aws:iam::999988887777:role/partner is of another account",
  );
  expect(await check(role("ops"), { GetRole: awsError("AccessDenied", "no") })).toMatch(
    /^could not check: not allowed/,
  );
});

test("without principals nothing is told", async () =>
  expect(await checkPrincipals(context(), ACCOUNT)).toEqual([]));

import { attempt } from "../../../../src/operations/doctor/context";
import { checkSpotRole } from "../../../../src/operations/doctor/account/spot-role";
import { awsError, context, told, type Answers } from "../fakes";

async function check(answers: Answers, fix = false): Promise<string> {
  return told(await attempt("Spot role", () => checkSpotRole(context({ answers, fix }))), "Spot role");
}

const missing = awsError("NoSuchEntityException");

it("is fine when the role exists", async () => {
  expect(await check({ GetRole: { Role: {} } })).toBe("ok: AWSServiceRoleForEC2Spot exists");
});

it("warns when it is missing, with the command that creates it, and creates nothing", async () => {
  expect(await check({ GetRole: missing })).toMatch(
    /^warning: .* missing.*\n.*aws iam create-service-linked-role --aws-service-name spot\.amazonaws\.com\n.*--fix$/,
  );
});

it("creates it with --fix", async () => {
  const inputs: unknown[] = [];
  const create = (input: unknown): object => {
    inputs.push(input);
    return {};
  };
  expect(await check({ GetRole: missing, CreateServiceLinkedRole: create }, true)).toMatch(
    /^ok: .*is created now/,
  );
  expect(inputs).toEqual([{ AWSServiceName: "spot.amazonaws.com" }]);
});

it("takes it as created when somebody else was faster", async () => {
  let asked = 0;
  const answers = {
    GetRole: () => (asked++ === 0 ? missing : { Role: {} }),
    CreateServiceLinkedRole: awsError("InvalidInputException", "has been taken"),
  };
  expect(await check(answers, true)).toBe("ok: AWSServiceRoleForEC2Spot exists");
});

it("warns when --fix may not create it", async () => {
  const denied = awsError("AccessDenied", "no");
  expect(await check({ GetRole: missing, CreateServiceLinkedRole: denied }, true)).toMatch(
    /^warning: .*could not be created: not allowed: no/,
  );
});

it("could not check when one may not look", async () => {
  expect(await check({ GetRole: awsError("AccessDenied", "no") })).toBe("could not check: not allowed: no");
});

import { checkCredentials } from "../../../../src/operations/doctor/account/credentials";
import { defaultVariables } from "../../../../src/model/variables";
import { ACCOUNT, awsError, context, networkError, told, type ContextProps } from "../fakes";
import { stateOf } from "../states";

const identity = (partition = "aws"): { Account: string; Arn: string } => ({
  Account: ACCOUNT,
  Arn: `arn:${partition}:sts::${ACCOUNT}:assumed-role/Admin/jo`,
});

async function check(answer: unknown, props: ContextProps = {}): Promise<{ told: string; blocked: boolean }> {
  const verdict = await checkCredentials(context({ answers: { GetCallerIdentity: answer }, ...props }));
  return { told: told(verdict.results, "credentials"), blocked: verdict.blocked !== undefined };
}

it("tells account, ARN and partition", async () => {
  expect(await check(identity())).toEqual({
    told: `ok: account ${ACCOUNT}, arn:aws:sts::${ACCOUNT}:assumed-role/Admin/jo, partition aws`,
    blocked: false,
  });
});

it("warns of the root user, and goes on", async () => {
  const root = { Account: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:root` };
  const verdict = await check(root);
  expect(verdict.blocked).toBe(false);
  expect(verdict.told).toMatch(/^warning: arn:aws:iam::\d+:root is the account's root user[^]*Use a role/);
});

it("fails with a session of GetFederationToken, to which EKS gives no access", async () => {
  const federated = { Account: ACCOUNT, Arn: `arn:aws:sts::${ACCOUNT}:federated-user/jo` };
  expect((await check(federated)).told).toMatch(/^failed: .*federated-user\/jo .*no access entry/);
});

it("says when something other than AWS answers", async () => {
  const env = { AWS_ENDPOINT_URL: "http://127.0.0.1:1" };
  expect((await check(identity(), { env })).told).toContain("AWS_ENDPOINT_URL=http://127.0.0.1:1 answers");
});

it.each([
  ["ExpiredToken", "they have expired", "aws sso login --profile work"],
  ["ExpiredTokenException", "they have expired", "aws sso login --profile work"],
  ["TokenProviderError", "they have expired", "aws sso login --profile work"],
  ["CredentialsProviderError", "profile work gives none", "aws configure --profile work"],
  ["InvalidClientTokenId", "AWS does not know them", "aws configure --profile work"],
  ["UnrecognizedClientException", "AWS does not know them", "export AWS_PROFILE="],
  ["SignatureDoesNotMatch", "AWS refuses the signature", "Check this machine's clock"],
])("explains %s with the usual remedies, and lets nothing else be asked", async (name, found, remedy) => {
  const verdict = await check(awsError(name), { env: { AWS_PROFILE: "work" } });
  expect(verdict.blocked).toBe(true);
  expect(verdict.told).toMatch(/^failed: /);
  expect(verdict.told).toContain(found);
  expect(verdict.told).toContain(remedy);
});

it("knows an expired SSO session by its message", async () => {
  const error = awsError("CredentialsProviderError", "The SSO session has expired or is otherwise invalid.");
  expect((await check(error)).told).toMatch(/^failed: they have expired .*\nLog in again: aws sso login$/m);
});

it("tells how to get a session for a profile with a second factor, and not to log in", async () => {
  const error = awsError(
    "CredentialsProviderError",
    "Profile mfa requires multi-factor authentication, but no MFA code callback was provided.",
  );
  const { told: text } = await check(error, { env: { AWS_PROFILE: "mfa" } });
  expect(text).toMatch(/^failed: profile mfa needs the code of a second factor/);
  expect(text).toContain("aws configure export-credentials --profile mfa --format env");
  expect(text).toContain("--token-code CODE");
  expect(text).not.toMatch(/sso login|aws configure --profile/);
});

it("names keys in the shell that win over a profile", async () => {
  const { told: text } = await check(awsError("ExpiredToken"), { env: { AWS_ACCESS_KEY_ID: "ASIA..." } });
  expect(text).toContain("unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN");
});

it("asks a region that every account has when the environment's does not know the credentials", async () => {
  const variables = { ...defaultVariables(), aws_region: "me-south-1" };
  const elsewhere = { GetCallerIdentity: identity() };
  for (const error of [awsError("InvalidClientTokenId"), networkError("ENOTFOUND")]) {
    expect(await check(error, { variables, elsewhere })).toMatchObject({ blocked: false });
  }
});

it("fails in another account than ALLOWED_ACCOUNT_ID, and passes in that one", async () => {
  const wrong = await check(identity(), { env: { ALLOWED_ACCOUNT_ID: "999999999999" } });
  expect(wrong.told).toMatch(/^failed: account 111122223333 .* ALLOWED_ACCOUNT_ID allows only 999999999999/);
  expect(wrong.blocked).toBe(true);
  expect(await check(identity(), { env: { ALLOWED_ACCOUNT_ID: ACCOUNT } })).toMatchObject({ blocked: false });
});

it("fails in another partition than the region's", async () => {
  const variables = { ...defaultVariables(), aws_region: "cn-north-1" };
  expect((await check(identity("aws"), { variables })).told).toMatch(
    /^failed: partition aws .*, but cn-north-1 is in partition aws-cn/,
  );
  expect((await check(identity("aws-cn"), { variables })).told).toMatch(/^ok/);
});

it("fails in another account than the one the state was made in", async () => {
  const state = stateOf({ aws_eks_cluster: [{ arn: "arn:aws:eks:us-east-1:444455556666:cluster/x" }] });
  const verdict = await check(identity(), { state });
  expect(verdict.told).toMatch(/^failed: account 111122223333 .* was made in account 444455556666/);
  expect(verdict.blocked).toBe(true);
});

it("could not check while AWS throttles or breaks, and lets the other checks try", async () => {
  for (const name of ["ThrottlingException", "InternalFailure"]) {
    expect(await check(awsError(name, "later"))).toEqual({
      told: `could not check: ${name}: later`,
      blocked: false,
    });
  }
});

it("fails without a network, and asks nothing else then", async () => {
  const verdict = await check(networkError("EAI_AGAIN"));
  expect(verdict.told).toMatch(/^failed: the endpoint was not reached \(EAI_AGAIN/);
  expect(verdict.blocked).toBe(true);
});

import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { awsClients } from "../../../src/operations/aws/aws-clients";
import { callerIdentity } from "../../../src/operations/aws/caller-identity";
import {
  describeError,
  errorKind,
  explainError,
  isAboutCredentials,
  isTransient,
  unlessDenied,
  unlessMissing,
  type ErrorKind,
} from "../../../src/operations/aws/errors";

const before = { ...process.env };

afterEach(() => (process.env = { ...before }));

/** An error as the SDK throws it. */
function awsError(name: string, message = "told by AWS", httpStatusCode = 400): Error {
  return Object.assign(new Error(message), { name, $fault: "client", $metadata: { httpStatusCode } });
}

/** An error of the network as Node.js throws it, and the SDK passes on. */
function networkError(code: string, message = `connect ${code}`): Error {
  return Object.assign(new Error(message), { code, $metadata: { attempts: 3 } });
}

it.each<readonly [ErrorKind, Error]>([
  ["no credentials", awsError("CredentialsProviderError", "Could not load credentials from any providers")],
  ["expired", awsError("ExpiredTokenException")],
  ["expired", awsError("CredentialsProviderError", "The SSO session has expired or is otherwise invalid.")],
  ["signature", awsError("InvalidSignatureException", "Signature expired: it is now earlier than it was")],
  ["unknown credentials", awsError("UnrecognizedClientException")],
  ["unknown credentials", awsError("InvalidClientTokenId")],
  ["denied", awsError("AccessDenied")],
  ["denied", awsError("UnauthorizedOperation")],
  ["missing", awsError("ResourceNotFoundException")],
  ["missing", awsError("NoSuchEntityException")],
  ["missing", awsError("InvalidVpcID.NotFound")],
  ["missing", awsError("ServerSideEncryptionConfigurationNotFoundError")],
  ["throttled", awsError("TooManyRequestsException")],
  ["throttled", awsError("RequestLimitExceeded")],
  ["throttled", awsError("SomeException", "", 429)],
  ["broken", awsError("InternalFailure", "", 500)],
  ["refused", awsError("ClientException")],
  ["refused", awsError("ResourceLimitExceededException")],
  ["unreachable", networkError("ENOTFOUND")],
  ["unreachable", awsError("TimeoutError")],
  ["proxy", networkError("EPROXY")],
  ["certificate", networkError("SELF_SIGNED_CERT_IN_CHAIN")],
  ["certificate", networkError("UNABLE_TO_VERIFY_LEAF_SIGNATURE")],
  ["certificate", networkError("CERT_HAS_EXPIRED")],
  ["certificate", networkError("ERR_TLS_CERT_ALTNAME_INVALID")],
  ["other", new TypeError("x is undefined")],
  ["other", Object.assign(new Error("open state/x"), { code: "EACCES", syscall: "open" })],
])("is %s: %s", (kind, error) => expect(errorKind(error)).toBe(kind));

it("may pass when AWS is busy or broken or was not reached, and not when somebody has to do something", () => {
  for (const error of [awsError("SlowDown"), awsError("X", "", 503), networkError("ECONNRESET")])
    expect(isTransient(error)).toBe(true);
  for (const error of [awsError("ClientException"), networkError("EPROXY"), networkError("CERT_HAS_EXPIRED")])
    expect(isTransient(error)).toBe(false);
});

it("is nothing found where AWS does not know a thing, or a caller may not look", async () => {
  expect(await unlessMissing(Promise.reject(awsError("NotFoundException")))).toBeUndefined();
  expect(await unlessMissing(Promise.reject(awsError("OddException")), "Odd")).toBeUndefined();
  await expect(unlessMissing(Promise.reject(awsError("AccessDenied")))).rejects.toThrow("told by AWS");
  expect(await unlessDenied(Promise.reject(awsError("AccessDenied")))).toBeUndefined();
  await expect(unlessDenied(Promise.reject(awsError("NoSuchEntity")))).rejects.toThrow("told by AWS");
});

it("is told with what helps", () => {
  delete process.env.AWS_ENDPOINT_URL;
  expect(explainError(networkError("ENOTFOUND"))).toBe(
    "AWS could not be asked: the endpoint was not reached (ENOTFOUND: connect ENOTFOUND). " +
      "Check the network, and HTTPS_PROXY, NO_PROXY and AWS_ENDPOINT_URL of this shell.",
  );
  expect(explainError(networkError("EPROXY", "the proxy p:1 refuses the way: 403 Forbidden"))).toMatch(
    /not reached \(the proxy p:1 refuses the way: 403 Forbidden\)\. Let HTTPS_PROXY name/,
  );
  expect(explainError(networkError("SELF_SIGNED_CERT_IN_CHAIN"))).toContain("NODE_EXTRA_CA_CERTS must name");
  expect(explainError(awsError("ExpiredToken", "It has expired."))).toMatch(
    /^AWS does not accept your credentials \(ExpiredToken: It has expired\)\. Log in \(aws sso login/,
  );
  expect(explainError(awsError("ClientException", "No such queue."))).toBe(
    "AWS could not be asked: ClientException: No such queue.",
  );
});

describe("a shell that names another endpoint than AWS's", () => {
  const refused = networkError("ECONNREFUSED");

  it("is told that nobody answers there, at once", () => {
    process.env.AWS_ENDPOINT_URL = "http://127.0.0.1:1";
    expect(isTransient(refused)).toBe(false);
    expect(explainError(refused)).toContain("Nobody answers at http://127.0.0.1:1, the AWS_ENDPOINT_URL");
    expect(explainError(refused)).toContain('eval "$(npm run --silent local:env)" points this shell at it');
    delete process.env.AWS_ENDPOINT_URL;
    expect(isTransient(refused)).toBe(true);
  });
});

/** Of the SDK's answer to a missing network, while it logs in, only words are left. */
describe("credentials that the SDK must ask AWS for", () => {
  const home = mkdtempSync(join(tmpdir(), "errors-"));
  const startUrl = "https://example.awsapps.com/start";

  beforeAll(() => {
    const cache = join(home, ".aws", "sso", "cache");
    mkdirSync(cache, { recursive: true });
    const token = { startUrl, region: "us-east-1", accessToken: "x", expiresAt: "2999-01-01T00:00:00Z" };
    const name = createHash("sha1").update(startUrl).digest("hex");
    writeFileSync(join(cache, `${name}.json`), JSON.stringify(token));
    const profile = {
      start_url: startUrl,
      region: "us-east-1",
      account_id: "123456789012",
      role_name: "Admin",
    };
    const lines = Object.entries(profile).map(([key, value]) => `sso_${key} = ${value}`);
    writeFileSync(join(home, ".aws", "config"), ["[profile work]", ...lines].join("\n"));
  });

  afterAll(() => rmSync(home, { recursive: true }));

  it("are not called bad when there is no network", async () => {
    for (const name of Object.keys(process.env)) if (/^AWS_|_proxy$/i.test(name)) delete process.env[name];
    Object.assign(process.env, {
      HOME: home,
      AWS_PROFILE: "work",
      AWS_ENDPOINT_URL_SSO: "http://127.0.0.1:1",
      AWS_MAX_ATTEMPTS: "1",
    });
    const error: unknown = await callerIdentity(awsClients("us-east-1").sts).catch(
      (reason: unknown) => reason,
    );
    expect((error as Error).name).toBe("CredentialsProviderError");
    expect(errorKind(error)).toBe("unreachable");
    expect(isAboutCredentials(error)).toBe(false);
    expect(describeError(error)).toMatch(/^the endpoint was not reached \(.*ECONNREFUSED 127\.0\.0\.1:1/);
  });
});
